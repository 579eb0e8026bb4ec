/** The first stage: from samples, signs of life and errors to signals, one numbered state per rule and series. */
@NullMarked
package io.vigie.alert.evaluation;

import org.jspecify.annotations.NullMarked;
