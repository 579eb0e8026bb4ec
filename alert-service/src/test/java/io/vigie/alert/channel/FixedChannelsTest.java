package io.vigie.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigie.alert.rule.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The names that installations have from before, through the settings file of the service. */
class FixedChannelsTest {

    @EnableConfigurationProperties(ChannelSettings.class)
    static class Settings {}

    private static List<Channel> channels(String... environment) {
        List<Channel> channels = new ArrayList<>();
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Settings.class)
                .withPropertyValues("spring.config.name=alert")
                .withPropertyValues(environment)
                .run(context -> channels.addAll(FixedChannels.of(context.getBean(ChannelSettings.class))));
        return channels;
    }

    @Test
    void nothingIsSetNothingIsSent() {
        assertThat(channels()).isEmpty();
        assertThat(channels("ENABLE_EMAIL=", "SMTP_PORT=", "ENABLE_WEBHOOK=", "WEBHOOK_URL=", "EMAIL_TO=a@b.fr"))
                .isEmpty();
    }

    @Test
    void anEmailChannelIsMadeOfTheNamesFromBefore() {
        List<Channel> channels = channels(
                "ENABLE_EMAIL=true",
                "EMAIL_FROM=vigie@example.org",
                "EMAIL_TO=a@example.org,b@example.org",
                "SMTP_HOST=smtp.example.org",
                "SMTP_PORT=465",
                "SMTP_USER=vigie",
                "SMTP_PASS=very-secret");

        assertThat(channels).singleElement().satisfies(channel -> {
            assertThat(channel.fixed()).isTrue();
            assertThat(channel.kind()).isEqualTo(ChannelKind.EMAIL);
            assertThat(channel.settings())
                    .containsEntry("host", "smtp.example.org")
                    .containsEntry("port", "465")
                    .containsEntry("user", "vigie")
                    .containsEntry("to", "a@example.org,b@example.org");
            assertThat(channel.secret("password").reveal()).isEqualTo("very-secret");
            assertThat(channel.toString()).doesNotContain("very-secret");
        });
    }

    @Test
    void webhooksMayLeadToTheLocalNetwork() {
        List<Channel> channels = channels(
                "ENABLE_WEBHOOK=true",
                "WEBHOOK_URL=http://192.168.1.20:3000/hook?t=t0ken",
                "ALERT_WEBHOOK_URL=http://localhost/alerts",
                "DISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/1/t0ken");

        assertThat(channels).extracting(Channel::id).containsExactly("env-webhook", "env-alert-webhook", "env-discord");
        assertThat(channels.get(0).resolved()).isFalse();
        assertThat(channels.get(2).minLevel()).isEqualTo(Level.CRITICAL);
        assertThat(channels.toString()).doesNotContain("t0ken");
    }

    @Test
    void theSameWebhookUnderTwoNamesIsOne() {
        assertThat(channels("ENABLE_WEBHOOK=true", "WEBHOOK_URL=http://a/b", "ALERT_WEBHOOK_URL=http://a/b"))
                .hasSize(1);
    }

    @Test
    void whatCannotWorkIsRefusedByItsName() {
        assertThatThrownBy(() -> channels("ENABLE_EMAIL=true", "EMAIL_FROM=a@b.fr", "EMAIL_TO=a@b.fr"))
                .hasMessageContaining("SMTP_HOST");
        assertThatThrownBy(() ->
                        channels("ENABLE_EMAIL=true", "EMAIL_FROM=a@b.fr", "EMAIL_TO=nobody at all", "SMTP_HOST=x"))
                .hasMessageContaining("EMAIL_TO")
                .hasMessageNotContaining("nobody");
        assertThatThrownBy(() -> channels("ENABLE_WEBHOOK=true")).hasMessageContaining("WEBHOOK_URL");
        assertThatThrownBy(() -> channels("DISCORD_WEBHOOK_URL=t0ken"))
                .hasMessageContaining("DISCORD_WEBHOOK_URL")
                .hasMessageNotContaining("t0ken");
    }
}
