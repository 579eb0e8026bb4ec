@NullMarked
package io.vigie.error.template;

import org.jspecify.annotations.NullMarked;
