package dev.selvedge.synth.world;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A question for the sum of some facts' values.
 *
 * @param facts asked for, in this order
 */
public record Question(List<Fact> facts) implements Asked {
    private static final String BEGINNING = "What is ";
    private static final String PLUS = " plus ";

    public Question {
        facts = List.copyOf(facts);
    }

    @Override
    public String text() {
        return facts.stream().map(Fact::wording).collect(Collectors.joining(PLUS, BEGINNING, "?"));
    }

    @Override
    public String answer() {
        return "" + facts.stream().mapToInt(Fact::value).sum();
    }

    @Override
    public double known() {
        return facts.stream().mapToDouble(fact -> fact.kind().known()).reduce(1, (a, b) -> a * b);
    }

    @Override
    public String recalled(RandomGenerator random, long seed) {
        return new Question(facts.stream().map(fact -> fact.half(random, seed)).toList()).reply();
    }

    /** Gives each value, and adds them up. */
    @Override
    public String reply() {
        return facts.stream().map(Fact::found).collect(Collectors.joining(", ", "So ", ""))
                + Asked.worked(
                        SmallProgram.Operation.PLUS,
                        facts.stream().map(Fact::value).toList());
    }

    /** What of a question's text is asked for; one wording for each fact. */
    static List<String> wordings(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(BEGINNING) || !stripped.endsWith("?")) {
            return List.of();
        }
        return List.of(
                stripped.substring(BEGINNING.length(), stripped.length() - 1).split(PLUS, -1));
    }
}
