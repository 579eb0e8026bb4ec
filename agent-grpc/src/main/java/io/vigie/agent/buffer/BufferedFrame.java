package io.vigie.agent.buffer;

import io.vigie.agent.clock.Moment;
import io.vigie.proto.metrics.v1.Frame;
import io.vigie.proto.metrics.v1.Schema;

/**
 * A frame as it waits: with its place, but without a date.
 *
 * @param position its place
 * @param at when it was measured
 * @param schema its columns
 * @param frame its values; its only timestamp is a placeholder
 * @param droppedBefore how many frames right before it are lost
 */
public record BufferedFrame(Position position, Moment at, Schema schema, Frame frame, long droppedBefore) {}
