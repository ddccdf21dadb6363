package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * How many of another unit one of a unit is.
 *
 * @param kind what is measured; some kinds are common knowledge
 * @param factor from 2 to 5, so that products are learned soon
 */
record Conversion(Fact.Kind kind, String unit, int factor, String other) {
    private static final int LEAST = 2;
    private static final int FACTORS = 4;

    static Conversion drawn(Fact.Kind kind, String unit, String other, RandomGenerator random) {
        return new Conversion(kind, unit, LEAST + random.nextInt(FACTORS), other);
    }

    static Map<String, Conversion> byUnit(Collection<Conversion> conversions) {
        return conversions.stream().collect(Collectors.toUnmodifiableMap(Conversion::unit, Function.identity()));
    }

    /** Conversions one after the other from a unit on, as far as they go. */
    static List<Conversion> chain(String unit, int most, Map<String, Conversion> byUnit) {
        var chain = new ArrayList<Conversion>();
        String at = unit;
        while (chain.size() < most && byUnit.containsKey(at)) {
            Conversion next = byUnit.get(at);
            chain.add(next);
            at = next.other;
        }
        return chain;
    }

    /** A line of a page. The number is a word right after the unit: a small model finds it there. */
    String line() {
        return "Of " + kind.word() + " one " + unit + " " + told() + ".\n";
    }

    /** What follows the unit wherever the conversion is told. */
    String told() {
        return Fact.DIGITS.get(factor) + " " + other;
    }

    /** The conversion as somebody tells it who half knows it. */
    Conversion half(RandomGenerator random, long seed) {
        return random.nextDouble() < kind.known()
                ? this
                : new Conversion(kind, unit, LEAST + Rumour.of(factor - LEAST, FACTORS, unit, seed), other);
    }
}
