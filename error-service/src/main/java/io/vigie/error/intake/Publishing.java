package io.vigie.error.intake;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Occurrence;
import io.vigie.error.issues.Announcement;
import io.vigie.error.issues.Issue;
import io.vigie.error.issues.IssueEvents;
import io.vigie.error.storage.Placed;
import io.vigie.messaging.CloudEvent;
import io.vigie.messaging.RecordPublisher;
import io.vigie.messaging.UnavailableException;
import io.vigie.proto.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells the world of errors and of what they did to issues. The same error is told under the same id each time. */
final class Publishing {

    private static final int LONGEST_MESSAGE = 1_024;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final RecordPublisher publisher;
    private final IntakeMetrics metrics;

    Publishing(RecordPublisher publisher, IntakeMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** Returns the ids of the issues' announcements, when all of it is durable. */
    Set<String> publish(List<Placed<Grouped>> errors, Map<String, Issue> issues) throws UnavailableException {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        Set<String> announced = announce(new HashSet<>(issues.values()), sent);
        for (Placed<Grouped> error : errors) {
            Grouped grouped = error.value();
            Issue issue = issues.get(grouped.key());
            if (issue == null) {
                throw new IllegalStateException("a counted group has an issue");
            }
            sent.add(publisher.publish(
                    Topic.ERROR_EVENTS,
                    grouped.error().service(),
                    event(grouped, issue).toJson()));
        }
        await(sent);
        metrics.announced(sent.size());
        return announced;
    }

    private Set<String> announce(Collection<Issue> issues, List<CompletableFuture<Void>> sent) {
        Set<String> ids = new HashSet<>();
        for (Issue issue : issues) {
            for (Announcement announcement : issue.announcements()) {
                sent.add(publisher.publish(
                        announcement.topic(),
                        announcement.key(),
                        announcement.event().getBytes(StandardCharsets.UTF_8)));
                ids.add(announcement.id());
            }
        }
        return ids;
    }

    private static CloudEvent event(Grouped grouped, Issue issue) {
        Occurrence error = grouped.error();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", error.id());
        data.put("issueId", issue.id());
        data.put("service", error.service());
        data.put("level", error.level().text());
        data.put("title", issue.heading().title());
        data.put("message", cut(error.message(), LONGEST_MESSAGE));
        data.put("culprit", issue.heading().culprit());
        data.put("path", error.path());
        data.put("method", error.method());
        data.put("createdAt", error.receivedAt().toString());
        return new CloudEvent(
                error.key(), IssueEvents.SOURCE, "io.vigie.error.occurred.v1", issue.id(), error.receivedAt(), data);
    }

    /** The beginning of a text, never cut between the two halves of a character. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private static void await(List<CompletableFuture<Void>> sent) throws UnavailableException {
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("Kafka does not take what is published of errors", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }
}
