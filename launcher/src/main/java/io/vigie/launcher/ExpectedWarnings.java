package io.vigie.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Keeps out of the log what libraries complain of in a run where nothing is wrong, so that a warning means something. */
public final class ExpectedWarnings extends TurboFilter {

    /** The exception's text is empty where none matters. */
    private record Expected(String logger, String message, String thrown) {

        Expected(String logger, String message) {
            this(logger, message, "");
        }

        boolean is(String name, String format, @Nullable Throwable with) {
            return logger.equals(name)
                    && format.contains(message)
                    && String.valueOf(with).contains(thrown);
        }
    }

    private static final List<Expected> EXPECTED = List.of(
            // Every start of the one and only controller.
            new Expected("org.apache.kafka.controller.QuorumController", "Performing controller activation"),
            // Two groups ask for it at once at the very first start, and one comes second.
            new Expected(
                    "kafka.server.DefaultAutoTopicCreationManager",
                    "Auto topic creation failed for __consumer_offsets"),
            // After a kill it registers before its controller has been elected again, and once more then.
            new Expected("kafka.server.ControllerApis", "apiKey=CONTROLLER_REGISTRATION", "NotControllerException"),
            // The broker closes a connection of its own twice.
            new Expected(
                    "org.apache.kafka.clients.NetworkClient", "Attempting to close NetworkClient that has already"),
            // A partition is given to another consumer while its lag is asked for.
            new Expected(
                    "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils", "as it is no longer assigned"),
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
        if (!level.isGreaterOrEqual(Level.WARN) || format == null) {
            return FilterReply.NEUTRAL;
        }
        return EXPECTED.stream().anyMatch(expected -> expected.is(logger.getName(), format, thrown))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
