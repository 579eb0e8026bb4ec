/** Texts to templates: what varies from one occurrence to the next becomes a placeholder, what tells errors apart stays. */
@NullMarked
package io.vigie.error.template;

import org.jspecify.annotations.NullMarked;
