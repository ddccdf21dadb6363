package dev.selvedge.synth.world;

import dev.selvedge.core.Message;
import dev.selvedge.synth.world.Lessons.Lesson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lessons in saying runs of some words again and again: what follows a word is found where it stood before. This is what
 * makes a fresh model look back by what a word is and not by where it stands; documents alone hardly do (LOG.md).
 */
public final class Primer {
    private static final Pattern WORD = Pattern.compile("\\p{Alnum}+");
    private static final int FEWEST_WORDS = 4;
    private static final int MOST_WORDS = 12;
    private static final int SHORTEST_RUN = 2;
    private static final int LONGEST_RUN = 5;
    private static final int SAID = 32;

    private Primer() {}

    /**
     * Such lessons in the words of others.
     *
     * @param lessons whose words are taken
     * @param count of lessons, the same ones for the same words
     * @throws IllegalArgumentException if the others have too few words
     */
    public static Stream<Lesson> of(Stream<Lesson> lessons, int count) {
        var found = new LinkedHashSet<String>();
        lessons.forEach(lesson -> lesson.prompt()
                .forEach(message -> WORD.matcher(message.content())
                        .results()
                        .map(MatchResult::group)
                        .forEach(found::add)));
        if (found.size() < MOST_WORDS) {
            throw new IllegalArgumentException("lessons of " + found.size() + " words make no primer");
        }
        List<String> words = List.copyOf(found);
        var random = new SplittableRandom(1);
        return IntStream.range(0, count).mapToObj(i -> of(words, random));
    }

    /** A lesson with some of these words. */
    static Lesson of(List<String> vocabulary, RandomGenerator random) {
        List<String> words = some(random.nextInt(FEWEST_WORDS, MOST_WORDS + 1), new ArrayList<>(vocabulary), random);
        var said = new ArrayList<String>();
        while (said.size() < SAID) {
            int start = random.nextInt(words.size() - 1);
            int end = start + random.nextInt(SHORTEST_RUN, LONGEST_RUN + 1);
            said.addAll(words.subList(start, Math.min(words.size(), end)));
        }
        return new Lesson(
                List.of(Message.user("Say " + String.join(" ", words))), "So " + String.join(" ", said) + ".");
    }

    /** Takes some of these words away. */
    static <T> List<T> some(int count, List<T> words, RandomGenerator random) {
        return Stream.generate(() -> words.remove(random.nextInt(words.size())))
                .limit(count)
                .toList();
    }
}
