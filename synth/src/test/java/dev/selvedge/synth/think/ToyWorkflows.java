package dev.selvedge.synth.think;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small workflows to think about, no two alike, always the same. */
final class ToyWorkflows {
    static final Catalog CATALOG = Catalog.bundled();

    private ToyWorkflows() {}

    static Stream<Workflow> of(int count) {
        return IntStream.range(0, count).mapToObj(ToyWorkflows::number);
    }

    private static Workflow number(int number) {
        String code = switch (number % 3) {
            case 0 -> """
                            level = get_battery_level()
                            if level < %d:
                                show_notification(text=f"{level} left", title="Battery")
                            """;
            case 1 -> """
                            copied = get_clipboard()
                            loud = change_case(text=copied, case="UPPERCASE")
                            speak_text(text=loud)
                            show_alert(message="Done %d")
                            """;
            default -> """
                            answer = ask_for_input(prompt="Number %d?")
                            set_clipboard(content=answer)
                            """;
        };
        return Objects.requireNonNull(
                CodeParser.parse(code.formatted(number), CATALOG).workflow());
    }
}
