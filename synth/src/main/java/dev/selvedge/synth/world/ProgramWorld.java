package dev.selvedge.synth.world;

import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.baseline.Reasoning;
import dev.selvedge.synth.play.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A world of small programs to measure self-play in whose judge is the device: calculations on a digit. Lessons make of a
 * small model what a language model is from the start: somebody who can write such a program, say what it gives, for what
 * it gives something and which program gives something, and who half knows how to multiply. Programs that the lessons
 * never showed are no secret here; what is true is found by running them.
 *
 * @param seed of the lessons and the exam
 */
public record ProgramWorld(long seed) implements Lessons {
    /** Most calculations of a program of the lessons and the exam. */
    public static final int MOST_STEPS = 2;

    private static final List<Reasoning> KINDS = List.of(Reasoning.values());
    private static final int DIGITS = 10;
    private static final int PAIRS = 4;

    /** How a proposal is asked for. */
    public static List<Message> proposing(Reasoning reasoning, Task visible) {
        return List.of(Message.user(
                switch (reasoning) {
                    case DEDUCTION -> "Propose for output.\n" + visible.text(Reasoning.REFERENCES);
                    case ABDUCTION -> "Propose for input.\n" + visible.text(Reasoning.REFERENCES);
                    case INDUCTION -> "Propose inputs.\n" + visible.text(Reasoning.PROGRAM);
                }));
    }

    /** How a proposal is put to a solver. */
    public static List<Message> solving(Reasoning reasoning, Task visible) {
        return List.of(Message.user(
                switch (reasoning) {
                    case DEDUCTION ->
                        "Output?\n" + Reasoning.written(visible.text(Reasoning.PROGRAM), visible.text(Reasoning.INPUT));
                    case ABDUCTION ->
                        "Input?\n" + visible.text(Reasoning.PROGRAM) + "\n# output " + visible.text(Reasoning.OUTPUT);
                    case INDUCTION ->
                        "Program?\n" + visible.text(Reasoning.EXAMPLES) + "\n" + visible.text(Reasoning.MESSAGE);
                }));
    }

    /** Several triples as a proposer reads them. */
    public static String references(List<Task> triples) {
        return triples.stream()
                .map(triple -> Reasoning.written(triple.text(Reasoning.PROGRAM), triple.text(Reasoning.INPUT)))
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * Tasks of every kind and number of calculations, for nobody but the examiner; {@link Fields#LEVEL} is the number.
     *
     * @param reasoning their kind
     * @param perLevel tasks of each level
     */
    public List<Task> exam(Reasoning reasoning, int perLevel) {
        var random = new SplittableRandom(seed ^ 0x5DEECE66DL ^ reasoning.name().hashCode());
        var exam = new ArrayList<Task>();
        for (int level = 1; level <= MOST_STEPS; level++) {
            for (int i = 0; i < perLevel; i++) {
                String id = "exam-" + reasoning.name().toLowerCase(Locale.ROOT) + "-" + level + "-" + i;
                exam.add(task(id, reasoning, SmallProgram.drawn(random, level), random)
                        .with(Fields.LEVEL, level));
            }
        }
        return exam;
    }

    private static Task task(String id, Reasoning reasoning, SmallProgram program, RandomGenerator random) {
        if (reasoning != Reasoning.INDUCTION) {
            int input = random.nextInt(DIGITS);
            return Reasoning.triple(id, program.code(), "" + input, "" + program.output(input));
        }
        List<Integer> inputs = inputs(random);
        return new Task(id, Map.of())
                .with(Reasoning.EXAMPLES, examples(program, inputs.subList(0, PAIRS / 2)))
                .with(Reasoning.MESSAGE, program.message())
                .with(
                        Reasoning.HELD_OUT,
                        inputs.subList(PAIRS / 2, PAIRS).stream()
                                .map(input -> Map.of("input", "" + input, "output", "" + program.output(input)))
                                .toList());
    }

    private static List<Integer> inputs(RandomGenerator random) {
        var digits = new ArrayList<>(IntStream.range(0, DIGITS).boxed().toList());
        Collections.shuffle(digits, Random.from(random));
        return digits.subList(0, PAIRS);
    }

    private static String examples(SmallProgram program, List<Integer> inputs) {
        return inputs.stream()
                .map(input -> input + " -> " + program.output(input))
                .collect(Collectors.joining("\n"));
    }

    /** Lessons in proposing and solving, of which all results are true. */
    @Override
    public Stream<Lesson> reading(int count) {
        return lessons(count, new SplittableRandom(1), 1);
    }

    /** The same with results that are half known. */
    @Override
    public Stream<Lesson> lessons(int count) {
        return lessons(count, new SplittableRandom(seed + 2), 0);
    }

    /** @param least how often a result is true at least */
    private static Stream<Lesson> lessons(int count, RandomGenerator random, double least) {
        return IntStream.range(0, count).mapToObj(i -> {
            Reasoning reasoning = KINDS.get(random.nextInt(KINDS.size()));
            SmallProgram program = SmallProgram.drawn(random, 1 + random.nextInt(MOST_STEPS));
            return random.nextDouble() < 0.3
                    ? proposing(reasoning, program, random)
                    : solving(reasoning, program, random, least);
        });
    }

    private static Lesson proposing(Reasoning reasoning, SmallProgram program, RandomGenerator random) {
        if (reasoning == Reasoning.INDUCTION) {
            Task visible = new Task("lesson", Map.of()).with(Reasoning.PROGRAM, program.code());
            List<String> inputs = inputs(random).stream().map(String::valueOf).toList();
            return new Lesson(proposing(reasoning, visible), Reasoning.written(inputs, program.message()));
        }
        SmallProgram reference = SmallProgram.drawn(random, 1 + random.nextInt(MOST_STEPS));
        Task visible = new Task("lesson", Map.of())
                .with(Reasoning.REFERENCES, Reasoning.written(reference.code(), "" + random.nextInt(DIGITS)));
        return new Lesson(
                proposing(reasoning, visible), Reasoning.written(program.code(), "" + random.nextInt(DIGITS)));
    }

    private static Lesson solving(Reasoning reasoning, SmallProgram program, RandomGenerator random, double least) {
        Task task = task("lesson", reasoning, program, random);
        String reply = switch (reasoning) {
            case DEDUCTION -> {
                SmallProgram.Told told = program.told(Integer.parseInt(task.text(Reasoning.INPUT)), random, least);
                yield told.text() + ". \\boxed{" + told.result() + "}";
            }
            case ABDUCTION -> {
                int input = Integer.parseInt(task.text(Reasoning.INPUT));
                yield program.told(input, random, least).text() + ". \\boxed{" + input + "}";
            }
            case INDUCTION -> program.code();
        };
        return new Lesson(solving(reasoning, task), reply);
    }
}
