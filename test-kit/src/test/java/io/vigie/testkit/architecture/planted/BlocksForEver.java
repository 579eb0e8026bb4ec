package io.vigie.testkit.architecture.planted;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

class BlocksForEver {

    @Nullable
    String get(Mono<String> text) {
        return text.block();
    }
}
