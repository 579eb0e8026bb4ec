package io.vigie.alert.sending;

import io.vigie.alert.channel.Channel;

/** Tells one channel one notice. Thread-safe. */
public final class ChannelSender {

    private final WebhookSender webhooks;
    private final SmtpSender emails;

    ChannelSender(WebhookSender webhooks, SmtpSender emails) {
        this.webhooks = webhooks;
        this.emails = emails;
    }

    /** Tries once; blocks for the timeout at most, and a little longer where the system's name service is slow. */
    public Outcome send(Channel channel, Attempt attempt) throws InterruptedException {
        if (channel.fault() != null) {
            return new Outcome.Retry(channel.fault(), null);
        }
        return switch (channel.kind()) {
            case EMAIL -> emails.send(channel, attempt);
            case FLEET_WEBHOOK, WEBHOOK, SLACK, DISCORD -> webhooks.send(channel, attempt);
        };
    }
}
