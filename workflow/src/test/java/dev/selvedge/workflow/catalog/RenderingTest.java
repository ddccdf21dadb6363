package dev.selvedge.workflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Tool;
import dev.selvedge.core.remote.ChatMessage;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.code.CPython;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Actions as they stand in prompts. */
class RenderingTest {
    private static final Action RAKE = new Action(
            "garden.rake",
            "rake_leaves",
            "Garden",
            "Garden",
            "Rake the leaves of {bed}[ with {kind}]",
            "Leaves rot where they lie.\nThey say \"rake!\"",
            List.of(
                    new Parameter(
                            "Kind",
                            "kind",
                            ContentType.TEXT,
                            false,
                            false,
                            "fan",
                            List.of("fan", "a \"b\""),
                            "the rake"),
                    new Parameter("Bed", "bed", ContentType.ANY, true, true, null, List.of(), "the bed"),
                    new Parameter("N", "rounds", ContentType.NUMBER, false, false, "2", List.of("1", "2.50"), "rounds"),
                    new Parameter("T", "twice", ContentType.BOOLEAN, false, false, null, List.of(), "whether twice")),
            new Catalog.Output("Heap", ContentType.RICH_TEXT),
            true,
            Set.of());

    @Test
    void readsAsPython() {
        assertThat(PythonFunction.of(RAKE)).isEqualTo("""
                def rake_leaves(bed: object, kind: Literal["fan", 'a "b"'] = "fan", rounds: Literal[1, 2.5] = 2, \
                twice: bool | None = None) -> RichText:
                    \"""Rake the leaves of `bed` with `kind`.

                    Leaves rot where they lie.
                    They say "rake!\\"

                    Args:
                        bed: the bed; the output of the action before it where it is left out.
                        kind: the rake.
                        rounds: rounds.
                        twice: whether twice.

                    Returns:
                        Heap.
                    \"""
                """);
    }

    @Test
    void readsAsAFunctionOfJsonSchema() {
        Tool tool = JsonFunction.tool(RAKE);
        assertThat(tool.name()).isEqualTo("rake_leaves");
        assertThat(tool.description())
                .isEqualTo("Rake the leaves of `bed` with `kind`.\n\nLeaves rot where they lie.\nThey say \"rake!\"");
        assertThat(tool.parameters()).isEqualTo(Json.parse("""
                {"type": "object", "properties": {
                  "kind": {"type": "string", "description": "the rake", "enum": ["fan", "a \\"b\\""], "default": "fan"},
                  "bed": {"description": "the bed"},
                  "rounds": {"type": "number", "description": "rounds", "enum": [1, 2.50], "default": 2},
                  "twice": {"type": "boolean", "description": "whether twice"}},
                 "required": ["bed"], "additionalProperties": false}
                """));
        assertThat(ChatMessage.write(tool).path("function").path("name").stringValue())
                .isEqualTo("rake_leaves");
    }

    @Test
    void aSchemaThatSaysMoreIsKept() {
        Action order = Samples.read(Samples.OPENAPI)
                .catalog()
                .byFunction("lending_library_list")
                .orElseThrow();
        assertThat(JsonFunction.tool(order).parameters().path("properties").path("limit"))
                .isEqualTo(Json.parse(
                        "{\"type\": \"integer\", \"minimum\": 1, \"description\": \"limit\", \"default\": 20}"));
    }

    @Test
    void everyFunctionIsPython(@TempDir Path folder) throws Exception {
        List<Action> actions = everything();
        List<String> codes =
                new ArrayList<>(actions.stream().map(PythonFunction::of).toList());
        codes.add(PythonFunction.module(actions));
        actions.forEach(action -> codes.add("def " + action.signature() + ":\n    pass\n"));
        assertThat(codes).hasSizeGreaterThan(2 * Catalog.bundled().actions().size());
        assertThat(CPython.refused(codes, folder)).isEmpty();
    }

    @Test
    void enumerationsAndDefaultsStandInBothForms() {
        for (Action action : everything()) {
            JsonNode properties = JsonFunction.tool(action).parameters().path("properties");
            String python = PythonFunction.of(action);
            assertThat(properties.propertyNames())
                    .containsExactlyElementsOf(
                            action.parameters().stream().map(Parameter::name).toList());
            for (Parameter parameter : action.parameters()) {
                JsonNode schema = properties.path(parameter.name());
                assertThat(schema.path("enum").size() + schema.path("const").size()
                                >= parameter.values().size())
                        .as(action.id() + " " + parameter.name())
                        .isTrue();
                assertThat(schema.has("default")).isEqualTo(parameter.defaultValue() != null);
                assertThat(python)
                        .contains(parameter.name() + ": " + (parameter.values().isEmpty() ? "" : "Literal["));
            }
            assertThat(Json.parse(Json.write(ChatMessage.write(JsonFunction.tool(action)))))
                    .isNotNull();
        }
    }

    private static List<Action> everything() {
        List<Action> actions = new ArrayList<>(Catalog.bundled().actions());
        for (String sample : List.of(
                Samples.OPENAPI,
                Samples.MCP,
                Samples.FUNCTIONS,
                Samples.ACTIONS,
                Samples.APP_INTENTS,
                Samples.INTENT_DEFINITION)) {
            actions.addAll(Samples.read(sample).catalog().actions());
        }
        for (int seed = 0; seed < 50; seed++) {
            actions.addAll(CatalogFileTest.RandomCatalogs.of(new Random(seed)).actions());
        }
        return actions;
    }
}
