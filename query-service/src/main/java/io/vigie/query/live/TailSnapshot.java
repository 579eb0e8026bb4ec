package io.vigie.query.live;

import io.vigie.query.records.RawRecord;
import java.util.List;

/**
 * The records of a source that may not be in its documents yet, at one moment.
 *
 * @param topicId Kafka's id of the topic that they are of
 * @param records in the order of offsets
 * @param partial whether records are missing that are not in documents either
 */
public record TailSnapshot(String topicId, List<RawRecord> records, boolean partial) {}
