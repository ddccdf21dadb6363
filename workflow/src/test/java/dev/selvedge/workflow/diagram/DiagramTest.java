package dev.selvedge.workflow.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DiagramTest {
    private static final String CODE = """
            level = get_battery_level()
            if level < 20:
                show_notification(text=f"Only {level} % left", title="Battery")
            elif level < 50:
                names = ["a", "b"]
                for name in names:
                    show_result(text=name)
            else:
                for _ in range(3):
                    set_clipboard(content=level)
            match choose_from_menu("What now?"):
                case "Stop":
                    pass
                case "Ask":
                    answer = ask_for_input(prompt="Why?")
            if answer:
                show_result(text=answer)
            """;

    @Test
    void tellsAWorkflowAsAnOutline() {
        assertThat(diagram(CODE).toText()).isEqualTo("""
                        ├─ Get the Battery Level of the device → level
                        ├─ If
                        │  ├─ level < 20:
                        │  │  └─ Show “Only ⟨level⟩ % left” as a notification titled “Battery”
                        │  ├─ level < 50:
                        │  │  ├─ names = “a”, “b”
                        │  │  └─ For each name in names
                        │  │     └─ Show name to the user
                        │  └─ otherwise:
                        │     └─ Repeat 3 times
                        │        └─ Copy level to the clipboard
                        ├─ What now?
                        │  ├─ Stop: nothing
                        │  └─ Ask:
                        │     └─ Ask the user “Why?” → answer
                        └─ answer has a value?
                           ├─ yes:
                           │  └─ Show answer to the user
                           └─ no: nothing
                        """);
    }

    @Test
    void drawsWellFormedSvgOfAnything() throws Exception {
        String hostile = "</svg><script>alert(1)</script>\u0000\u202e]]>&amp;'\"";
        List<Statement> deep = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            deep = List.of(new Statement.ForEach("x" + i, null, new Value.Text(hostile + i), deep));
        }
        List<Statement> wide = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            wide.add(new Statement.Menu(
                    new Value.Text(hostile), List.of(new Statement.Case(new Value.Text("語".repeat(500)), List.of()))));
        }
        for (Diagram diagram : List.of(
                diagram(CODE),
                Diagram.of(Workflow.of(hostile, deep), Catalog.bundled()),
                Diagram.of(Workflow.of("wide", wide), Catalog.bundled()),
                Diagram.of(Workflow.of("", List.of()), Catalog.bundled()))) {
            String svg = diagram.toSvg();
            assertThat(svg).doesNotContain("<script").hasSizeLessThan(200_000);
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
            assertThat(Json.read(Json.write(diagram), Diagram.class)).isEqualTo(diagram);
        }
        assertThat(Diagram.of(Workflow.of("wide", wide), Catalog.bundled()).toSvg())
                .contains("… 220 more");
    }

    private static Diagram diagram(String code) {
        return Diagram.of(
                Objects.requireNonNull(CodeParser.parse(code, Catalog.bundled()).workflow()), Catalog.bundled());
    }
}
