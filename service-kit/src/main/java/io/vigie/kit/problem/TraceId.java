package io.vigie.kit.problem;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.server.ServerWebExchange;

/** The id that a request has in every log: the one of its W3C header {@code traceparent}, or a new one. */
public final class TraceId {

    private static final String ATTRIBUTE = TraceId.class.getName();
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NONE = "0".repeat(32);

    private TraceId() {}

    /** 32 lower-case hex digits, the same at each call for one exchange. */
    public static String of(ServerWebExchange exchange) {
        Object known = exchange.getAttributes().computeIfAbsent(ATTRIBUTE, name -> find(exchange));
        return String.valueOf(known);
    }

    private static String find(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst("traceparent");
        if (header != null) {
            Matcher matcher = TRACEPARENT.matcher(header);
            if (matcher.matches() && !NONE.equals(matcher.group(1))) {
                return matcher.group(1);
            }
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }
}
