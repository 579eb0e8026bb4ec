package io.vigie.error.issues;

import io.vigie.messaging.CloudEvent;
import io.vigie.proto.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions and acts as CloudEvents. */
public final class IssueEvents {

    /** Who says it. */
    public static final String SOURCE = "/vigie/error-service";

    private IssueEvents() {}

    /** What is published of a transition: on the topic of issues, and where a person did it on the audit trail. */
    static List<Announcement> of(Issue issue, Transition transition, Instant when, @Nullable Actor actor) {
        List<Announcement> all = new ArrayList<>(2);
        String id = issue.id() + "/" + issue.state().version();
        all.add(announcement(
                Topic.ISSUES,
                issue.service(),
                new CloudEvent(id, SOURCE, transition.type(), issue.id(), when, data(issue, actor))));
        if (actor != null) {
            all.add(audit(
                    "audit/" + id, transition.text(), "issue", issue.id(), when, actor, changes(issue, transition)));
        }
        return all;
    }

    /** An act of a person. */
    public static Announcement audit(
            String eventId, String action, String kind, String id, Instant when, Actor actor, Map<String, ?> changes) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("actor", actor.subject());
        data.put("action", action);
        data.put("kind", kind);
        data.put("id", id);
        data.put("address", actor.address());
        data.put("changes", changes);
        return announcement(
                Topic.AUDIT,
                actor.subject(),
                new CloudEvent(eventId, SOURCE, "io.vigie.audit.changed.v1", kind + "/" + id, when, data));
    }

    private static Announcement announcement(Topic topic, String key, CloudEvent event) {
        return new Announcement(topic, key, event.id(), new String(event.toJson(), StandardCharsets.UTF_8));
    }

    private static Map<String, Object> data(Issue issue, @Nullable Actor actor) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("issueId", issue.id());
        data.put("service", issue.service());
        data.put("title", issue.heading().title());
        data.put("culprit", issue.heading().culprit());
        data.put("level", issue.totals().level().text());
        data.put("status", issue.state().status().text());
        data.put("count", issue.totals().count());
        data.put("firstSeen", issue.totals().firstSeen().toString());
        data.put("lastSeen", issue.totals().lastSeen().toString());
        data.put("assignee", issue.state().assignee());
        data.put("actor", actor == null ? null : actor.username());
        data.put("version", issue.state().version());
        return data;
    }

    private static Map<String, Object> changes(Issue issue, Transition transition) {
        Map<String, Object> changes = new LinkedHashMap<>();
        switch (transition) {
            case RESOLVED, IGNORED, REOPENED ->
                changes.put("status", issue.state().status().text());
            case ASSIGNED -> changes.put("assignee", issue.state().assignee());
            case CREATED, REGRESSED, COMMENTED, DELETED -> {
                // The action says it.
            }
        }
        return changes;
    }
}
