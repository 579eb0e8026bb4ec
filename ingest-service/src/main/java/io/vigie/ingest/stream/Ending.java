package io.vigie.ingest.stream;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/**
 * Why a stream ends.
 *
 * @param detail names field and limit; for people
 * @param retryAfter zero: sending the same again does not help
 */
record Ending(Code code, String detail, Duration retryAfter) {

    static Ending of(Code code, String detail) {
        return new Ending(code, detail, Duration.ZERO);
    }

    static Ending unavailable(String detail, Duration retryAfter) {
        return new Ending(Code.UNAVAILABLE, detail, retryAfter);
    }

    static Ending exhausted(String detail, Duration retryAfter) {
        return new Ending(Code.RESOURCE_EXHAUSTED, detail, retryAfter);
    }

    StatusRuntimeException toException() {
        Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(detail);
        if (!retryAfter.isZero()) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter.getSeconds())
                            .setNanos(retryAfter.getNano()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
