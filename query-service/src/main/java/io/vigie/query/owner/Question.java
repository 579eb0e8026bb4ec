package io.vigie.query.owner;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriBuilder;

/** A request to an owner. Whatever is put into its address is encoded. Immutable. */
public final class Question {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpMethod method;
    private final String path;
    private final List<String> ids;
    private final List<Parameter> parameters;
    private final @Nullable Object body;
    private final Map<String, String> fieldNames;
    private final Duration patience;

    private record Parameter(String name, String value) {}

    private Question(
            HttpMethod method,
            String path,
            List<String> ids,
            List<Parameter> parameters,
            @Nullable Object body,
            Map<String, String> fieldNames,
            Duration patience) {
        this.method = method;
        this.path = path;
        this.ids = List.copyOf(ids);
        this.parameters = List.copyOf(parameters);
        this.body = body;
        this.fieldNames = Map.copyOf(fieldNames);
        this.patience = patience;
    }

    /** A question.
     *
     * @param path with {@code {}} for each of the ids
     */
    public static Question get(String path, String... ids) {
        return of(HttpMethod.GET, path, ids);
    }

    /** A command; {@link #body} says what. */
    public static Question of(HttpMethod method, String path, String... ids) {
        return new Question(method, path, List.of(ids), List.of(), null, Map.of(), PATIENCE);
    }

    /** With a parameter; without it where there is no value. */
    public Question with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value.toString()));
        return new Question(method, path, ids, more, body, fieldNames, patience);
    }

    /** With the parameter once for each value. */
    public Question withEach(String name, Collection<String> values) {
        Question question = this;
        for (String value : values) {
            question = question.with(name, value);
        }
        return question;
    }

    /** With a body that is sent as JSON. */
    public Question body(Object json) {
        return new Question(method, path, ids, parameters, json, fieldNames, patience);
    }

    /** The owner's name of a field in its refusals, and what it is called here. */
    public Question named(String theirs, String ours) {
        Map<String, String> names = new LinkedHashMap<>(fieldNames);
        names.put(theirs, ours);
        return new Question(method, path, ids, parameters, body, names, patience);
    }

    /** Waits for so long instead of 5 s. */
    public Question patience(Duration duration) {
        return new Question(method, path, ids, parameters, body, fieldNames, duration);
    }

    HttpMethod method() {
        return method;
    }

    Duration patience() {
        return patience;
    }

    @Nullable
    Object body() {
        return body;
    }

    /** What the owner calls so, as it is called here; what it says of a part of it stays. */
    String fieldName(String theirs) {
        for (Map.Entry<String, String> name : fieldNames.entrySet()) {
            String rest = theirs.startsWith(name.getKey())
                    ? theirs.substring(name.getKey().length())
                    : " ";
            if (rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[")) {
                return name.getValue() + rest;
            }
        }
        return theirs;
    }

    URI uri(UriBuilder builder) {
        List<Object> values = new ArrayList<>(ids);
        builder.path(path);
        for (Parameter parameter : parameters) {
            builder.queryParam(parameter.name(), "{value}");
            values.add(parameter.value());
        }
        return builder.build(values.toArray());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
