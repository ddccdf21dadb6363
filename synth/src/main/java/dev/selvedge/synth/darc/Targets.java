package dev.selvedge.synth.darc;

import dev.selvedge.core.python.PythonNumber;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The share of the Solver's answers that should be right without the document, for each level of difficulty. */
public final class Targets {
    /** Easy 0.8, moderate 0.5, hard 0.2 (DARC, section 3). */
    public static final Map<Integer, Double> PUBLISHED = Map.of(1, 0.8, 2, 0.5, 3, 0.2);

    private Targets() {}

    /**
     * Targets written as {@code 1:0.8,2:0.5,3:0.2}; the last of a level counts.
     *
     * @return {@link #PUBLISHED} where the text is empty or says something else
     */
    public static Map<Integer, Double> read(String text) {
        Map<Integer, Double> targets = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int colon = part.indexOf(':');
            Optional<BigInteger> level = PythonNumber.integer(part.substring(0, Math.max(0, colon)))
                    .filter(n -> n.bitLength() < Integer.SIZE);
            OptionalDouble target = PythonNumber.real(part.substring(colon + 1));
            if (level.isEmpty() || target.isEmpty()) {
                return PUBLISHED;
            }
            targets.put(level.get().intValueExact(), target.getAsDouble());
        }
        return targets.isEmpty() ? PUBLISHED : targets;
    }
}
