@NullMarked
package io.vigie.testkit.servers;

import org.jspecify.annotations.NullMarked;
