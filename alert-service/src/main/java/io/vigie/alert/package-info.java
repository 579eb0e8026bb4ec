/** The alert-service: rules, what they find, what becomes of it, and who is told. */
@NullMarked
package io.vigie.alert;

import org.jspecify.annotations.NullMarked;
