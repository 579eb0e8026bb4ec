/** People: their accounts, passwords, logins and what ends them. */
@NullMarked
package io.vigie.gateway.people;

import org.jspecify.annotations.NullMarked;
