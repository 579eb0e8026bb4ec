package io.vigie.kit.identity;

/** What a person may do; each may do what the ones before may. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** Whether this role may do what the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
