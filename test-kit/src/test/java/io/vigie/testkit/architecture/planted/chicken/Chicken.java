package io.vigie.testkit.architecture.planted.chicken;

import io.vigie.testkit.architecture.planted.egg.Egg;
import org.jspecify.annotations.Nullable;

/** One half of a cycle. */
public class Chicken {

    /** The other half. */
    public @Nullable Egg other;
}
