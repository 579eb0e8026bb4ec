package io.vigie.query.sources;

import io.vigie.frames.FrameBuilder;
import io.vigie.frames.FrameCodec;
import io.vigie.frames.MalformedFrameException;
import io.vigie.frames.StoredFrame;
import io.vigie.frames.StoredFrame.ValueColumn;
import io.vigie.query.sources.SourceProfile.Body;
import io.vigie.query.sources.SourceProfile.Said;
import io.vigie.query.storage.MongoDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The collection {@code sources}. */
public final class MongoSourceStore implements SourceStore {

    private static final Logger LOG = LoggerFactory.getLogger(MongoSourceStore.class);

    private final MongoDocuments documents;

    /** In this collection. */
    public MongoSourceStore(MongoDocuments documents) {
        this.documents = documents;
    }

    @Override
    public Flux<StoredSource> find(Collection<String> ids) {
        return documents.find(ids).map(MongoSourceStore::stored);
    }

    @Override
    public Flux<StoredSource> all() {
        return documents.all().map(MongoSourceStore::stored);
    }

    @Override
    public Flux<Known> ids() {
        return documents
                .all("firstSeen")
                .map(document -> new Known(MongoDocuments.id(document), instant(document, "firstSeen")));
    }

    @Override
    public Mono<Set<String>> replace(List<StoredSource> sources) {
        return documents.replace(
                sources.stream().map(MongoSourceStore::document).toList());
    }

    private static BsonDocument document(StoredSource stored) {
        SourceProfile profile = stored.profile();
        Said said = profile.said();
        BsonDocument document = MongoDocuments.guard(profile.id(), stored.rev(), stored.from())
                .append("service", BsonBoolean.valueOf(profile.service()))
                .append("labels", entries(said.labels()))
                .append("facts", entries(said.facts()))
                .append("agentVersion", new BsonString(said.agentVersion()))
                .append("heartbeatMs", new BsonInt64(said.heartbeatInterval().toMillis()))
                .append("sampleMs", new BsonInt64(said.sampleInterval().toMillis()))
                .append("observedMs", new BsonInt64(profile.observedInterval().toMillis()))
                .append("firstSeen", new BsonDateTime(profile.firstSeen().toEpochMilli()))
                .append("lastSeen", new BsonDateTime(profile.lastSeen().toEpochMilli()))
                .append("latest", new BsonBinary(FrameCodec.encode(frame(profile.latest()))));
        profile.lastBody()
                .ifPresent(body -> document.append("body", new BsonString(body.json()))
                        .append("bodyAt", new BsonDateTime(body.receivedAt().toEpochMilli())));
        return profile.lastSampleAt() == SourceProfile.NO_SAMPLE
                ? document
                : document.append("lastSampleAt", new BsonDateTime(profile.lastSampleAt()));
    }

    private static StoredSource stored(BsonDocument document) {
        SourceProfile profile = new SourceProfile(
                MongoDocuments.id(document),
                document.getBoolean("service").getValue(),
                new Said(
                        map(document.getArray("labels")),
                        map(document.getArray("facts")),
                        document.getString("agentVersion").getValue(),
                        millis(document, "heartbeatMs"),
                        millis(document, "sampleMs")),
                millis(document, "observedMs"),
                instant(document, "firstSeen"),
                instant(document, "lastSeen"),
                document.containsKey("lastSampleAt")
                        ? document.getDateTime("lastSampleAt").getValue()
                        : SourceProfile.NO_SAMPLE,
                latest(document),
                body(document));
        return new StoredSource(profile, MongoDocuments.rev(document), MongoDocuments.from(document));
    }

    private static Optional<Body> body(BsonDocument document) {
        return document.containsKey("body")
                ? Optional.of(new Body(document.getString("body").getValue(), instant(document, "bodyAt")))
                : Optional.empty();
    }

    private static StoredFrame frame(LatestValues latest) {
        FrameBuilder frame = new FrameBuilder();
        latest.forEach(frame::put);
        return frame.build();
    }

    private static LatestValues latest(BsonDocument document) {
        try {
            return latest(
                    FrameCodec.open(document.getBinary("latest").getData()).decode());
        } catch (MalformedFrameException e) {
            LOG.warn("Source {}: its last values are damaged and left out", MongoDocuments.id(document), e);
            return LatestValues.NONE;
        }
    }

    private static LatestValues latest(StoredFrame frame) {
        int size = frame.columns().size();
        long[] at = new long[size];
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            int index = i;
            frame.columns().get(i).values().forEach((moment, value) -> {
                at[index] = frame.times()[moment];
                values[index] = value;
            });
        }
        return LatestValues.of(frame.columns().stream().map(ValueColumn::column).toList(), at, values);
    }

    private static BsonArray entries(SortedMap<String, String> map) {
        BsonArray entries = new BsonArray();
        map.forEach((key, value) -> entries.add(new BsonArray(List.of(new BsonString(key), new BsonString(value)))));
        return entries;
    }

    private static SortedMap<String, String> map(BsonArray entries) {
        SortedMap<String, String> map = new TreeMap<>();
        for (BsonValue entry : entries) {
            BsonArray pair = entry.asArray();
            map.put(pair.get(0).asString().getValue(), pair.get(1).asString().getValue());
        }
        return map;
    }

    private static Duration millis(BsonDocument document, String field) {
        return Duration.ofMillis(document.getNumber(field).longValue());
    }

    private static Instant instant(BsonDocument document, String field) {
        return Instant.ofEpochMilli(document.getDateTime(field).getValue());
    }
}
