package io.vigie.alert.delivery;

/** A token bucket: so many a minute, a third of them at once. By one thread at a time. */
final class RateLimit {

    private static final double MILLIS = 60_000;

    private final double perMilli;
    private final double most;
    private double tokens;
    private long filledAt;

    RateLimit(int perMinute, long now) {
        this.perMilli = perMinute / MILLIS;
        this.most = Math.max(1, perMinute / 3);
        this.tokens = most;
        this.filledAt = now;
    }

    /** Milliseconds until the next one is allowed; 0: now. */
    long waitMillis(long now) {
        tokens = Math.min(most, tokens + Math.max(0, now - filledAt) * perMilli);
        filledAt = now;
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perMilli);
    }

    /** One is sent. */
    void take() {
        tokens -= 1;
    }
}
