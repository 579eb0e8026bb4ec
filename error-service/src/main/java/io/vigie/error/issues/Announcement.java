package io.vigie.error.issues;

import io.vigie.proto.Topic;

/**
 * What has to be published because of a change. It is stored with the change and let go of when Kafka has it, so that none is missed
 * and each repetition is the same to the letter.
 *
 * @param id of the CloudEvent
 * @param event the CloudEvent
 */
public record Announcement(Topic topic, String key, String id, String event) {}
