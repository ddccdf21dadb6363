package dev.selvedge.cluster;

import dev.selvedge.core.UserException;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a stage, as they are typed. */
final class Settings {
    private Settings() {}

    /** The defaults with what is set otherwise. */
    static Map<String, String> complete(String stage, Map<String, String> defaults, Map<String, String> set) {
        Map<String, String> complete = new TreeMap<>(defaults);
        set.forEach((key, value) -> {
            if (complete.put(key, value) == null) {
                throw new UserException("The stage " + stage + " has no setting " + key + "; it has "
                        + (defaults.isEmpty() ? "none" : String.join(", ", new TreeMap<>(defaults).keySet())) + ".");
            }
        });
        return complete;
    }

    static String text(Map<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + key);
        }
        return value;
    }

    static boolean flag(Map<String, String> settings, String key) {
        String value = text(settings, key);
        if (!value.equals("true") && !value.equals("false")) {
            throw new UserException("The setting " + key + " is true or false, not '" + value + "'.");
        }
        return value.equals("true");
    }

    /** A whole number, at least 0. */
    static int number(Map<String, String> settings, String key) {
        try {
            return Math.max(0, Integer.parseInt(text(settings, key)));
        } catch (NumberFormatException e) {
            throw notANumber(settings, key, e);
        }
    }

    static double real(Map<String, String> settings, String key) {
        try {
            return Double.parseDouble(text(settings, key));
        } catch (NumberFormatException e) {
            throw notANumber(settings, key, e);
        }
    }

    private static UserException notANumber(Map<String, String> settings, String key, NumberFormatException e) {
        return new UserException("The setting " + key + " is a number, not '" + text(settings, key) + "'.", e);
    }
}
