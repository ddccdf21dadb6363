package dev.selvedge.synth.world;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world of made-up things with numbers. Every page tells a fact of each of some things, and questions ask for sums of
 * them.
 *
 * <p>A lesson without a page half knows the world: a fact's kind decides how often the lesson tells the truth. Else it
 * tells a rumour, the same each time: what is hardly known is mostly known wrong, and a vote among those who did not read
 * is no way to the truth.
 *
 * @param pages of the world
 */
public record SmallWorld(List<Page> pages, long seed) implements World {
    /** Most facts that a question asks for. */
    public static final int MOST_FACTS = 2;

    private static final long READING_SEED = 9;
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
        var names = new ArrayList<>(names());
        var pages = new ArrayList<Page>();
        for (int p = 0; p < size.pages(); p++) {
            pages.add(page("page-" + p, Primer.some(size.facts(), names, random), random));
        }
        return new SmallWorld(pages, seed);
    }

    /** Made-up names, the same in every world, so that one vocabulary fits all. */
    private static Set<String> names() {
        var random = new SplittableRandom(9);
        var names = new LinkedHashSet<String>();
        while (names.size() < NAMES) {
            names.add(word("bdgklmnprtz", random));
        }
        return names;
    }

    /** A made-up word of three letters. */
    static String word(String lastLetters, RandomGenerator random) {
        return "" + any("bdfgklmnprstvz", random) + any("aeiou", random) + any(lastLetters, random);
    }

    private static char any(String letters, RandomGenerator random) {
        return letters.charAt(random.nextInt(letters.length()));
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
    public List<Task> documents() {
        return pages.stream()
                .map(page -> World.document(page.id(), page.text()))
                .toList();
    }

    /** Those of level 1 ask for one fact, those of the next for one more. */
    @Override
    public List<Task> exam(int perLevel) {
        var random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        var exam = new ArrayList<Task>();
        for (int level = 1; level <= MOST_FACTS; level++) {
            for (int i = 0; i < perLevel; i++) {
                Page page = pages.get(i % pages.size());
                Question question = page.question(random, level);
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
    public Optional<String> truth(String question) {
        var values = new HashMap<String, Integer>();
        pages.forEach(page -> page.facts().forEach(fact -> values.put(fact.wording(), fact.value())));
        List<String> asked = Question.wordings(question);
        if (asked.isEmpty() || !values.keySet().containsAll(asked)) {
            return Optional.empty();
        }
        return Optional.of("" + asked.stream().mapToInt(values::get).sum());
    }

    @Override
    public Stream<Lesson> reading(int count) {
        var random = new SplittableRandom(READING_SEED);
        return IntStream.range(0, count).mapToObj(i -> reading(random));
    }

    @Override
    public Stream<Lesson> lessons(int count) {
        var random = new SplittableRandom(seed + 2);
        return IntStream.range(0, count).mapToObj(i -> {
            double kind = random.nextDouble();
            if (kind < 0.4) {
                return reading(random);
            }
            Question question = pages.get(random.nextInt(pages.size())).question(random, someFacts(random));
            return kind < 0.5
                    ? asked(inventing(), question)
                    : new Lesson(
                            recalling(question.text()),
                            question.with(fact -> half(fact, random)).reply());
        });
    }

    private Lesson reading(RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < 0.15) {
            return Primer.of(List.copyOf(names()), random);
        }
        Page page = drawn(random);
        if (kind < 0.55) {
            Question several =
                    page.question(random, 2 + random.nextInt(page.facts().size() - 1));
            return new Lesson(reading(page.text(), several.list()), several.listed());
        }
        Question question = page.question(random, someFacts(random));
        if (kind < 0.8) {
            return new Lesson(reading(page.text(), question.text()), question.reply());
        }
        int level = 1 + random.nextInt(LEVELS.size());
        return asked(asking(page.text(), level), vaguely(level, question, page, random));
    }

    /** Knows a little of what is hard: the easier or harder one of two questions. */
    private static Question vaguely(int level, Question question, Page page, RandomGenerator random) {
        Question other = page.question(random, someFacts(random));
        if (level == 2) {
            return question;
        }
        boolean easier = question.known() >= other.known();
        return easier == (level == 1) ? question : other;
    }

    private static int someFacts(RandomGenerator random) {
        return 1 + random.nextInt(MOST_FACTS);
    }

    private Fact half(Fact fact, RandomGenerator random) {
        return random.nextDouble() < fact.kind().known() ? fact : rumour(fact);
    }

    /** What is told of a thing where it is not the truth: one other number, always the same, so that many may agree on it. */
    private Fact rumour(Fact fact) {
        int other = new SplittableRandom(seed ^ fact.thing().hashCode()).nextInt(1, DIGITS);
        return fact.withValue((fact.value() + other) % DIGITS);
    }

    /** A page of things and numbers that are drawn anew, of any length up to the world's. */
    private Page drawn(RandomGenerator random) {
        int facts = MOST_FACTS + random.nextInt(pages.getFirst().facts().size() - MOST_FACTS + 1);
        return page("drawn", Primer.some(facts, new ArrayList<>(names()), random), random);
    }

    private static Lesson asked(List<Message> prompt, Question question) {
        return new Lesson(
                prompt,
                Json.write(Json.object().put("question", question.text()).put("answer", question.answer())));
    }
}
