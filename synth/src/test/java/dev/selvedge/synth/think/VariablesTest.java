package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Catalog CATALOG = Catalog.bundled();

    @Test
    void variablesTellWhereTheirValuesComeFrom() {
        Workflow workflow = Workflow.of(
                "",
                List.of(
                        new Statement.Call("is.workflow.actions.getclipboard", Map.of(), "copied"),
                        new Statement.Assign("all", new Value.ListOf(List.of())),
                        new Statement.ForEach(
                                "one",
                                "count",
                                Value.Reference.to("copied"),
                                List.of(new Statement.Append("all", Value.Reference.to("variable_2"))))));
        Variables variables = Variables.of(workflow, CATALOG);
        assertThat(variables.neutral().toString())
                .isEqualTo("{copied=variable_1, all=variable_3, one=variable_4, count=variable_5}");
        assertThat(variables.origin("all")).isEqualTo("empty list; list that gets variable_2");
        assertThat(variables.origin("one")).isEqualTo("one of copied, in a loop");
        assertThat(CodePrinter.print(Renaming.of(workflow, variables.neutral()), CATALOG))
                .contains("for variable_5, variable_4 in enumerate(variable_1, start=1):")
                .contains("variable_3.append(missing(\"variable_2\"))");
    }

    @Test
    void realFilesKeepEverythingButTheirNames() throws Exception {
        Path folder = Path.of(System.getProperty("selvedge.data", ""), "shortcuts", "shared");
        assumeTrue(Files.isDirectory(folder), "there is no " + folder);
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        int named = 0;
        for (int i = 0; i < files.size(); i += 12) {
            Workflow file = WorkflowReader.read(files.get(i), CATALOG).workflow();
            Workflow bare = Workflow.of("", TemplateAnnotator.uncommented(file.body()));
            Variables variables = Variables.of(bare, CATALOG);
            Map<String, String> neutral = variables.neutral();
            Workflow nameless = Renaming.of(bare, neutral);
            Map<String, String> back = new LinkedHashMap<>();
            neutral.forEach((old, fresh) -> back.put(fresh, old));
            assertThat(Renaming.of(nameless, back)).isEqualTo(bare);
            String code = CodePrinter.print(nameless, CATALOG);
            Workflow read = Objects.requireNonNull(
                    CodeParser.parse(code, CATALOG).workflow(), files.get(i).toString());
            assertThat(CodePrinter.print(read, CATALOG)).isEqualTo(code);
            boolean legal = Variables.of(nameless, CATALOG).named(Json.tree(back), CATALOG) instanceof Checked.Usable;
            named += legal ? 1 : 0;
        }
        assertThat(named).as("files whose own names are good ones").isGreaterThan(files.size() / 24);
    }
}
