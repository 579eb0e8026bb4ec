/** Code that breaks a rule each, to show that the rule finds it. */
@NullMarked
package io.vigie.testkit.architecture.planted;

import org.jspecify.annotations.NullMarked;
