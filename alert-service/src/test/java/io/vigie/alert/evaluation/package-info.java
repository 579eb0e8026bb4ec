@NullMarked
package io.vigie.alert.evaluation;

import org.jspecify.annotations.NullMarked;
