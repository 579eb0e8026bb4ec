@NullMarked
package io.vigie.ingest.report;

import org.jspecify.annotations.NullMarked;
