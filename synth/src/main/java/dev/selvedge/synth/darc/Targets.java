package dev.selvedge.synth.darc;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The share of the Solver's answers that should be right without the document, for each level of difficulty. */
public final class Targets {
    /** Easy 0.8, moderate 0.5, hard 0.2 (DARC, section 3). */
    public static final Map<Integer, Double> PUBLISHED = Map.of(1, 0.8, 2, 0.5, 3, 0.2);

    private static final Pattern TARGET = Pattern.compile("\\s*(\\d{1,9})\\s*:\\s*(\\d*\\.?\\d+)\\s*");

    private Targets() {}

    /**
     * Targets written as {@code 1:0.8,2:0.5,3:0.2}.
     *
     * @return {@link #PUBLISHED} where the text is empty or says something else
     */
    public static Map<Integer, Double> read(String text) {
        Map<Integer, Double> targets = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher target = TARGET.matcher(part);
            if (!target.matches()) {
                return PUBLISHED;
            }
            targets.put(Integer.parseInt(target.group(1)), Double.parseDouble(target.group(2)));
        }
        return targets;
    }
}
