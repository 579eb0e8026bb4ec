package io.vigie.testkit.architecture.planted.egg;

import io.vigie.testkit.architecture.planted.chicken.Chicken;
import org.jspecify.annotations.Nullable;

/** One half of a cycle. */
public class Egg {

    /** The other half. */
    public @Nullable Chicken other;
}
