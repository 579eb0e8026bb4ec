package io.vigie.testkit.architecture.planted;

import java.time.Instant;

class ReadsTheWallClock {

    Instant when() {
        return Instant.now();
    }
}
