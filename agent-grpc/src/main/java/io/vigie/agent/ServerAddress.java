package io.vigie.agent;

import io.vigie.proto.ApiKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the agent sends.
 *
 * @param host name or address; IPv6 addresses without brackets
 * @param port 1 to 65535
 * @param tls whether the connection is encrypted
 * @param key the key that stood in the address, {@code https://host/k/avl_…}
 */
public record ServerAddress(String host, int port, boolean tls, Optional<ApiKey> key) {

    private static final int DEFAULT_PORT = 8080;
    private static final Pattern KEY_PATH = Pattern.compile("/k/([^/]+)/?");

    /**
     * Reads {@code host[:port]} (plain text, 8080), {@code http://host[:port]} (plain text, 80) or
     * {@code https://host[:port]} (TLS, 443), each with or without {@code /k/avl_…} behind it.
     *
     * @throws InvalidSettingException where it is none of these
     */
    static ServerAddress parse(String setting, String text) {
        boolean bare = !text.contains("://");
        URI uri = uri(setting, bare ? "http://" + text : text);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw malformed(setting);
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw malformed(setting);
        }
        int port = uri.getPort();
        if (port == 0 || port > 65_535) {
            throw new InvalidSettingException(setting, "the port must be 1 to 65535");
        }
        if (port < 0) {
            port = bare ? DEFAULT_PORT : tls ? 443 : 80;
        }
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ServerAddress(address, port, tls, keyIn(setting, uri.getRawPath()));
    }

    private static URI uri(String setting, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed(setting);
        }
    }

    private static InvalidSettingException malformed(String setting) {
        return new InvalidSettingException(setting, "must be host:port, http://host[:port] or https://host[:port]");
    }

    private static Optional<ApiKey> keyIn(String setting, String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.empty();
        }
        Matcher matcher = KEY_PATH.matcher(path);
        Optional<ApiKey> key = matcher.matches() ? ApiKey.parse(matcher.group(1)) : Optional.empty();
        if (key.isEmpty()) {
            throw new InvalidSettingException(setting, "behind the host only /k/avl_… with a whole key may stand");
        }
        return key;
    }

    /** Whether what travels in plain text stays on this machine. */
    boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** The address over HTTP, without a path or a key. */
    public URI httpUri() {
        return URI.create(toString());
    }

    /** Scheme, host and port; never the key. */
    @Override
    public String toString() {
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + authority + ":" + port;
    }
}
