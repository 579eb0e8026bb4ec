package io.vigie.alert.destination;

import java.io.IOException;

/** The address is not one that a typed-in destination may have. */
public final class RefusedAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String host) {
        super(host
                + " is not a public address: only a host that the setting vigie.alert.allowed-hosts names may be in a"
                + " private network");
    }
}
