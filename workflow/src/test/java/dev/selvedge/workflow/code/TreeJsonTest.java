package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.diagram.Outline;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TreeJsonTest {
    @Test
    void anyTreeReadsBackFromItsJson() {
        int read = 0;
        for (int seed = 0; seed < 300; seed++) {
            Workflow workflow = new Trees(seed).workflow();
            String json;
            try {
                json = Json.write(workflow);
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("half a surrogate pair");
                continue;
            }
            assertThat(Json.read(json, Workflow.class)).as("seed %d", seed).isEqualTo(workflow);
            read++;
            assertThat(Outline.of(workflow)).startsWith("Workflow\n");
        }
        assertThat(read).isGreaterThan(280);
    }

    @Test
    void theOutlineNamesEveryNode() {
        String code = "level = get_battery_level()\nif level < 20:\n    show_alert(message=f\"{level} %\")\n";
        Workflow workflow =
                Objects.requireNonNull(CodeParser.parse(code, Catalog.bundled()).workflow());
        assertThat(Outline.of(workflow)).isEqualTo("""
                        Workflow
                        ├─ name: ""
                        ├─ body
                        │  ├─ 1: Call
                        │  │  ├─ action: "is.workflow.actions.getbatterylevel"
                        │  │  └─ result: "level"
                        │  └─ 2: If
                        │     ├─ condition
                        │     │  ├─ all: true
                        │     │  └─ comparisons
                        │     │     └─ 1
                        │     │        ├─ left: Reference
                        │     │        │  └─ source: Variable
                        │     │        │     └─ name: "level"
                        │     │        ├─ operator: "LESS"
                        │     │        └─ right: Num
                        │     │           └─ number: 20
                        │     └─ then
                        │        └─ 1: Call
                        │           ├─ action: "is.workflow.actions.alert"
                        │           └─ parameters
                        │              └─ WFAlertActionMessage: Template
                        │                 └─ parts
                        │                    ├─ 1: Reference
                        │                    │  └─ source: Variable
                        │                    │     └─ name: "level"
                        │                    └─ 2: Text
                        │                       └─ text: " %"
                        └─ header
                        """);
    }
}
