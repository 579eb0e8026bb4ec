/** Where requests of ours may go: never into the local network because somebody typed its address into a web page. */
@NullMarked
package io.vigie.alert.destination;

import org.jspecify.annotations.NullMarked;
