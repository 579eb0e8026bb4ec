package io.vigie.ingest.schema;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many new schemas, and of how many bytes, a source may add to the topic on one day (UTC). Not for several threads at once.
 * Of more than {@value #REMEMBERED} sources a day the ones longest silent begin anew.
 */
final class SchemaQuota {

    static final int MAX_SCHEMAS = 100;
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int REMEMBERED = 50_000;

    private record Used(int schemas, long bytes) {}

    private final Map<String, Used> sources = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Used> eldest) {
            return size() > REMEMBERED;
        }
    };

    private LocalDate day = LocalDate.EPOCH;

    /** Counts one more. */
    void take(String source, LocalDate today, int most, int bytes) throws SchemaQuotaException {
        if (!today.equals(day)) {
            sources.clear();
            day = today;
        }
        Used used = sources.getOrDefault(source, new Used(0, 0));
        if (used.schemas() >= most) {
            throw new SchemaQuotaException("schema: at most " + most + " new ones are allowed for a source in a day");
        }
        if (used.bytes() + bytes > MAX_BYTES) {
            throw new SchemaQuotaException("schema: at most " + MAX_BYTES
                    + " bytes of new ones are allowed for a source in a day, it would be " + (used.bytes() + bytes));
        }
        sources.put(source, new Used(used.schemas() + 1, used.bytes() + bytes));
    }
}
