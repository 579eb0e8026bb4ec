/** What people read: notices as e-mails and as bodies of webhooks. */
@NullMarked
package io.vigie.alert.message;

import org.jspecify.annotations.NullMarked;
