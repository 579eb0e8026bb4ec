package io.vigie.alert.evaluation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an alert is about, so that what a device says and what a rule finds is one alert: the main volume of a source and its
 * web application are not named, as old agents do not name them.
 */
final class AlertObjects {

    private static final Set<String> MAIN_VOLUMES = Set.of("/", "/dev/root");
    private static final String MAIN_APPLICATION = "webapp";

    private AlertObjects() {}

    static String normal(String type, String object) {
        boolean unnamed = type.equals("disk") && MAIN_VOLUMES.contains(object)
                || type.equals("application") && object.equals(MAIN_APPLICATION);
        return unnamed ? "" : object;
    }

    /** What a message may say of it. */
    static Map<String, String> parameters(String object, String source, String club) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("object", object);
        parameters.put("volume", object.isEmpty() || MAIN_VOLUMES.contains(object) ? "" : " (" + object + ")");
        parameters.put("application", object.equals(MAIN_APPLICATION) ? "web" : object);
        parameters.put("site", source);
        parameters.put("club", club);
        return parameters;
    }
}
