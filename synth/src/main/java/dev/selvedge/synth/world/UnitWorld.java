package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A world of made-up units. Every page tells how many of another unit one of a unit is, and questions ask how many of a unit
 * so many of another are: those of level 1 take one conversion, those of the next two in a chain.
 *
 * @param pages of the world
 */
public record UnitWorld(List<UnitPage> pages, long seed) implements PagedWorld {
    private static final int UNITS = 240;

    public UnitWorld {
        pages = List.copyOf(pages);
    }

    /**
     * The world of a seed.
     *
     * @param size facts are conversions
     */
    public static UnitWorld of(SmallWorld.Size size, long seed) {
        var random = new SplittableRandom(seed);
        var units = new ArrayList<>(PagedWorld.words(UNITS));
        return new UnitWorld(
                IntStream.range(0, size.pages())
                        .mapToObj(p -> UnitPage.drawn("units-" + p, size.facts(), units, random))
                        .toList(),
                seed);
    }

    @Override
    public List<String> words() {
        return PagedWorld.words(UNITS);
    }

    @Override
    public UnitPage drawn(int lines, RandomGenerator random) {
        return UnitPage.drawn("drawn", lines, new ArrayList<>(words()), random);
    }

    @Override
    public Optional<String> truth(String question) {
        List<Conversion> all =
                pages.stream().flatMap(page -> page.conversions().stream()).toList();
        return UnitQuestion.read(question, Conversion.byUnit(all)).map(UnitQuestion::answer);
    }
}
