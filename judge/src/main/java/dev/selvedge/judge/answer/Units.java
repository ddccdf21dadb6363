package dev.selvedge.judge.answer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units that answers carry: the common ones are converted, all others only compared by name. */
final class Units {
    private static final Set<String> PERCENT = Set.of("percent", "pct", "percentage", "per cent");
    private static final Map<String, Unit> KNOWN = new HashMap<>();

    static {
        define("length", "m metre meter metres meters", "1");
        define("length", "mm millimetre millimeter millimetres millimeters", "0.001");
        define("length", "cm centimetre centimeter centimetres centimeters", "0.01");
        define("length", "km kilometre kilometer kilometres kilometers", "1000");
        define("length", "inch inches", "0.0254");
        define("length", "ft foot feet", "0.3048");
        define("length", "yd yard yards", "0.9144");
        define("length", "mi mile miles", "1609.344");
        define("mass", "g gram grams", "0.001");
        define("mass", "kg kilogram kilograms", "1");
        define("mass", "mg milligram milligrams", "0.000001");
        define("mass", "t tonne tonnes", "1000");
        define("mass", "lb lbs pound pounds", "0.45359237");
        define("time", "s sec second seconds", "1");
        define("time", "ms millisecond milliseconds", "0.001");
        define("time", "min minute minutes", "60");
        define("time", "h hr hrs hour hours", "3600");
        define("time", "day days", "86400");
        define("time", "week weeks", "604800");
        define("time", "year years", "31556952");
        define("volume", "l liter liters litre litres", "1");
        define("volume", "ml milliliter milliliters millilitre millilitres", "0.001");
        define("angle", "° degree degrees deg", "1");
        define("money-dollar", "dollar dollars usd", "1");
        define("money-dollar", "cent cents", "0.01");
        define("money-euro", "€ euro euros eur", "1");
        define("money-pound", "£ gbp", "1");
    }

    private Units() {}

    /**
     * A unit.
     *
     * @param dimension what it measures
     * @param size in the dimension's own unit
     */
    record Unit(String dimension, Rational size) {}

    private static void define(String dimension, String names, String size) {
        for (String name : names.split(" ")) {
            KNOWN.put(name, new Unit(dimension, Rational.of(size)));
        }
    }

    /** Whether a word behind a number is a unit rather than letters to multiply with. */
    static boolean isUnit(String word) {
        return word.length() > 1 && (find(word).isPresent() || isPercent(word));
    }

    static boolean isPercent(String word) {
        return PERCENT.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    /** A unit by its name, squares and cubes of a length too. */
    static Optional<Unit> find(String name) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        if (key.matches("\\S+\\^[23]")) {
            int power = key.charAt(key.length() - 1) - '0';
            return find(key.substring(0, key.length() - 2))
                    .map(unit ->
                            new Unit(unit.dimension() + "^" + power, unit.size().power(power)));
        }
        return Optional.ofNullable(KNOWN.get(key));
    }
}
