package io.vigie.messaging;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record of a public topic: a CloudEvent 1.0 in structured JSON. The schemas of {@code data} are in the module proto, beside the topics'
 * catalogue.
 *
 * @param id unique for the source; the same event published again has the same id, so that readers can leave repetitions out
 * @param source which service says it, for example {@code /vigie/error-service}
 * @param type what happened, with the version of its data, for example {@code io.vigie.issue.regressed.v1}
 * @param subject what it happened to, for example an issue's id
 * @param time when it happened
 * @param data what Jackson writes as a JSON object
 */
public record CloudEvent(String id, String source, String type, String subject, Instant time, Object data) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** As it is on the topic. */
    public byte[] toJson() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", time.toString());
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return JSON.writeValueAsBytes(event);
    }
}
