package io.vigie.error.api;

import io.vigie.error.issues.IssuePage.Order;
import io.vigie.error.issues.IssuePage.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next part of a list begins, as a text that only this service reads. */
final class Cursor {

    private Cursor() {}

    static String write(Order order, Position position) {
        String text = order + ":" + position.value() + ":" + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Position read(@Nullable String cursor, Order order) {
        if (cursor == null) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(":", 3);
            if (parts.length == 3 && parts[0].equals(order.name())) {
                return new Position(Long.parseLong(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException e) {
            throw Parameters.invalid("cursor", "is not one of this list");
        }
        throw Parameters.invalid("cursor", "is not one of a list in this order");
    }
}
