/** What nobody may see again: masked in memory, encrypted in the store. */
@NullMarked
package io.vigie.alert.secret;

import org.jspecify.annotations.NullMarked;
