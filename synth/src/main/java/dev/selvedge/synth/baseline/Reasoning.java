package dev.selvedge.synth.baseline;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.judge.answer.AnswerEquivalence;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.QuestionGates;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Absolute Zero (arXiv 2505.03335, section 3.2) asks about a triple of program, input and output, of which one is
 * hidden from the solver. What is right is decided by running programs and by nothing else.
 */
public enum Reasoning {
    /** The output of a program for an input. */
    DEDUCTION,
    /** An input for which a program gives an output; any that does is right. */
    ABDUCTION,
    /** A program, from some of its inputs with their outputs; it is right if it gives the others too. */
    INDUCTION;

    /** Fields of tasks: the proposer's examples of what was proposed before, as text. */
    public static final String REFERENCES = "references";

    public static final String PROGRAM = "program";
    public static final String INPUT = "input";
    public static final String OUTPUT = "output";
    /** Inputs with their outputs that the solver sees, a line each. */
    public static final String EXAMPLES = "examples";
    /** What the proposer says of the program, perhaps nothing. */
    public static final String MESSAGE = "message";
    /** Inputs with their outputs that only the verifier sees. */
    public static final String HELD_OUT = "held_out";

    /** Most inputs of an induction, as published. */
    public static final int MOST_INPUTS = 10;

    private static final String INPUT_LINE = "\n# input ";
    private static final String INPUTS_LINE = "# inputs ";
    private static final int LONGEST_MESSAGE = 500;

    /** An input and what a program gives for it. */
    record Pair(String input, String output) {
        String line() {
            return input + " -> " + output;
        }
    }

    /** What the proposer sees. */
    public Set<String> given() {
        return this == INDUCTION ? Set.of(PROGRAM) : Set.of(REFERENCES);
    }

    /** What the solver sees. */
    public Set<String> shown() {
        return switch (this) {
            case DEDUCTION -> Set.of(PROGRAM, INPUT);
            case ABDUCTION -> Set.of(PROGRAM, OUTPUT);
            case INDUCTION -> Set.of(EXAMPLES, MESSAGE);
        };
    }

    /** What is kept of a proposal to be solved later. */
    public Set<String> kept() {
        return this == INDUCTION ? Set.of(EXAMPLES, MESSAGE, HELD_OUT) : Set.of(PROGRAM, INPUT, OUTPUT);
    }

    /** The program that everything begins with: it gives back what it is given. */
    public static Task identity() {
        return triple("identity", "stop_and_output(output=workflow_input())", "1", "1");
    }

    /** A task that has a triple and nothing else. */
    public static Task triple(String id, String program, String input, String output) {
        return new Task(id, Map.of()).with(PROGRAM, program).with(INPUT, input).with(OUTPUT, output);
    }

    /** A triple as a proposer reads and writes it. */
    public static String written(String program, String input) {
        return program + INPUT_LINE + input;
    }

    /** Inputs of an induction as a proposer writes them, with what it says of the program. */
    public static String written(List<String> inputs, String message) {
        return INPUTS_LINE + String.join(", ", inputs) + (message.isEmpty() ? "" : "\n" + message);
    }

    /**
     * Reads {@link QuestionGates#REPLY}, and runs what it proposes: a program with an input, or inputs for the program
     * that the proposer was given. Kept are tasks that a solver can be asked.
     */
    public Inquiry proposed(ProgramRunner runner) {
        return Inquiry.each(task -> this == INDUCTION ? inputs(task, runner) : program(task, runner));
    }

    private static Outcome<Task> program(Task task, ProgramRunner runner) {
        String reply = task.text(QuestionGates.REPLY).strip();
        int line = reply.lastIndexOf(INPUT_LINE);
        String input =
                line < 0 ? "" : reply.substring(line + INPUT_LINE.length()).strip();
        if (input.isEmpty() || input.contains("\n")) {
            return Outcome.reject("no-input", "The reply does not end with a line of an input.");
        }
        String program = reply.substring(0, line).strip();
        return runner.run(program, input)
                .then(output -> Outcome.keep(
                        task.with(PROGRAM, program).with(INPUT, input).with(OUTPUT, output)));
    }

