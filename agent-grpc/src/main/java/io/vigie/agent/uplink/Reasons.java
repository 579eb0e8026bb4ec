package io.vigie.agent.uplink;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/** What a failure says to people, and how long to wait after it. */
final class Reasons {

    private static final Duration MOST_ASKED = Duration.ofMinutes(10);

    private Reasons() {}

    /** One line. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return line(message == null || message.isBlank() ? root.getClass().getSimpleName() : message);
    }

    /** One line: the code, and what the server or the connection says. */
    static String of(Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription();
        String detail = cause != null ? of(cause) : description == null ? "" : line(description);
        return detail.isEmpty() ? status.getCode().name() : status.getCode() + ": " + detail;
    }

    private static String line(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** What google.rpc.RetryInfo asks for; zero where there is none. */
    static Duration retryAfter(Throwable failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return Duration.ZERO;
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                    Duration asked = Duration.ofSeconds(Math.max(0, delay.getSeconds()), Math.max(0, delay.getNanos()));
                    return asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked;
                } catch (InvalidProtocolBufferException e) {
                    return Duration.ZERO;
                }
            }
        }
        return Duration.ZERO;
    }
}
