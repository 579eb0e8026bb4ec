/** The fleet's REST API: sites, their last bodies and history, and figures of the whole fleet. */
@NullMarked
package io.vigie.query.fleet;

import org.jspecify.annotations.NullMarked;
