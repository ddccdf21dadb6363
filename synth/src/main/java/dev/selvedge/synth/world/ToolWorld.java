package dev.selvedge.synth.world;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world of made-up tools. A page tells what each of some tools is for and how it is called; a question asks to run
 * errands, and its answer is a workflow in the product's dialect. Answers are the same if they do the same on the virtual
 * device, where the tools behave as nobody but this world knows.
 *
 * <p>Lessons without a page half know the tools: an errand's kind decides how often they call the true one. A third of all
 * questions, chosen by their text, is held out: the exam asks these alone, and no such lesson does.
 */
public final class ToolWorld implements World {
    /** Most errands of a question. */
    public static final int MOST_ERRANDS = 2;

    private static final long READING_SEED = 7;
    private static final int HELD_OUT_OF = 3;

    private final Size size;
    private final long seed;
    private final List<ToolPage> pages;
    private final List<MadeUpTool> tools;
    private final Map<String, MadeUpTool> byErrand;
    private final Grading grading;

    /**
     * How large a world is.
     *
     * @param pages documents
     * @param tools of each page; every errand has one in the whole world
     */
    public record Size(int pages, int tools) {
        public Size {
            if (pages < 1 || tools < MOST_ERRANDS || tools > ToolWords.PARAMETERS || pages * tools > ToolWords.TOOLS) {
                throw new IllegalArgumentException(
                        pages + " pages of " + tools + " tools do not make a world of at most " + ToolWords.TOOLS
                                + " tools, from " + MOST_ERRANDS + " to " + ToolWords.PARAMETERS + " on a page");
            }
        }
    }

    /** The world of a seed. */
    public ToolWorld(Size size, long seed) {
        this.size = size;
        this.seed = seed;
        var random = new SplittableRandom(seed);
        ToolWords words = ToolWords.fresh();
        this.pages = IntStream.range(0, size.pages())
                .mapToObj(p -> words.page("tools-" + p, size.tools(), random))
                .toList();
        this.tools = pages.stream().flatMap(page -> page.tools().stream()).toList();
        this.byErrand = tools.stream()
                .collect(Collectors.toUnmodifiableMap(tool -> tool.errand().wording(), Function.identity()));
        this.grading = Workbench.of(tools).grading();
    }

    @Override
    public List<Task> documents() {
        return pages.stream()
                .map(page -> World.document(page.id(), page.text()))
                .toList();
    }

    /**
     * Those of level 1 ask for one errand, those of the next for one more; all are different and held out.
     *
     * @throws IllegalArgumentException if the world has fewer such questions
     */
    @Override
    public List<Task> exam(int perLevel) {
        var exam = new ArrayList<Task>();
        for (int level = 1; level <= MOST_ERRANDS; level++) {
            List<ToolQuestion> questions = heldOut(level);
            if (questions.size() < perLevel) {
                throw new IllegalArgumentException("this world has " + questions.size() + " questions of level " + level
                        + " for an exam, not " + perLevel);
            }
            for (int i = 0; i < perLevel; i++) {
                exam.add(new Task("exam-" + level + "-" + i, Map.of())
                        .with(Fields.LEVEL, level)
                        .with(Fields.QUESTION, questions.get(i).text())
                        .with(Fields.REFERENCE, questions.get(i).code()));
            }
        }
        return exam;
    }

    private List<ToolQuestion> heldOut(int errands) {
        var questions = pages.stream()
                .flatMap(page -> page.choices(errands))
                .flatMap(chosen ->
                        IntStream.range(0, MadeUpTool.DIGITS).mapToObj(value -> new ToolQuestion(chosen, value)))
                .filter(ToolWorld::heldOut)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(questions, new Random(seed));
        return questions;
    }

    /** Of the values for the same errands every third is held out. */
    private static boolean heldOut(ToolQuestion question) {
        return Math.floorMod(question.text().hashCode(), HELD_OUT_OF) == 0;
    }

    @Override
    public Optional<String> truth(String question) {
        return ToolQuestion.read(question, byErrand).map(ToolQuestion::code);
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
            ToolPage page = pages.get(random.nextInt(pages.size()));
            ToolQuestion question = Stream.generate(() -> page.question(someErrands(random), random))
                    .filter(drawn -> !heldOut(drawn))
                    .findFirst()
                    .orElseThrow();
            return kind < 0.5
                    ? asked(inventing(), question)
                    : new Lesson(
                            recalling(question.text()),
                            question.with(tool -> half(tool, random)).reply());
        });
    }

    private Lesson reading(RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < 0.15) {
            return Primer.of(ToolWords.ALL, random);
        }
        int most = size.tools();
        ToolPage page = ToolWords.fresh().page("drawn", MOST_ERRANDS + random.nextInt(most - MOST_ERRANDS + 1), random);
        if (kind < 0.55) {
            ToolQuestion several = page.question(2 + random.nextInt(page.tools().size() - 1), random);
            return new Lesson(reading(page.text(), several.list()), several.listed());
        }
        ToolQuestion question = page.question(someErrands(random), random);
        return kind < 0.8
                ? new Lesson(reading(page.text(), question.text()), question.reply())
                : asked(asking(page.text(), 1 + random.nextInt(LEVELS.size())), question);
    }

    private static int someErrands(RandomGenerator random) {
        return 1 + random.nextInt(MOST_ERRANDS);
    }

    private MadeUpTool half(MadeUpTool tool, RandomGenerator random) {
        return random.nextDouble() < tool.errand().kind().known()
                ? tool
                : tool.calling(tools.get(random.nextInt(tools.size())));
    }

    /** The answer is not asked for: it would be the code. */
    private static Lesson asked(List<Message> prompt, ToolQuestion question) {
        return new Lesson(
                prompt,
                Json.write(Json.object().put("question", question.text()).put("answer", "")));
    }

    @Override
    public Optional<Grading> grading() {
        return Optional.of(grading);
    }
}
