package io.vigie.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Keeps out of the log what libraries warn of in a run where nothing is wrong, so that a warning means something. */
public final class ExpectedWarnings extends TurboFilter {

    private record Expected(String logger, String begins) {}

    private static final List<Expected> EXPECTED = List.of(
            // Every start of the one and only controller.
            new Expected("org.apache.kafka.controller.QuorumController", "Performing controller activation"),
            // Two groups ask for it at once at the very first start, and one comes second.
            new Expected(
                    "kafka.server.DefaultAutoTopicCreationManager",
                    "Auto topic creation failed for __consumer_offsets"),
            // The broker closes a connection of its own twice.
            new Expected(
                    "org.apache.kafka.clients.NetworkClient", "Attempting to close NetworkClient that has already"),
            // The embedded database goes through a collection where a real one has the index.
            new Expected("de.bwaldvogel.mongo.backend.AbstractMongoDatabase", "adding secondary index"),
            // Drivers keep spare connections open until the process ends.
            new Expected("de.bwaldvogel.mongo.MongoServer", "Closing"));

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        if (level != Level.WARN || format == null) {
            return FilterReply.NEUTRAL;
        }
        return EXPECTED.stream()
                        .anyMatch(expected ->
                                expected.logger().equals(logger.getName()) && format.contains(expected.begins()))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
