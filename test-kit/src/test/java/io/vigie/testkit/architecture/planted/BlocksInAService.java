package io.vigie.testkit.architecture.planted;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

class BlocksInAService {

    @Nullable
    String get(Mono<String> text) {
        return text.block(Duration.ofSeconds(1));
    }
}
