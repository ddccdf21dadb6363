package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A document about units.
 *
 * @param conversions chains of two, and of three where one would be left alone, in any order
 */
record UnitPage(String id, List<Conversion> conversions) implements Askable {
    private static final int CHAIN = 2;

    UnitPage {
        conversions = List.copyOf(conversions);
    }

    /** @param units which are taken away; at most one and a half for each conversion */
    static UnitPage drawn(String id, int conversions, List<String> units, RandomGenerator random) {
        var drawn = new ArrayList<Conversion>();
        while (drawn.size() < conversions) {
            boolean oneMore = conversions - drawn.size() == CHAIN + 1;
            drawn.addAll(chain(oneMore ? CHAIN + 1 : CHAIN, units, random));
        }
        Collections.shuffle(drawn, Random.from(random));
        return new UnitPage(id, drawn);
    }

    private static List<Conversion> chain(int length, List<String> units, RandomGenerator random) {
        Fact.Kind[] kinds = Fact.Kind.values();
        Fact.Kind kind = kinds[random.nextInt(kinds.length)];
        List<String> chain = Primer.some(length + 1, units, random);
        return IntStream.range(0, length)
                .mapToObj(i -> Conversion.drawn(kind, chain.get(i), chain.get(i + 1), random))
                .toList();
    }

    @Override
    public String text() {
        return conversions.stream().map(Conversion::line).collect(Collectors.joining());
    }

    @Override
    public int lines() {
        return conversions.size();
    }

    /** Level 1 converts a number that stands on this page; level 2 converts one of a unit twice. */
    @Override
    public UnitQuestion question(RandomGenerator random, int level) {
        Map<String, Conversion> byUnit = Conversion.byUnit(conversions);
        List<List<Conversion>> chains = conversions.stream()
                .map(first -> Conversion.chain(first.unit(), level, byUnit))
                .filter(chain -> chain.size() == level)
                .toList();
        return new UnitQuestion(
                chains.get(random.nextInt(chains.size())),
                level == 1 ? conversions.get(random.nextInt(conversions.size())).factor() : 1);
    }

    @Override
    public Lookup lookup(RandomGenerator random) {
        return Lookup.of(
                conversions, Conversion::unit, conversion -> conversion.unit() + " " + conversion.told(), random);
    }
}
