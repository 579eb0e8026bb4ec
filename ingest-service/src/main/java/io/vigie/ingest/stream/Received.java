package io.vigie.ingest.stream;

import io.vigie.proto.agent.v1.AgentMessage;

/** What an agent has sent. */
sealed interface Received {

    /** A message of the protocol, in form. */
    record Message(AgentMessage message) implements Received {}

    /** Bytes that are none. */
    record Garbage(String detail) implements Received {}
}
