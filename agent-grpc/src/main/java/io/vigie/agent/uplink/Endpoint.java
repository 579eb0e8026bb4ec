package io.vigie.agent.uplink;

import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The server as gRPC sees it.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether the connection is encrypted
 * @param trust what to trust; null: the JDK's own
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
public record Endpoint(String host, int port, boolean tls, TrustManager @Nullable [] trust) {}
