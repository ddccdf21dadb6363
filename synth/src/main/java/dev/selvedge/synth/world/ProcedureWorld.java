package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A world of made-up procedures. Every page tells the steps of some, and questions ask for a step: those of level 1 for the
 * first or the one after another, those of the next for the one after the first. Answers are words.
 *
 * @param pages of the world
 */
public record ProcedureWorld(List<ProcedurePage> pages, long seed) implements PagedWorld {
    static final int WORDS = 240;
    static final int ERRANDS = 160;

    private static final int MOST_ON_A_PAGE = (WORDS - ERRANDS) / Procedure.MOST_STEPS;

    public ProcedureWorld {
        pages = List.copyOf(pages);
    }

    /**
     * The world of a seed.
     *
     * @param size facts are procedures
     * @throws IllegalArgumentException if there are too few steps for a page
     */
    public static ProcedureWorld of(SmallWorld.Size size, long seed) {
        if (size.facts() > MOST_ON_A_PAGE) {
            throw new IllegalArgumentException(
                    "a page tells at most " + MOST_ON_A_PAGE + " procedures, not " + size.facts());
        }
        var random = new SplittableRandom(seed);
        var errands = new ArrayList<>(PagedWorld.words(ERRANDS));
        return new ProcedureWorld(
                IntStream.range(0, size.pages())
                        .mapToObj(p -> ProcedurePage.drawn(
                                "procedures-" + p, Primer.some(size.facts(), errands, random), random))
                        .toList(),
                seed);
    }

    @Override
    public List<String> words() {
        return PagedWorld.words(WORDS);
    }

    @Override
    public ProcedurePage drawn(int lines, RandomGenerator random) {
        var errands = new ArrayList<>(PagedWorld.words(ERRANDS));
        return ProcedurePage.drawn("drawn", Primer.some(lines, errands, random), random);
    }

    @Override
    public Optional<String> truth(String question) {
        Map<String, Procedure> byErrand = pages.stream()
                .flatMap(page -> page.procedures().stream())
                .collect(Collectors.toUnmodifiableMap(
                        procedure -> procedure.errand().wording(), Function.identity()));
        return ProcedureQuestion.read(question, byErrand).map(ProcedureQuestion::answer);
    }
}
