/** The dashboard's files. */
@NullMarked
package io.vigie.gateway.pages;

import org.jspecify.annotations.NullMarked;