    private static Outcome<Task> inputs(Task task, ProgramRunner runner) {
        String reply = task.text(QuestionGates.REPLY).strip();
        int end = reply.indexOf('\n') < 0 ? reply.length() : reply.indexOf('\n');
        if (!reply.startsWith(INPUTS_LINE)) {
            return Outcome.reject("no-input", "The reply does not begin with a line of inputs.");
        }
        Set<String> inputs = new LinkedHashSet<>();
        for (String input : reply.substring(INPUTS_LINE.length(), Math.max(INPUTS_LINE.length(), end))
                .split(",", -1)) {
            inputs.add(input.strip());
        }
        inputs.remove("");
        String message = reply.substring(end).strip();
        if (inputs.size() < 2 || inputs.size() > MOST_INPUTS || message.length() > LONGEST_MESSAGE) {
            return Outcome.reject(
                    "not-in-bounds",
                    inputs.size() + " different inputs and a message of " + message.length()
                            + " characters; allowed are 2" + " to " + MOST_INPUTS + " and " + LONGEST_MESSAGE + ".");
        }
        return pairs(task.text(PROGRAM), inputs, runner).then(pairs -> Outcome.keep(induction(task, pairs, message)));
    }

    private static Outcome<List<Pair>> pairs(String program, Set<String> inputs, ProgramRunner runner) {
        var pairs = new ArrayList<Pair>();
        for (String input : inputs) {
            switch (runner.run(program, input)) {
                case Outcome.Kept<String>(List<String> output) -> pairs.add(new Pair(input, output.getFirst()));
                case Outcome.Rejected<String>(String reason, String at, String detail) -> {
                    return Outcome.reject(reason, detail);
                }
                case Outcome.Postponed<String>(String cause) -> {
                    return Outcome.postpone(cause);
                }
            }
        }
        return Outcome.keep(List.copyOf(pairs));
    }

    /** The first half is shown, and one more where their number is odd. */
    private static Task induction(Task task, List<Pair> pairs, String message) {
        int shown = (pairs.size() + 1) / 2;
        return task.with(
                        EXAMPLES,
                        String.join(
                                "\n",
                                pairs.subList(0, shown).stream().map(Pair::line).toList()))
                .with(MESSAGE, message)
                .with(HELD_OUT, pairs.subList(shown, pairs.size()));
    }

    /**
     * The answer in a solver's reply: what is in its box, or the reply itself where that is to be a program.
     *
     * @return empty where the reply has not the form that is asked for
     */
    public String answer(String reply, ProgramRunner runner) {
        String answer = this == INDUCTION
                ? reply.strip()
                : DarcProfile.DEFAULT.answer(reply).strip();
        return this == INDUCTION && !runner.parses(answer) ? "" : answer;
    }

    /** Decides by running. */
    public Verifier verifier(ProgramRunner runner) {
        return switch (this) {
            case DEDUCTION -> (task, answer) -> same(Outcome.keep(answer), task.text(OUTPUT));
            case ABDUCTION -> (task, answer) -> same(runner.run(task.text(PROGRAM), answer), task.text(OUTPUT));
            case INDUCTION ->
                (task, answer) -> {
                    for (JsonNode pair : heldOut(task)) {
                        Score score = same(
                                runner.run(answer, pair.path("input").stringValue("")),
                                pair.path("output").stringValue(""));
                        if (!score.equals(Score.of(1))) {
                            return score;
                        }
                    }
                    return Score.of(1);
                };
        };
    }

    private static JsonNode heldOut(Task task) {
        return Objects.requireNonNull(
                task.fields().get(HELD_OUT), () -> "task " + task.id() + " has no field '" + HELD_OUT + "'");
    }

    private static Score same(Outcome<String> got, String wanted) {
        return switch (got) {
            case Outcome.Kept<String>(List<String> output) ->
                Score.of(AnswerEquivalence.same(wanted, output.getFirst()) ? 1 : 0);
            case Outcome.Rejected<String> rejected -> Score.of(0);
            case Outcome.Postponed<String>(String cause) -> Score.unscored(Fault.SYSTEM, cause);
        };
    }
}
