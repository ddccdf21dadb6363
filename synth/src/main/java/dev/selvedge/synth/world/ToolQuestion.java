package dev.selvedge.synth.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A request to run errands one after the other, where each but the first is given what the one before it gave.
 *
 * @param tools for the errands, in this order
 * @param value a digit, given to the first
 */
public record ToolQuestion(List<MadeUpTool> tools, int value) {
    private static final String THEN = ", then ";
    private static final int LONGEST = 200;
    private static final Pattern TEXT = Pattern.compile("Do ([a-z ]+) ([0-9])((?:, then [a-z ]+)*)\\.");

    public ToolQuestion {
        tools = List.copyOf(tools);
    }

    /** The question that a text asks; empty where it is none about these tools. */
    static Optional<ToolQuestion> read(String text, Map<String, MadeUpTool> byErrand) {
        Matcher asked = TEXT.matcher(text.length() > LONGEST ? "" : text.strip());
        if (!asked.matches()) {
            return Optional.empty();
        }
        List<String> errands = List.of((asked.group(1) + asked.group(3)).split(THEN, -1));
        return byErrand.keySet().containsAll(errands)
                ? Optional.of(new ToolQuestion(
                        errands.stream().map(byErrand::get).toList(), Integer.parseInt(asked.group(2))))
                : Optional.empty();
    }

    /** The request, in which no tool is named. */
    public String text() {
        return "Do " + tools.getFirst().errand().wording() + " " + value
                + tools.stream()
                        .skip(1)
                        .map(tool -> THEN + tool.errand().wording())
                        .collect(Collectors.joining())
                + ".";
    }

    /** The same request where errands are run by other tools. */
    ToolQuestion with(UnaryOperator<MadeUpTool> told) {
        return new ToolQuestion(tools.stream().map(told).toList(), value);
    }

    /** The workflow that does it, and shows the last result. */
    public String code() {
        return IntStream.range(0, tools.size())
                        .mapToObj(i -> tools.get(i).call(variable(i), i == 0 ? "" + value : variable(i - 1)))
                        .collect(Collectors.joining())
                + "show_result(text=" + variable(tools.size() - 1) + ")\n";
    }

    private static String variable(int i) {
        return String.valueOf((char) ('a' + i));
    }

    /** A reply that says which tools it takes, and then gives the code. */
    public String reply() {
        return listed() + "```python\n" + code() + "```";
    }

    /** The question for the tools alone. */
    String list() {
        return tools.stream().map(tool -> tool.errand().wording()).collect(Collectors.joining(", ", "List ", "."));
    }

    /** The reply to {@link #list}. */
    String listed() {
        return tools.stream().map(MadeUpTool::told).collect(Collectors.joining());
    }
}
