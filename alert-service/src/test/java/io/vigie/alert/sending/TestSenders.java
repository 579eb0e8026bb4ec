package io.vigie.alert.sending;

import io.vigie.alert.destination.Destinations;
import io.vigie.alert.message.NoticeTexts;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Senders as the service has them. */
public final class TestSenders {

    static final NoticeTexts TEXTS = new NoticeTexts("Neopro", ZoneId.of("Europe/Paris"));

    private TestSenders() {}

    /** That reaches what is public, and these hosts. */
    public static ChannelSender sender(Set<String> allowed, Duration timeout, ScheduledExecutorService timer) {
        return sender(new Destinations(allowed, InetAddress::getAllByName), timeout, timer, Clock.systemUTC());
    }

    static ChannelSender sender(
            Destinations destinations, Duration timeout, ScheduledExecutorService timer, Clock clock) {
        return new ChannelSender(
                new WebhookSender(
                        HttpClient.create(ConnectionProvider.newConnection()), destinations, TEXTS, timeout, clock),
                new SmtpSender(destinations, TEXTS, timeout, timer, clock));
    }
}
