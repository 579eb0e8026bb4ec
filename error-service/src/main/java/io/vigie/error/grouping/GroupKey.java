package io.vigie.error.grouping;

/**
 * Errors with equal keys are one issue.
 *
 * @param mechanismVersion the version of the rules that made it; keys of two versions can't be compared
 * @param sha256 64 hexadecimal digits
 */
public record GroupKey(String service, int mechanismVersion, String sha256) {

    public GroupKey {
        if (sha256.length() != 64) {
            throw new IllegalArgumentException("sha256 has " + sha256.length() + " digits");
        }
    }
}
