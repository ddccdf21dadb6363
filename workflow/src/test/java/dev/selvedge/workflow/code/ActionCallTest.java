package dev.selvedge.workflow.code;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionCallTest {
    private static List<ActionCall> calls(String code) {
        return ActionCall.of(
                requireNonNull(CodeParser.parse(code, Catalog.bundled()).workflow()), Catalog.bundled());
    }

    @Test
    void callsStandInTheOrderOfTheCodeWhateverIsAroundThem() {
        assertThat(calls("""
                        # A comment
                        level = get_battery_level()
                        low = 20
                        if level < low:
                            for i in range(1, 3 + 1):
                                vibrate()
                        else:
                            match choose_from_menu("Where?"):
                                case "Here":
                                    show_notification(text="a")
                                case "There":
                                    set_clipboard(content=level)
                        show_result(text="end")
                        """))
                .extracting(ActionCall::function)
                .containsExactly("get_battery_level", "vibrate", "show_notification", "set_clipboard", "show_result");
    }

    @Test
    void argumentsReadAsInCode() {
        List<ActionCall> calls = calls("""
                level = get_battery_level()
                show_notification(text=f"{level} %", title="Battery", **{"WFOdd": [1, True]})
                call("com.example.Foo", Key="v")
                """);

        assertThat(calls.get(1).arguments())
                .containsExactly(
                        Map.entry("text", "f\"{level} %\""),
                        Map.entry("title", "\"Battery\""),
                        Map.entry("WFOdd", "[1, True]"));
        assertThat(calls.getLast()).isEqualTo(new ActionCall("com.example.Foo", Map.of("Key", "\"v\"")));
    }
}
