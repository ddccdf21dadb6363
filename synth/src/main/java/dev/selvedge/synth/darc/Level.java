package dev.selvedge.synth.darc;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How hard a question is meant to be.
 *
 * @param target share of the Solver's answers that should be right without the document
 */
public record Level(int number, double target) {
    /** Easy 0.8, moderate 0.5, hard 0.2 (DARC, section 3). */
    public static final Map<Integer, Double> TARGETS = Map.of(1, 0.8, 2, 0.5, 3, 0.2);

    private static final Pattern TARGET = Pattern.compile("\\s*(\\d+)\\s*:\\s*(\\d*\\.?\\d+)\\s*");

    /**
     * Targets written as {@code 1:0.8,2:0.5,3:0.2}.
     *
     * @return {@link #TARGETS} where the text is empty or says something else
     */
    public static Map<Integer, Double> targets(String text) {
        Map<Integer, Double> targets = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher target = TARGET.matcher(part);
            if (!target.matches()) {
                return TARGETS;
            }
            targets.put(Integer.parseInt(target.group(1)), Double.parseDouble(target.group(2)));
        }
        return targets;
    }
}
