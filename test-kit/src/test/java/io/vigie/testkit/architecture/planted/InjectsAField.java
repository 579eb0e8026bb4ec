package io.vigie.testkit.architecture.planted;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

class InjectsAField {

    @Autowired
    @Nullable
    String hidden;
}
