package io.vigie.messaging;

/** In which order the parts start; they stop in the opposite one. Web and gRPC servers come after all of them. */
final class Phases {

    static final int TOPICS = -3000;
    static final int PUBLISHER = -2000;
    static final int REFERENCE = -1000;
    static final int CONSUMERS = 0;

    private Phases() {}
}
