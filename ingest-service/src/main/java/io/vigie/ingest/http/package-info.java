/** What the ways in over HTTP share: who sends, how much is taken at once, and what a body may be. */
@NullMarked
package io.vigie.ingest.http;

import org.jspecify.annotations.NullMarked;
