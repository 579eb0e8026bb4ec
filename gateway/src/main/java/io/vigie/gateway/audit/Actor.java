package io.vigie.gateway.audit;

import io.vigie.kit.identity.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who does something.
 *
 * @param name as people read it
 * @param subject for the audit trail: {@code user:NAME}, {@code key:PREFIX}, or {@code system:WHAT} where nobody signed in
 * @param address where they are, where that is known
 */
public record Actor(String name, String subject, @Nullable String address) {

    /** A person or a program. */
    public static Actor of(Identity identity, @Nullable String address) {
        return switch (identity) {
            case Identity.Person person -> new Actor(person.username(), person.subject(), address);
            case Identity.Program program -> new Actor(program.service(), program.subject(), address);
        };
    }

    /** Vigie itself, at the request of whoever started it. */
    public static Actor system(String name) {
        return new Actor(name, "system:" + name.replace(' ', '-'), null);
    }

    /** The address of a client as text. */
    public static @Nullable String address(@Nullable InetSocketAddress client) {
        InetAddress address = client == null ? null : client.getAddress();
        return address == null ? null : address.getHostAddress();
    }
}
