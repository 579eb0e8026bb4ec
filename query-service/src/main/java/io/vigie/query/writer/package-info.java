/** The fenced writer: from the topic metrics into documents. */
@NullMarked
package io.vigie.query.writer;

import org.jspecify.annotations.NullMarked;
