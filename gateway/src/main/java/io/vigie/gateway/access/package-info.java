/** Whether who asks may, and how the services behind learn who asks. */
@NullMarked
package io.vigie.gateway.access;

import org.jspecify.annotations.NullMarked;
