@NullMarked
package io.vigie.alert.rule;

import org.jspecify.annotations.NullMarked;
