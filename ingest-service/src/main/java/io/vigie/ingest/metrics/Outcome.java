package io.vigie.ingest.metrics;

import io.vigie.ingest.json.Json;
import io.vigie.ingest.json.JsonText;
import io.vigie.ingest.sample.SamplePublisher.Ready;
import io.vigie.kit.problem.FieldError;
import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a body is taken and what is not, object by object. For one thread. */
final class Outcome {

    private final List<Ready> accepted = new ArrayList<>();
    private final List<Rejection> rejected = new ArrayList<>();

    /** Why an object is not taken. */
    record Rejection(int index, ProblemCode status, String code, String field, String detail) {}

    void accept(Ready ready) {
        accepted.add(ready);
    }

    /** It is not what it must be. */
    void reject(int index, String code, String field, String detail) {
        rejected.add(new Rejection(index, ProblemCode.INVALID_ARGUMENT, code, field, detail));
    }

    /** For another reason. */
    void reject(int index, ProblemCode reason, String field, String detail) {
        rejected.add(new Rejection(index, reason, reason.code(), field, detail));
    }

    List<Ready> accepted() {
        return accepted;
    }

    List<Rejection> rejected() {
        return rejected;
    }

    /**
     * Goes on where at least one object is taken.
     *
     * @throws ProblemException where none is: the most telling reason, with every field
     */
    void requireAny() {
        if (!accepted.isEmpty()) {
            return;
        }
        Rejection first = rejected.getFirst();
        boolean same = rejected.stream().allMatch(it -> it.status() == first.status());
        if (same && first.status() != ProblemCode.INVALID_ARGUMENT) {
            throw new ProblemException(first.status(), sentence(first));
        }
        throw new ProblemException(
                rejected.size() == 1 ? sentence(first) : "None of the objects is taken",
                rejected.stream()
                        .map(it -> new FieldError(it.field(), it.detail()))
                        .toList());
    }

    private static String sentence(Rejection rejection) {
        return rejection.field() + ": " + rejection.detail();
    }

    /** {@code {"accepted": n, "rejected": [{"index", "code", "detail"}]}}. */
    byte[] toJson() {
        List<Json> list = new ArrayList<>();
        rejected.stream().sorted(Comparator.comparingInt(Rejection::index)).forEach(it -> {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("index", new Json.Num(Integer.toString(it.index())));
            members.put("code", new Json.Text(it.code()));
            members.put("detail", new Json.Text(sentence(it)));
            list.add(new Json.Obj(members));
        });
        Map<String, Json> answer = new LinkedHashMap<>();
        answer.put("accepted", new Json.Num(Integer.toString(accepted.size())));
        answer.put("rejected", new Json.Arr(list));
        return JsonText.of(new Json.Obj(answer)).getBytes(StandardCharsets.UTF_8);
    }
}
