package io.vigie.query.storage;

/**
 * One part of an hour, as the collection of frames keeps it.
 *
 * @param rev grows by one with each write, from 1
 * @param from up to where it holds every record that was assigned to it
 * @param frame as {@link io.vigie.frames.FrameCodec} writes it; not to be changed
 * @param hasNext whether it is full and a further part follows, or will
 */
public record StoredHour(HourKey key, long rev, Origin from, byte[] frame, boolean hasNext) {}
