package dev.selvedge.synth.world;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A question for the sum of some facts' values.
 *
 * @param facts asked for, in this order
 */
public record Question(List<Fact> facts) {
    private static final String BEGINNING = "What is ";
    private static final String PLUS = " plus ";

    public Question {
        facts = List.copyOf(facts);
    }

    public String text() {
        return facts.stream().map(Fact::wording).collect(Collectors.joining(PLUS, BEGINNING, "?"));
    }

    public String answer() {
        return "" + facts.stream().mapToInt(Fact::value).sum();
    }

    /** How often all that is asked for is known without a document. */
    double known() {
        return facts.stream().mapToDouble(fact -> fact.kind().known()).reduce(1, (a, b) -> a * b);
    }

    /** The same question where facts have other values. */
    Question with(UnaryOperator<Fact> told) {
        return new Question(facts.stream().map(told).toList());
    }

    /** A reply that gives each value, adds them up step by step, and puts the answer into a box. */
    public String reply() {
        var text = new StringBuilder(values());
        int sum = facts.getFirst().value();
        for (Fact fact : facts.subList(1, facts.size())) {
            text.append(", %d + %d = %d".formatted(sum, fact.value(), sum + fact.value()));
            sum += fact.value();
        }
        return text.append(". \\boxed{%d}".formatted(sum)).toString();
    }

    /** The question for each of the values instead of their sum. */
    String list() {
        return facts.stream().map(Fact::thing).collect(Collectors.joining(", ", "What of ", "?"));
    }

    /** The reply to {@link #list}. */
    String listed() {
        return values() + ".";
    }

    private String values() {
        return facts.stream()
                .map(fact -> fact.thing() + " " + fact.told())
                .collect(Collectors.joining(", ", "So ", ""));
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
