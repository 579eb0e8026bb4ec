package io.vigie.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CloudEventTest {

    record Change(String issueId, long count) {}

    @Test
    void isStructuredJsonOfCloudEvents1() {
        CloudEvent event = new CloudEvent(
                "7",
                "/vigie/error-service",
                "io.vigie.issue.created.v1",
                "i1",
                Instant.parse("2026-11-21T08:00:00Z"),
                new Change("i1", 3));
        assertThat(new String(event.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/vigie/error-service\","
                        + "\"type\":\"io.vigie.issue.created.v1\",\"subject\":\"i1\",\"time\":\"2026-11-21T08:00:00Z\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"issueId\":\"i1\",\"count\":3}}");
    }
}
