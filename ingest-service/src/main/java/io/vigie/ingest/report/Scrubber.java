package io.vigie.ingest.report;

import io.vigie.ingest.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes personal data out of metadata, at any depth: values under names of secrets, and what {@link TextScrubber} finds. */
final class Scrubber {

    private static final List<String> SECRETS = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "authorization",
            "cookie",
            "apikey",
            "accesskey",
            "privatekey",
            "credential",
            "sessionid",
            "creditcard",
            "cardnumber",
            "cvv",
            "cvc");

    private static final Json.Text SCRUBBED = new Json.Text(TextScrubber.SCRUBBED);

    private Scrubber() {}

    static Json scrub(Json value) {
        return switch (value) {
            case Json.Obj object -> scrub(object);
            case Json.Arr array ->
                new Json.Arr(array.items().stream().map(Scrubber::scrub).toList());
            case Json.Text text -> new Json.Text(TextScrubber.scrub(text.value()));
            case Json.Num number -> CardNumbers.scrub(number.literal()).equals(number.literal()) ? number : SCRUBBED;
            case Json.Bool flag -> flag;
            case Json.Null nothing -> nothing;
        };
    }

    static Json.Obj scrub(Json.Obj object) {
        Map<String, Json> clean = new LinkedHashMap<>();
        object.members()
                .forEach((name, value) -> clean.put(name, isSecret(name) && !value.isNull() ? SCRUBBED : scrub(value)));
        return new Json.Obj(clean);
    }

    private static boolean isSecret(String name) {
        String letters = letters(name);
        if (letters.equals("auth")) {
            return true;
        }
        for (String secret : SECRETS) {
            if (letters.contains(secret)) {
                return true;
            }
        }
        return false;
    }

    private static String letters(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) >= 'a' && lower.charAt(i) <= 'z') {
                letters.append(lower.charAt(i));
            }
        }
        return letters.toString();
    }
}
