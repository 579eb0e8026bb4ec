@NullMarked
package io.vigie.ingest.http;

import org.jspecify.annotations.NullMarked;
