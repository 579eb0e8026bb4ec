package io.vigie.alert.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a delivery is. */
public enum DeliveryState {
    /** It is tried until it succeeds, or for good. */
    PENDING,
    /** The receiver has it. */
    DELIVERED,
    /** It was given up. */
    FAILED;

    /** The state of this name in JSON. */
    @JsonCreator
    static DeliveryState of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("state: pending, delivered or failed"));
    }

    /** The state of this name, where it is one. */
    public static Optional<DeliveryState> find(String name) {
        return Arrays.stream(values())
                .filter(state -> state.json().equals(name))
                .findFirst();
    }

    /** Its name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
