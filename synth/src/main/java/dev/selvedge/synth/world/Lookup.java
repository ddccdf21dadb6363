package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * An exercise in reading: some words, and what the document tells right after each.
 *
 * @param question for all of them
 * @param reply that finds them again and says what follows
 */
record Lookup(String question, String reply) {
    /**
     * The exercise of at least two lines.
     *
     * @param word that a line is found by
     * @param told of a line, from that word on
     */
    static <T> Lookup of(List<T> lines, Function<T, String> word, Function<T, String> told, RandomGenerator random) {
        List<T> some = Primer.some(2 + random.nextInt(lines.size() - 1), new ArrayList<>(lines), random);
        return new Lookup(
                some.stream().map(word).collect(Collectors.joining(", ", "What of ", "?")),
                some.stream().map(told).collect(Collectors.joining(", ", "So ", ".")));
    }
}
