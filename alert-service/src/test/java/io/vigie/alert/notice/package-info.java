@NullMarked
package io.vigie.alert.notice;

import org.jspecify.annotations.NullMarked;
