package io.vigie.alert.sending;

import io.vigie.alert.channel.Channel;
import io.vigie.alert.destination.Destinations;
import io.vigie.alert.destination.RefusedAddressException;
import io.vigie.alert.message.EmailText;
import io.vigie.alert.message.NoticeTexts;
import io.vigie.alert.secret.Secret;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Sends an e-mail by SMTP in bounded time: text and HTML, with the delivery's id in its Message-ID and in X-Vigie-Delivery. */
final class SmtpSender {

    private static final int LONGEST_REPLY = 200;

    private final Destinations destinations;
    private final NoticeTexts texts;
    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    SmtpSender(
            Destinations destinations,
            NoticeTexts texts,
            Duration timeout,
            ScheduledExecutorService timer,
            Clock clock) {
        this.destinations = destinations;
        this.texts = texts;
        this.timeout = timeout;
        this.timer = timer;
        this.clock = clock;
    }

    /** Blocks until it is sent, or the time is over. */
    Outcome send(Channel channel, Attempt attempt) {
        CheckedSockets sockets = new CheckedSockets(destinations, channel.setting("host"), channel.fixed());
        ScheduledFuture<?> deadline = timer.schedule(sockets::closeAll, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Session session = Session.getInstance(properties(channel, sockets));
            MimeMessage message = message(session, channel, attempt);
            return transmit(session, channel, message);
        } catch (MessagingException e) {
            // Composed from settings that were checked: a bug, or an address that Jakarta Mail judges otherwise.
            return new Outcome.Refused(
                    "the e-mail can't be composed: " + e.getClass().getSimpleName());
        } finally {
            deadline.cancel(false);
            sockets.closeAll();
        }
    }

    private Outcome transmit(Session session, Channel channel, MimeMessage message) throws MessagingException {
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
        String user = channel.setting("user");
        Secret password = channel.secrets().get("password");
        try {
            transport.connect(
                    channel.setting("host"),
                    Integer.parseInt(channel.setting("port")),
                    user.isEmpty() ? null : user,
                    user.isEmpty() || password == null ? null : password.reveal());
            transport.sendMessage(message, message.getAllRecipients());
            return new Outcome.Delivered(reply(channel, transport.getLastServerResponse()));
        } catch (MessagingException e) {
            return failed(channel, transport.getLastReturnCode(), e);
        } finally {
            close(transport);
        }
    }

    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // The server has taken or refused it already.
        }
    }

    private Properties properties(Channel channel, CheckedSockets sockets) {
        boolean implicit = channel.setting("security").equals("tls")
                || channel.setting("security").equals("auto")
                        && channel.setting("port").equals("465");
        boolean mayStart = !implicit && !channel.setting("security").equals("none");
        boolean hasUser = !channel.setting("user").isEmpty();
        String millis = Long.toString(timeout.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(implicit));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(mayStart));
        // A password never travels in the open unless somebody says so by "none".
        properties.setProperty(
                "mail.smtp.starttls.required",
                Boolean.toString(
                        mayStart && (hasUser || channel.setting("security").equals("starttls"))));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.auth", Boolean.toString(hasUser));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.sendpartial", "true");
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.socketFactory", sockets);
        // Without this a refused address would be tried again by the JDK's own sockets.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        return properties;
    }

    private MimeMessage message(Session session, Channel channel, Attempt attempt) throws MessagingException {
        EmailText text = texts.email(attempt.notice(), channel.language());
        InternetAddress from = new InternetAddress(channel.setting("from"), true);
        MimeMessage message = new NumberedMessage(session, attempt.id(), from.getAddress());
        message.setFrom(from);
        message.setRecipients(MimeMessage.RecipientType.TO, InternetAddress.parse(channel.setting("to"), true));
        message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Vigie-Delivery", attempt.id());
        MimeMultipart parts = new MimeMultipart("alternative", part(text.text(), "plain"), part(text.html(), "html"));
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    /** The same Message-ID at each attempt: mail systems drop the second one. */
    private static final class NumberedMessage extends MimeMessage {
        private final String id;

        NumberedMessage(Session session, String delivery, String from) {
            super(session);
            this.id = "<" + delivery + from.substring(Math.max(0, from.lastIndexOf('@'))) + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    private Outcome failed(Channel channel, int code, MessagingException failure) {
        if (causeOf(failure, RefusedAddressException.class) instanceof RefusedAddressException refused) {
            return new Outcome.Refused(String.valueOf(refused.getMessage()));
        }
        if (failure instanceof SendFailedException some
                && some.getValidSentAddresses() != null
                && some.getValidSentAddresses().length > 0) {
            return new Outcome.Delivered(
                    "sent to " + some.getValidSentAddresses().length + " recipients, others were refused");
        }
        String error = reply(channel, failure.getMessage());
        boolean forGood = code >= 500 && code < 600;
        return forGood ? new Outcome.Refused(error) : new Outcome.Retry(error, null);
    }

    private static @Nullable Throwable causeOf(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause instanceof MessagingException messaging ? messaging.getNextException() : cause.getCause();
    }

    /** What the server said, as one short line without the channel's secrets. */
    private static String reply(Channel channel, @Nullable String text) {
        String line = channel.masked(String.valueOf(text).strip().replaceAll("\\s+", " "));
        return line.length() <= LONGEST_REPLY ? line : line.substring(0, LONGEST_REPLY) + "…";
    }
}
