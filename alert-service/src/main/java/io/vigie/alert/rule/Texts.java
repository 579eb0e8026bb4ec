package io.vigie.alert.rule;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence in both languages. */
public record Texts(String fr, String en) {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** The same in both. */
    public static Texts same(String text) {
        return new Texts(text, text);
    }

    /** Of one language: {@code fr}, else English. */
    public String in(String language) {
        return language.equals("fr") ? fr : en;
    }

    /** With each {@code {name}} replaced; one without a value becomes empty. */
    public Texts filled(Map<String, String> values) {
        UnaryOperator<String> fill = template -> PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
        return new Texts(fill.apply(fr), fill.apply(en));
    }
}
