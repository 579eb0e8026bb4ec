package io.vigie.messaging;

/** Makes the handler of a partition at the moment it is assigned. */
@FunctionalInterface
public interface PartitionHandlerFactory {

    /** Called before the first record of this ownership; may read the store, and is tried again while that is down. */
    PartitionHandler assigned(AssignedPartition partition) throws UnavailableException;
}
