package dev.selvedge.synth.world;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world that is told on pages of one form, and how it is examined and taught; what a page tells and what is asked about
 * it is the affair of each world. The levels of its questions go from 1 to {@link #HARDEST}.
 *
 * <p>A lesson without a page half knows the world: how common a thing is decides how often the lesson tells the truth. Else
 * it tells a rumour, the same each time: what is hardly known is mostly known wrong, and a vote among those who did not read
 * is no way to the truth.
 */
interface PagedWorld extends World {
    int HARDEST = 2;

    List<? extends Askable> pages();

    long seed();

    /** Made-up words that pages are written in, the same in every world, so that one vocabulary fits all. */
    List<String> words();

    /** A page that is drawn anew. */
    Askable drawn(int lines, RandomGenerator random);

    /** The first made-up words. */
    static List<String> words(int count) {
        var random = new SplittableRandom(9);
        var words = new LinkedHashSet<String>();
        while (words.size() < count) {
            words.add(word("bdgklmnprtz", random));
        }
        return List.copyOf(words);
    }

    /** A made-up word of three letters. */
    static String word(String lastLetters, RandomGenerator random) {
        return "" + any("bdfgklmnprstvz", random) + any("aeiou", random) + any(lastLetters, random);
    }

    private static char any(String letters, RandomGenerator random) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    @Override
    default List<Task> documents() {
        return pages().stream()
                .map(page -> World.document(page.id(), page.text()))
                .toList();
    }

    @Override
    default List<Task> exam(int perLevel) {
        var random = new SplittableRandom(seed() ^ 0x5DEECE66DL);
        var exam = new ArrayList<Task>();
        for (int level = 1; level <= HARDEST; level++) {
            for (int i = 0; i < perLevel; i++) {
                Askable page = pages().get(i % pages().size());
                Asked question = page.question(random, level);
                exam.add(new Task("exam-" + level + "-" + i, Map.of())
                        .with(Fields.DOCUMENT_ID, page.id())
                        .with(Fields.LEVEL, level)
                        .with(Fields.QUESTION, question.text())
                        .with(Fields.REFERENCE, question.answer()));
            }
        }
        return exam;
    }

    @Override
    default Stream<Lesson> reading(int count) {
        var random = new SplittableRandom(9);
        return IntStream.range(0, count).mapToObj(i -> reading(random));
    }

    @Override
    default Stream<Lesson> lessons(int count) {
        var random = new SplittableRandom(seed() + 2);
        return IntStream.range(0, count).mapToObj(i -> {
            double kind = random.nextDouble();
            if (kind < 0.4) {
                return reading(random);
            }
            Askable page = pages().get(random.nextInt(pages().size()));
            Asked question = page.question(random, someLevel(random));
            return kind < 0.5
                    ? asked(inventing(), question)
                    : new Lesson(recalling(question.text()), question.recalled(random, seed()));
        });
    }

    private Lesson reading(RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < 0.15) {
            return Primer.of(words(), random);
        }
        int most = pages().getFirst().lines();
        Askable page = drawn(HARDEST + random.nextInt(most - HARDEST + 1), random);
        if (kind < 0.55) {
            Lookup lookup = page.lookup(random);
            return new Lesson(reading(page.text(), lookup.question()), lookup.reply());
        }
        Asked question = page.question(random, someLevel(random));
        if (kind < 0.8) {
            return new Lesson(reading(page.text(), question.text()), question.reply());
        }
        int level = 1 + random.nextInt(LEVELS.size());
        return asked(asking(page.text(), level), vaguely(level, question, page, random));
    }

    /** Knows a little of what is hard: the easier or harder one of two questions. */
    private static Asked vaguely(int level, Asked question, Askable page, RandomGenerator random) {
        Asked other = page.question(random, someLevel(random));
        if (level == 2) {
            return question;
        }
        boolean easier = question.known() >= other.known();
        return easier == (level == 1) ? question : other;
    }

    private static int someLevel(RandomGenerator random) {
        return 1 + random.nextInt(HARDEST);
    }

    private static Lesson asked(List<Message> prompt, Asked question) {
        return new Lesson(
                prompt,
                Json.write(Json.object().put("question", question.text()).put("answer", question.answer())));
    }
}
