package io.vigie.error.issues;

import io.vigie.error.events.Heading;
import io.vigie.error.storage.Guarded;
import io.vigie.error.storage.Origin;

/**
 * All that is counted of a group, and the issue that it belongs to.
 *
 * @param id the group key
 * @param heading of the first error
 */
public record KeyTotals(
        String id, long rev, Origin from, String service, String issueId, Heading heading, Totals totals)
        implements Guarded {}
