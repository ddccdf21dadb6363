package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document about some made-up tools.
 *
 * @param tools of different errands
 */
public record ToolPage(String id, List<MadeUpTool> tools) {
    public ToolPage {
        tools = List.copyOf(tools);
    }

    /** The document's text, a tool a line. */
    public String text() {
        return tools.stream().map(MadeUpTool::told).collect(Collectors.joining());
    }

    /** A question for some errands of this page, drawn without replacement. */
    ToolQuestion question(int errands, RandomGenerator random) {
        return new ToolQuestion(
                Primer.some(errands, new ArrayList<>(tools), random), random.nextInt(MadeUpTool.DIGITS));
    }

    /** All ways to choose different tools one after the other. */
    Stream<List<MadeUpTool>> choices(int count) {
        return count == 0
                ? Stream.of(List.of())
                : choices(count - 1)
                        .flatMap(chosen -> tools.stream()
                                .filter(tool -> !chosen.contains(tool))
                                .map(tool -> Stream.concat(chosen.stream(), Stream.of(tool))
                                        .toList()));
    }
}
