package dev.selvedge.synth.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question for a step of a procedure.
 *
 * @param from the place in the procedure's path that it begins with: 0 for its errand, 1 for its first step
 * @param links how many places further the answer is
 */
record ProcedureQuestion(Procedure procedure, int from, int links) implements Asked {
    private static final int LONGEST = 200;
    private static final Pattern TEXT = Pattern.compile(
            "What is (?:(?<first>(?:after the )?first)|after (?<step>[a-z]+)) for (?<errand>[a-z ]+)\\?");

    /** The question that a text asks; empty where it is none about these procedures, or there is no such step. */
    static Optional<ProcedureQuestion> read(String text, Map<String, Procedure> byErrand) {
        Matcher asked = TEXT.matcher(text.length() > LONGEST ? "" : text.strip());
        if (!asked.matches()) {
            return Optional.empty();
        }
        String first = asked.group("first");
        return Optional.ofNullable(byErrand.get(asked.group("errand")))
                .map(procedure -> first == null
                        ? new ProcedureQuestion(procedure, 1 + procedure.steps().indexOf(asked.group("step")), 1)
                        : new ProcedureQuestion(procedure, 0, first.equals("first") ? 1 : 2))
                .filter(question -> first != null || question.from > 0)
                .filter(question -> question.end() <= question.procedure.path().size());
    }

    @Override
    public String text() {
        String wanted = from > 0 ? "after " + procedure.path().get(from) : links > 1 ? "after the first" : "first";
        return "What is " + wanted + " for " + procedure.errand().wording() + "?";
    }

    @Override
    public String answer() {
        return told().getLast();
    }

    /** Tells what comes before the answer too. */
    @Override
    public String reply() {
        return reply(told());
    }

    /** In the box the word has a space before it, as everywhere else, and so is the same token. */
    private static String reply(List<String> told) {
        return "So " + String.join(" ", told) + ". \\boxed{ " + told.getLast() + "}";
    }

    @Override
    public double known() {
        return Math.pow(procedure.errand().kind().known(), links);
    }

    @Override
    public String recalled(RandomGenerator random, long seed) {
        return reply(procedure.half(from, end(), random, seed));
    }

    private List<String> told() {
        return procedure.path().subList(from, end());
    }

    private int end() {
        return from + links + 1;
    }
}
