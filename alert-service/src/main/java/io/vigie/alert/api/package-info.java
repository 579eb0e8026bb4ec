/** The REST API of channels and deliveries. */
@NullMarked
package io.vigie.alert.api;

import org.jspecify.annotations.NullMarked;
