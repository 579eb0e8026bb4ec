package io.vigie.query.series;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Lets a few through at once; a bounded number waits, and the rest is refused. Thread-safe. */
final class Turnstile {

    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(2);

    private final int waitingAtMost;
    private final Deque<Permit> waiting = new ArrayDeque<>();
    private int free;

    Turnstile(int atOnce, int waitingAtMost) {
        this.free = atOnce;
        this.waitingAtMost = waitingAtMost;
    }

    /** The work, begun when it is its turn. */
    <T> Mono<T> pass(Mono<T> work) {
        return Mono.defer(() -> {
            Permit permit = new Permit();
            return Mono.<Boolean>create(sink -> ask(permit, sink))
                    .flatMap(granted -> work)
                    .doFinally(signal -> giveBack(permit));
        });
    }

    private static final class Permit {
        private @Nullable MonoSink<Boolean> sink;
        private boolean granted;
    }

    private void ask(Permit permit, MonoSink<Boolean> sink) {
        synchronized (waiting) {
            if (free == 0) {
                if (waiting.size() < waitingAtMost) {
                    permit.sink = sink;
                    waiting.add(permit);
                } else {
                    sink.error(ProblemException.retry(
                            ProblemCode.RESOURCE_EXHAUSTED, "Too many series are being read now", COME_BACK_AFTER));
                }
                return;
            }
            free--;
            permit.granted = true;
        }
        sink.success(true);
    }

    private void giveBack(Permit permit) {
        MonoSink<Boolean> next;
        synchronized (waiting) {
            if (!permit.granted) {
                waiting.remove(permit);
                return;
            }
            permit.granted = false;
            Permit first = waiting.poll();
            if (first == null) {
                free++;
                return;
            }
            first.granted = true;
            next = first.sink;
        }
        if (next != null) {
            next.success(true);
        }
    }
}
