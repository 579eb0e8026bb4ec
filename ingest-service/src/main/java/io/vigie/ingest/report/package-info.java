/** {@code POST /report}: errors of applications. */
@NullMarked
package io.vigie.ingest.report;

import org.jspecify.annotations.NullMarked;
