package io.vigie.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vigie.alert.channel.Channel;
import io.vigie.alert.channel.TestChannels;
import io.vigie.alert.notice.Notice;
import io.vigie.alert.notice.TestNotices;
import io.vigie.alert.rule.Level;
import io.vigie.alert.rule.Texts;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSenderIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Attempt ATTEMPT = new Attempt("delivery-1", TestNotices.temperature("n"));

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop();
        timer.shutdownNow();
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    private Outcome send(Channel channel, Attempt attempt, Duration timeout) throws InterruptedException {
        return TestSenders.sender(Set.of(), timeout, timer).send(channel, attempt);
    }

    @Test
    void everyRecipientGetsTheEmailThatPeopleKnow() throws Exception {
        Outcome outcome = send(TestChannels.email("c", port(), "auto", true), ATTEMPT, LONG);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Delivered.class,
                        delivered -> assertThat(delivered.receipt()).startsWith("250"));
        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("[Neopro CRITICAL] CESSON - temperature");
        assertThat(message.getFrom()[0]).hasToString("Vigie <vigie@example.org>");
        assertThat(message.getMessageID()).isEqualTo("<delivery-1@example.org>");
        assertThat(message.getHeader("X-Vigie-Delivery")).containsExactly("delivery-1");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(String.valueOf(parts.getBodyPart(0).getContent()).replace("\r\n", "\n"))
                .isEqualTo(TestSenders.TEXTS.email(ATTEMPT.notice(), "fr").text());
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(String.valueOf(parts.getBodyPart(1).getContent()))
                .contains("<strong>Message:</strong> Température élevée: 78.2°C");
    }

    @Test
    void nobodyPutsHeadersIntoAnEmail() throws Exception {
        Notice hostile = TestNotices.of(
                "n", Notice.Kind.FIRING, Level.CRITICAL, Texts.same("x\r\nBcc: evil@example.org\r\n\r\nbody"), null);

        send(TestChannels.email("c", port(), "auto", true), new Attempt("d", hostile), LONG);

        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        assertThat(server.getReceivedMessages()[0].getAllRecipients()).hasSize(2);
    }

    @Test
    void aWrongPasswordFailsForGoodAndIsNotRepeated() throws Exception {
        server.setUser("vigie@example.org", "vigie", "right-password");
        server.getManagers().getUserManager().setAuthRequired(true);

        Outcome wrong = send(TestChannels.email("c", port(), "none", "vigie", "wrong-password", true), ATTEMPT, LONG);
        Outcome right = send(TestChannels.email("c", port(), "none", "vigie", "right-password", true), ATTEMPT, LONG);

        assertThat(wrong)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.error()).contains("535").doesNotContain("wrong-password"));
        assertThat(right).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void aPasswordDoesNotTravelInTheOpenUnlessSomebodySaysSo() throws Exception {
        server.setUser("vigie@example.org", "vigie", "right-password");

        assertThat(send(TestChannels.email("c", port(), "auto", "vigie", "right-password", true), ATTEMPT, LONG))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.error()).contains("STARTTLS"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "none", "tls", "starttls"})
    void whatWasTypedInDoesNotReachThisMachine(String security) throws Exception {
        try (ServerSocket watched = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Outcome outcome = send(TestChannels.email("c", watched.getLocalPort(), security, false), ATTEMPT, LONG);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.error()).contains("vigie.alert.allowed-hosts"));
            watched.setSoTimeout(1);
            org.assertj.core.api.Assertions.assertThatThrownBy(watched::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatDripsIsGivenUpInTime() throws Exception {
        try (ServerSocket drip = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread dripping = Thread.ofVirtual().start(() -> {
                try (var socket = drip.accept()) {
                    for (int i = 0; i < 1_000_000 && !Thread.currentThread().isInterrupted(); i++) {
                        socket.getOutputStream().write("220-wait\r\n".getBytes(StandardCharsets.US_ASCII));
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    // The other side has hung up, as it should.
                }
            });

            Outcome outcome =
                    send(TestChannels.email("c", drip.getLocalPort(), "none", true), ATTEMPT, Duration.ofSeconds(1));

            assertThat(outcome).isInstanceOf(Outcome.Retry.class);
            dripping.interrupt();
            assertThat(dripping.join(LONG)).isTrue();
        }
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainLater() throws Exception {
        int port = port();
        server.stop();

        assertThat(send(TestChannels.email("c", port, "none", true), ATTEMPT, LONG))
                .isInstanceOf(Outcome.Retry.class);
    }
}
