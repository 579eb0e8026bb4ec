@NullMarked
package io.vigie.alert.channel;

import org.jspecify.annotations.NullMarked;
