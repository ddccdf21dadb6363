package dev.selvedge.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final Catalog CATALOG = Catalog.bundled();

    private static final String LONG = """
            # about the battery
            level = get_battery_level()
            name = "Ada"
            other = "unused here"
            if level < 20:
                text_2 = f"{level} %, {name}"
                show_alert(message=text_2)
                stop_workflow()
            else:
                name = "Eve"
            match choose_from_menu("What?"):
                case "Copy":
                    set_clipboard(content=other)
                case "Show":
                    show_notification(text=other)
                case "Nothing":
                    pass
            for item in ["a", "b"]:
                speak_text(text=item)
            vibrate()
            """;

    private static Workflow workflow(String code) {
        CodeParser.Parsed parsed = CodeParser.parse(code, CATALOG);
        return Objects.requireNonNull(parsed.workflow(), parsed.diagnostics().toString());
    }

    private static List<String> slices(String code, int mostStatements, int most) {
        return Slices.of(workflow(code), mostStatements, most).stream()
                .map(slice -> CodePrinter.print(slice, CATALOG))
                .toList();
    }

    @Test
    void aSliceHasWhatItsLastCallNeedsAndNothingElse() {
        assertThat(slices(LONG, 12, 10)).containsExactly("""
                        level = get_battery_level()
                        name = "Ada"
                        if level < 20:
                            text_2 = f"{level} %, {name}"
                            show_alert(message=text_2)
                        else:
                            name = "Eve"
                        """, """
                        other = "unused here"
                        match choose_from_menu("What?"):
                            case "Copy":
                                set_clipboard(content=other)
                            case "Show":
                                pass
                            case "Nothing":
                                pass
                        """, """
                        other = "unused here"
                        match choose_from_menu("What?"):
                            case "Copy":
                                pass
                            case "Show":
                                show_notification(text=other)
                            case "Nothing":
                                pass
                        """, """
                        for item in ["a", "b"]:
                            speak_text(text=item)
                        """);
    }

    @Test
    void largeAndManySlicesAreLeftOut() {
        assertThat(slices(LONG, 3, 10)).hasSize(3);
        assertThat(slices(LONG, 12, 2)).hasSize(2);
        assertThat(slices("vibrate()\n", 12, 10)).isEmpty();
        String whole = "x = get_battery_level()\nshow_alert(message=x)\n";
        assertThat(slices(whole, 12, 10)).as("the workflow itself").isEmpty();
    }
}
