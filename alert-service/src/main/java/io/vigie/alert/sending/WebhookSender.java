package io.vigie.alert.sending;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import io.vigie.alert.channel.Channel;
import io.vigie.alert.destination.Destinations;
import io.vigie.alert.destination.RefusedAddressException;
import io.vigie.alert.message.NoticeTexts;
import io.vigie.alert.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Posts a body to a channel's {@code url}: to addresses that were looked up once and checked, on a connection of its own, without
 * following redirects, in bounded time.
 */
final class WebhookSender {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final HttpClient client;
    private final Destinations destinations;
    private final NoticeTexts texts;
    private final Duration timeout;
    private final Clock clock;

    WebhookSender(HttpClient client, Destinations destinations, NoticeTexts texts, Duration timeout, Clock clock) {
        this.client = client.followRedirect(false)
                .disableRetry(true)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()));
        this.destinations = destinations;
        this.texts = texts;
        this.timeout = timeout;
        this.clock = clock;
    }

    Outcome send(Channel channel, Attempt attempt) throws InterruptedException {
        URI url = URI.create(channel.secret("url").reveal());
        byte[] body = body(channel, attempt);
        Map<String, String> headers = headers(channel, attempt, body);
        if (url.getUserInfo() != null) {
            headers.put("authorization", basic(url.getUserInfo()));
        }
        try {
            if (!channel.fixed()
                    && !url.getScheme().equalsIgnoreCase("https")
                    && !destinations.isAllowed(url.getHost())) {
                return new Outcome.Refused("without TLS only hosts that vigie.alert.allowed-hosts names are reached");
            }
            List<InetAddress> addresses = destinations.resolve(url.getHost(), channel.fixed());
            return post(url, addresses, headers, body).toFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RefusedAddressException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            return new Outcome.Retry("the host's name can't be found", null);
        } catch (TimeoutException e) {
            return tooLate();
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    private byte[] body(Channel channel, Attempt attempt) {
        return switch (channel.kind()) {
            case FLEET_WEBHOOK -> texts.fleet(attempt.notice(), channel.language());
            case WEBHOOK -> texts.standard(attempt.notice(), channel.language());
            case SLACK -> texts.slack(attempt.notice(), channel.language());
            case DISCORD -> texts.discord(attempt.notice(), channel.language());
            case EMAIL -> throw new IllegalArgumentException("an e-mail is no webhook");
        };
    }

    private Map<String, String> headers(Channel channel, Attempt attempt, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/json; charset=utf-8");
        headers.put("user-agent", "Vigie");
        headers.put("webhook-id", attempt.id());
        Secret secret = channel.secrets().get("secret");
        if (secret != null) {
            long timestamp = clock.instant().getEpochSecond();
            headers.put("webhook-timestamp", Long.toString(timestamp));
            headers.put("webhook-signature", StandardSignature.of(secret, attempt.id(), timestamp, body));
        }
        return headers;
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private Mono<Outcome> post(URI url, List<InetAddress> addresses, Map<String, String> headers, byte[] body) {
        return client.resolver(new PinnedAddresses(addresses))
                .headers(all -> headers.forEach(all::set))
                .headers(all -> all.set("content-length", body.length))
                .post()
                .uri(url)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, ignored) -> Mono.just(judged(response)))
                .timeout(timeout);
    }

    private static Outcome judged(HttpClientResponse response) {
        int status = response.status().code();
        String said = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(said);
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Refused(said + ": redirects are not followed");
        }
        return switch (status) {
            case 410 -> new Outcome.Gone(said + ": the receiver wants nothing any more");
            case 408, 429 -> new Outcome.Retry(said, pause(response.responseHeaders()));
            default ->
                status >= 500 ? new Outcome.Retry(said, pause(response.responseHeaders())) : new Outcome.Refused(said);
        };
    }

    /** Retry-After in seconds, as rate limits give it. */
    private static @Nullable Duration pause(HttpHeaders headers) {
        String seconds = headers.get("retry-after", "");
        if (!seconds.matches("[0-9]{1,9}")) {
            return null;
        }
        Duration pause = Duration.ofSeconds(Long.parseLong(seconds));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private Outcome tooLate() {
        return new Outcome.Retry("no answer within " + timeout.toSeconds() + " s", null);
    }

    /** In words of ours: those of libraries may hold addresses. */
    private Outcome failed(@Nullable Throwable cause) {
        return switch (cause) {
            case TimeoutException late -> tooLate();
            case io.netty.handler.timeout.TimeoutException late -> tooLate();
            case SSLException tls -> new Outcome.Retry("TLS failed: is the certificate good for this name?", null);
            case java.net.ConnectException refused -> new Outcome.Retry("no connection", null);
            case IOException broken -> new Outcome.Retry("the connection broke before an answer", null);
            case RuntimeException bug -> throw bug;
            case null, default -> throw new IllegalStateException(cause);
        };
    }
}
