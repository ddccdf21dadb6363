package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How an errand is run.
 *
 * @param steps in their order, two or three
 */
record Procedure(Errand errand, List<String> steps) {
    /** Steps of all procedures, beside the words that errands are made of. */
    static final List<String> STEPS =
            PagedWorld.words(ProcedureWorld.WORDS).subList(ProcedureWorld.ERRANDS, ProcedureWorld.WORDS);

    static final int MOST_STEPS = 3;

    Procedure {
        steps = List.copyOf(steps);
    }

    /** @param steps which are taken away */
    static Procedure drawn(String errand, List<String> steps, RandomGenerator random) {
        Errand.Kind[] kinds = Errand.Kind.values();
        return new Procedure(
                new Errand(kinds[random.nextInt(kinds.length)], errand),
                Primer.some(random.nextInt(2, MOST_STEPS + 1), steps, random));
    }

    /** The errand's word and the steps. Each stands right after the one before: a small model finds it there. */
    List<String> path() {
        return Stream.concat(Stream.of(errand.word()), steps.stream()).toList();
    }

    /** A line of a page. */
    String line() {
        return "First for " + errand.kind().word() + " " + String.join(" ", path()) + ".\n";
    }

    /** Some of the path as somebody tells it who half knows it: who has a step wrong has the next ones wrong too. */
    List<String> half(int from, int to, RandomGenerator random, long seed) {
        var told = new ArrayList<>(List.of(path().get(from)));
        boolean right = true;
        for (String step : path().subList(from + 1, to)) {
            right &= random.nextDouble() < errand.kind().known();
            told.add(right ? step : rumour(step, seed));
        }
        return told;
    }

    private String rumour(String step, long seed) {
        return STEPS.get(Rumour.of(STEPS.indexOf(step), STEPS.size(), errand.word() + step, seed));
    }
}
