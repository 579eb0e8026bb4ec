package io.vigie.ingest.schema;

import io.vigie.proto.InvalidFrameException;
import java.util.Map;
import java.util.regex.Pattern;

/** The limits of names and labels in {@code metrics.proto}; lengths are counted in code points. */
public final class NameRules {

    /** The most labels of a column or source. */
    public static final int MAX_LABELS = 16;

    private static final int LONGEST_LABEL_VALUE = 256;
    private static final int LONGEST_UNIT = 32;
    private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9_.:/-]{1,200}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private NameRules() {}

    /** Checks the name of a metric. */
    public static void checkMetric(String field, String name) throws InvalidFrameException {
        if (!METRIC.matcher(name).matches()) {
            throw new InvalidFrameException("bad_name", field + ": 1 to 200 of A-Z a-z 0-9 _ . : / - are allowed");
        }
    }

    /** Checks a unit. */
    public static void checkUnit(String field, String unit) throws InvalidFrameException {
        checkLength(field, unit, LONGEST_UNIT, "bad_unit");
    }

    /** Checks number, keys and values of labels. */
    public static void checkLabels(String field, Map<String, String> labels) throws InvalidFrameException {
        if (labels.size() > MAX_LABELS) {
            throw new InvalidFrameException(
                    "too_many_labels", field + ": at most " + MAX_LABELS + " are allowed, there are " + labels.size());
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            checkKey(field, label.getKey());
            checkLength(field + "[" + label.getKey() + "]", label.getValue(), LONGEST_LABEL_VALUE, "bad_label");
        }
    }

    /** Checks a key of labels or facts. */
    public static void checkKey(String field, String key) throws InvalidFrameException {
        if (!LABEL.matcher(key).matches()) {
            throw new InvalidFrameException("bad_label", field + ": keys are 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    /** Checks the length of a text. */
    public static void checkLength(String field, String text, int longest, String code) throws InvalidFrameException {
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw new InvalidFrameException(
                    code, field + ": at most " + longest + " characters are allowed, there are " + length);
        }
    }
}
