package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A world of made-up things with numbers. Every page tells a fact of each of some things, and questions ask for sums of
 * them: those of level 1 ask for one fact, those of the next for one more.
 *
 * @param pages of the world
 */
public record SmallWorld(List<Page> pages, long seed) implements PagedWorld {
    /** Most facts that a question asks for. */
    public static final int MOST_FACTS = HARDEST;

    private static final int DIGITS = 10;
    private static final int NAMES = 160;

    /**
     * How large a world is.
     *
     * @param pages documents
     * @param facts of each page; every thing has one in the whole world
     */
    public record Size(int pages, int facts) {
        public Size {
            if (pages < 2 || facts < MOST_FACTS || pages * facts > NAMES) {
                throw new IllegalArgumentException(
                        pages + " pages of " + facts + " facts do not make a world of at most " + NAMES + " things");
            }
        }
    }

    public SmallWorld {
        pages = List.copyOf(pages);
    }

    /** The world of a seed. */
    public static SmallWorld of(Size size, long seed) {
        var random = new SplittableRandom(seed);
        var names = new ArrayList<>(PagedWorld.words(NAMES));
        var pages = new ArrayList<Page>();
        for (int p = 0; p < size.pages(); p++) {
            pages.add(page("page-" + p, Primer.some(size.facts(), names, random), random));
        }
        return new SmallWorld(pages, seed);
    }

    private static Page page(String id, List<String> things, RandomGenerator random) {
        Fact.Kind[] kinds = Fact.Kind.values();
        return new Page(
                id,
                things.stream()
                        .map(thing -> new Fact(kinds[random.nextInt(kinds.length)], thing, random.nextInt(DIGITS)))
                        .toList());
    }

    @Override
    public List<String> words() {
        return PagedWorld.words(NAMES);
    }

    @Override
    public Page drawn(int lines, RandomGenerator random) {
        return page("drawn", Primer.some(lines, new ArrayList<>(words()), random), random);
    }

    @Override
    public Optional<String> truth(String question) {
        var values = new HashMap<String, Integer>();
        pages.forEach(page -> page.facts().forEach(fact -> values.put(fact.wording(), fact.value())));
        List<String> asked = Question.wordings(question);
        if (asked.isEmpty() || !values.keySet().containsAll(asked)) {
            return Optional.empty();
        }
        return Optional.of("" + asked.stream().mapToInt(values::get).sum());
    }
}
