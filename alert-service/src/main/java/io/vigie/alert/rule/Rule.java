package io.vigie.alert.rule;

/**
 * What is watched for. Immutable.
 *
 * @param id never changes
 * @param version grows with each change
 * @param builtIn one of the rules that every installation has; it can be changed, switched off and reset, not deleted
 * @param type of its alerts: temperature, disk, memory, service, application, offline, error, or another
 * @param message what an alert says, with places such as {@code {value}}
 */
public record Rule(
        String id,
        long version,
        boolean builtIn,
        boolean enabled,
        Texts name,
        Level level,
        String type,
        Scope scope,
        Texts message,
        Condition condition) {

    /** What a device lists itself. */
    public static final String REPORTED = "reported";

    /** Most of the fleet fell silent at once. */
    public static final String FLEET = "fleet";

    Rule withVersion(long next) {
        return new Rule(id, next, builtIn, enabled, name, level, type, scope, message, condition);
    }

    Rule withEnabled(boolean now) {
        return new Rule(id, version, builtIn, now, name, level, type, scope, message, condition);
    }
}
