@NullMarked
package io.vigie.kit.job;

import org.jspecify.annotations.NullMarked;
