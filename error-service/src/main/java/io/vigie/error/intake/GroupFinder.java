package io.vigie.error.intake;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Occurrence;
import io.vigie.messaging.UnavailableException;

/** Finds the group of an error. The same error has the same group whenever it is asked for. */
interface GroupFinder {

    Grouped group(Occurrence error) throws UnavailableException;
}
