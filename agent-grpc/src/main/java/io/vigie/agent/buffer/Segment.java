package io.vigie.agent.buffer;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the buffer: frames of one epoch, from one seq on. Its name says which, so that names sort like frames. */
final class Segment {

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.seg");

    final Path file;
    final Position first;
    long lastSeq;
    long size;

    Segment(Path directory, Position first) {
        this.file = directory.resolve(String.format("%016x-%016x.seg", first.epoch(), first.seq()));
        this.first = first;
        this.lastSeq = first.seq() - 1;
    }

    static Optional<Segment> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        Position first =
                new Position(Long.parseUnsignedLong(name.group(1), 16), Long.parseUnsignedLong(name.group(2), 16));
        return Optional.of(new Segment(file.resolveSibling(""), first));
    }

    /** The place of its last frame; before its first where it has none. */
    Position last() {
        return new Position(first.epoch(), lastSeq);
    }

    boolean hasFrames() {
        return lastSeq >= first.seq();
    }
}
