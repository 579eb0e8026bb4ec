package io.vigie.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.ChannelKind;
import io.vigie.alert.channel.TestChannels;
import io.vigie.alert.destination.Destinations;
import io.vigie.alert.notice.TestNotices;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Attempt ATTEMPT = new Attempt("delivery-1", TestNotices.temperature("n"));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Outcome send(Channel channel, Duration timeout) throws InterruptedException {
        return TestSenders.sender(
                        new Destinations(Set.of(), InetAddress::getAllByName),
                        timeout,
                        timer,
                        Clock.fixed(TestNotices.THEN, ZoneOffset.UTC))
                .send(channel, ATTEMPT);
    }

    private Outcome sendFleet(String url) throws InterruptedException {
        return send(TestChannels.webhook("c", ChannelKind.FLEET_WEBHOOK, url, true), LONG);
    }

    @Test
    void aFleetReceiverGetsItsBodyAndTheIdOfTheDelivery() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 204)) {
            assertThat(sendFleet(receiver.url() + "/hook?token=abc")).isEqualTo(new Outcome.Delivered("HTTP 204"));

            assertThat(receiver.got()).singleElement().satisfies(got -> {
                assertThat(got.method()).isEqualTo("POST");
                assertThat(got.path()).isEqualTo("/hook?token=abc");
                assertThat(got.id()).isEqualTo("delivery-1");
                assertThat(got.headers().get("Content-Type")).startsWith("application/json");
                assertThat(got.body())
                        .isEqualTo(new String(TestSenders.TEXTS.fleet(ATTEMPT.notice(), "fr"), StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void aSignedBodyIsSignedByTheRulesOfStandardWebhooks() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            send(TestChannels.webhook("c", ChannelKind.WEBHOOK, receiver.url(), true), LONG);

            TestReceiver.Got got = receiver.got().getFirst();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getDecoder().decode(TestChannels.SIGNING_SECRET.substring(6)), "HmacSHA256"));
            byte[] expected = mac.doFinal(("delivery-1.1733319322." + got.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(got.headers().get("webhook-timestamp")).isEqualTo("1733319322");
            assertThat(got.headers().get("webhook-signature"))
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
        }
    }

    /** The example of the specification's own libraries. */
    @Test
    void theSignatureIsTheOneOfTheReference() {
        assertThat(StandardSignature.of(
                        io.vigie.alert.secret.Secret.of(TestChannels.SIGNING_SECRET),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void slackAndDiscordGetTheirOwnShapes() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            send(TestChannels.webhook("s", ChannelKind.SLACK, receiver.url(), true), LONG);
            send(TestChannels.webhook("d", ChannelKind.DISCORD, receiver.url(), true), LONG);

            assertThat(receiver.got().get(0).body())
                    .startsWith(
                            "{\"text\":\"*[Neopro CRITICAL] CESSON - temperature*\\nTempérature élevée: 78.2°C\\nClub: CESSON");
            assertThat(receiver.got().get(1).body())
                    .contains("\"title\":\"\\\\[Neopro CRITICAL\\\\] CESSON - temperature\"")
                    .contains("\"description\":\"Température élevée: 78.2°C\"");
        }
    }

    @Test
    void whatAnAnswerMeans() throws Exception {
        AtomicInteger status = new AtomicInteger();
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> status.get())) {
            for (int refused : new int[] {400, 401, 403, 404, 413, 422}) {
                status.set(refused);
                assertThat(sendFleet(receiver.url())).isEqualTo(new Outcome.Refused("HTTP " + refused));
            }
            for (int later : new int[] {408, 429, 500, 502, 503, 504}) {
                status.set(later);
                assertThat(sendFleet(receiver.url())).isEqualTo(new Outcome.Retry("HTTP " + later, null));
            }
            status.set(410);
            assertThat(sendFleet(receiver.url())).isInstanceOf(Outcome.Gone.class);
        }
    }

    @Test
    void aPauseThatIsAskedForIsKept() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering(429, "Retry-After", "7")) {
            assertThat(sendFleet(receiver.url())).isEqualTo(new Outcome.Retry("HTTP 429", Duration.ofSeconds(7)));
        }
    }

    @Test
    void aRedirectIsNeverFollowed() throws Exception {
        try (TestReceiver inner = TestReceiver.answering((nth, got) -> 200);
                TestReceiver outer = TestReceiver.answering(307, "Location", inner.url() + "/metadata")) {
            assertThat(sendFleet(outer.url())).isEqualTo(new Outcome.Refused("HTTP 307: redirects are not followed"));

            assertThat(outer.got()).hasSize(1);
            assertThat(inner.got()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "rebind.example"})
    void whatWasTypedInDoesNotReachThisMachine(String host) throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            Destinations destinations = new Destinations(
                    Set.of(),
                    name -> name.equals("rebind.example")
                            ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                            : InetAddress.getAllByName(name));
            Channel typed = TestChannels.webhook(
                    "c", ChannelKind.WEBHOOK, "https://" + host + ":" + receiver.port() + "/hook", false);

            Outcome outcome = TestSenders.sender(destinations, LONG, timer, Clock.systemUTC())
                    .send(typed, ATTEMPT);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.error()).contains("vigie.alert.allowed-hosts"));
            assertThat(receiver.got()).isEmpty();
        }
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsUsed() throws Exception {
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> 200)) {
            AtomicInteger asked = new AtomicInteger();
            Destinations destinations = new Destinations(Set.of("hooks.example"), name -> {
                asked.incrementAndGet();
                return new InetAddress[] {InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})};
            });
            Channel typed = TestChannels.webhook(
                    "c", ChannelKind.FLEET_WEBHOOK, "http://hooks.example:" + receiver.port() + "/", false);

            assertThat(TestSenders.sender(destinations, LONG, timer, Clock.systemUTC())
                            .send(typed, ATTEMPT))
                    .isInstanceOf(Outcome.Delivered.class);

            assertThat(asked).hasValue(1);
            assertThat(receiver.got().getFirst().headers().get("Host")).isEqualTo("hooks.example:" + receiver.port());
        }
    }

    @Test
    void aReceiverThatSaysNothingIsTriedAgainLater() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestReceiver receiver = TestReceiver.answering((nth, got) -> {
            never.await();
            return 200;
        })) {
            assertThat(send(
                            TestChannels.webhook("c", ChannelKind.FLEET_WEBHOOK, receiver.url(), true),
                            Duration.ofSeconds(1)))
                    .isEqualTo(new Outcome.Retry("no answer within 1 s", null));
        } finally {
            never.countDown();
        }
    }

    @Test
    void nobodyThereIsTriedAgainLater() throws Exception {
        TestReceiver gone = TestReceiver.answering((nth, got) -> 200);
        gone.close();

        assertThat(sendFleet(gone.url())).isEqualTo(new Outcome.Retry("no connection", null));
        assertThat(sendFleet("http://nobody.invalid/"))
                .isEqualTo(new Outcome.Retry("the host's name can't be found", null));
    }
}
