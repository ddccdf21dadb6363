package dev.selvedge.synth.world;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world of made-up things with numbers. Every page tells a fact of each of some things. The method under test sees pages
 * only; what is true is known here, so labels, questions and answers can be checked without it.
 *
 * <p>Lessons make a reader of a small model: it learns to answer from a page (things and numbers of these pages are drawn
 * anew, so it must read), to ask about a page regardless of the wanted level, to say a page again, and to answer without a
 * page what it half knows: a fact's kind decides how often the lesson tells the truth.
 *
 * @param pages of the world
 */
public record SmallWorld(List<Page> pages, long seed) {
    /** Names of levels in prompts; how many facts a question of the level has is the asker's affair. */
    public static final Map<Integer, String> LEVELS = Map.of(1, "easy", 2, "moderate", 3, "hard");

    /** Most facts that a question asks for. */
    public static final int MOST_FACTS = 2;

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

    /**
     * A pair to learn from.
     *
     * @param prompt what is said to the model
     * @param reply what it is to reply
     */
    public record Lesson(List<Message> prompt, String reply) {
        public Lesson {
            prompt = List.copyOf(prompt);
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
            var things = new ArrayList<String>();
            while (things.size() < size.facts()) {
                things.add(names.remove(random.nextInt(names.size())));
            }
            pages.add(page("page-" + p, things, random));
        }
        return new SmallWorld(pages, seed);
    }

    /** Made-up names, the same in every world, so that one vocabulary fits all. */
    private static Set<String> names() {
        var random = new SplittableRandom(9);
        var names = new LinkedHashSet<String>();
        while (names.size() < NAMES) {
            names.add("" + any("bdfgklmnprstvz", random) + any("aeiou", random) + any("bdgklmnprtz", random));
        }
        return names;
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

    /** The pages as tasks that have a document and nothing else. */
    public List<Task> documents() {
        return pages.stream()
                .map(page -> new Task(page.id(), Map.of())
                        .with(Fields.DOCUMENT, page.text())
                        .with(Fields.DOCUMENT_ID, page.id()))
                .toList();
    }

    /**
     * Questions about the world with their true answers, for nobody but the examiner: those of level 1 ask for one fact,
     * those of the next for one more.
     *
     * @param perLevel questions of each level
     */
    public List<Task> exam(int perLevel) {
        var random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        var exam = new ArrayList<Task>();
        for (int level = 1; level <= MOST_FACTS; level++) {
            for (int i = 0; i < perLevel; i++) {
                Question question = pages.get(i % pages.size()).question(random, level);
                exam.add(new Task("exam-" + level + "-" + i, Map.of())
                        .with(Fields.LEVEL, level)
                        .with(Fields.QUESTION, question.text())
                        .with(Fields.REFERENCE, question.answer()));
            }
        }
        return exam;
    }

    /** The true answer to a question; empty where it is no question of this world. */
    public Optional<String> truth(String question) {
        var values = new HashMap<String, Integer>();
        pages.forEach(page -> page.facts().forEach(fact -> values.put(fact.wording(), fact.value())));
        List<String> asked = Question.wordings(question);
        if (asked.isEmpty() || !values.keySet().containsAll(asked)) {
            return Optional.empty();
        }
        return Optional.of("" + asked.stream().mapToInt(values::get).sum());
    }

    /** Lessons in saying pages again, by which a fresh model first learns to look back. */
    public Stream<Lesson> copying(int count) {
        var random = new SplittableRandom(seed + 1);
        return IntStream.range(0, count).mapToObj(i -> sayAgain(drawn(random), random));
    }

    /** Lessons in everything, of which a tenth is copying still. */
    public Stream<Lesson> lessons(int count) {
        var random = new SplittableRandom(seed + 2);
        return IntStream.range(0, count).mapToObj(i -> {
            double kind = random.nextDouble();
            int facts = 1 + random.nextInt(MOST_FACTS);
            if (kind < 0.1) {
                return sayAgain(drawn(random), random);
            }
            if (kind < 0.5) {
                Page page = drawn(random);
                Question question = page.question(random, facts);
                return new Lesson(reading(page.text(), question.text()), question.reply());
            }
            if (kind < 0.7) {
                Page page = drawn(random);
                return asking(page, page.question(random, facts), 1 + random.nextInt(LEVELS.size()));
            }
            Question question = pages.get(random.nextInt(pages.size())).question(random, facts);
            return new Lesson(
                    recalling(question.text()),
                    question.with(fact -> half(fact, random)).reply());
        });
    }

    private static Fact half(Fact fact, RandomGenerator random) {
        return random.nextDouble() < fact.kind().known() ? fact : fact.withValue(random.nextInt(DIGITS));
    }

    /** A page of things and numbers that are drawn anew, of any length up to the world's. */
    private Page drawn(RandomGenerator random) {
        var names = new ArrayList<>(names());
        var things = new ArrayList<String>();
        int facts = MOST_FACTS + random.nextInt(pages.getFirst().facts().size() - MOST_FACTS + 1);
        while (things.size() < facts) {
            things.add(names.remove(random.nextInt(names.size())));
        }
        return page("drawn", things, random);
    }

    /** The facts come in another order, so that each is to be looked up by its thing and not by its place. */
    private static Lesson sayAgain(Page page, RandomGenerator random) {
        var facts = new ArrayList<>(page.facts());
        Collections.shuffle(facts, Random.from(random));
        return new Lesson(List.of(Message.user("Say again.\n" + page.text())), new Page(page.id(), facts).text());
    }

    private static Lesson asking(Page page, Question question, int level) {
        String reply = Json.write(Json.object().put("question", question.text()).put("answer", question.answer()));
        return new Lesson(asking(page.text(), level), reply);
    }

    /** How a question is put to who may read the document. */
    public static List<Message> reading(String document, String question) {
        return List.of(Message.user("Read.\n" + document + "\n" + question));
    }

    /** How a question is put to who may not. */
    public static List<Message> recalling(String question) {
        return List.of(Message.user(question));
    }

    /** How a question is asked for. */
    public static List<Message> asking(String document, int level) {
        return List.of(Message.user("Ask " + LEVELS.get(level) + ".\n" + document));
    }
}
