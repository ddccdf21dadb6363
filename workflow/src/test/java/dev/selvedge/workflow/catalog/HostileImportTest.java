package dev.selvedge.workflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues from strangers: always an answer in bounded time, and always a sentence. */
class HostileImportTest {
    private static final List<String> SAMPLES = List.of(
            Samples.OPENAPI,
            Samples.MCP,
            Samples.FUNCTIONS,
            Samples.ACTIONS,
            Samples.APP_INTENTS,
            Samples.INTENT_DEFINITION);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]x",
                "nothing",
                "a: b",
                "5",
                "[5]",
                "{\"tools\": []}",
                "{\"tools\": 5}",
                "<plist>",
                "<a/>",
                "{\"openapi\": \"3.0.0\"}",
                "{\"openapi\": 3}",
                "{\"swagger\": \"2.0\"}",
                "{\"paths\": {}}",
                "\u0000",
                "{\"a\": 1, \"a\": 2}",
                "a: &x [*x]",
                "? [a]\n: b",
                "a: !!java.lang.Runtime x",
                "- - -\n -x: [",
                "%YAML 9.9\n---\na",
                "a: b\n---\nc: d",
                "{\"tools\": [{\"name\": \"\"}]}"
            })
    void whatIsNoCatalogueIsRefusedInASentence(String text) {
        assertThatThrownBy(() -> Samples.read(text))
                .isInstanceOf(CatalogFormatException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .endsWith(".")
                        .hasSizeLessThan(400)
                        .doesNotContain("\n"));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> CatalogImport.read(new byte[] {(byte) 0xff, (byte) 0xfe, 1}, "x"))
                .hasMessage("The file is neither UTF-8 text nor a binary property list.");
        assertThatThrownBy(() -> CatalogImport.read(new byte[Bounds.BYTES + 1], "x"))
                .hasMessage("The file is larger than 32 MiB, which is not read.");
        assertThatThrownBy(() -> CatalogImport.read("bplist00 and no more".getBytes(StandardCharsets.US_ASCII), "x"))
                .isInstanceOf(CatalogFormatException.class);
        assertThatThrownBy(() -> Samples.read("{\"WFWorkflowActions\": []}"))
                .hasMessage("The file is a workflow, not a catalogue of actions.");
    }

    @Test
    void depthIsBounded() {
        for (String deep : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "a: " + "[".repeat(100_000),
                "a:\n"
                        + IntStream.range(1, 3_000)
                                .mapToObj(i -> " ".repeat(i) + "a:")
                                .collect(Collectors.joining("\n")),
                "- ".repeat(100_000) + "a")) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(120),
                    () -> assertThatThrownBy(() -> Samples.read(deep)).isInstanceOf(CatalogFormatException.class));
        }
    }

    @Test
    void whatAliasesAddUpToIsBounded() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(120),
                () -> assertThatThrownBy(() -> Samples.read(bomb.toString()))
                        .hasMessage("The file holds more than 2000000 values."));
    }

    @Test
    void referencesInACircleStandForAnything() {
        CatalogImport.Imported imported = Samples.read("""
                openapi: 3.0.0
                paths:
                  /a:
                    get:
                      parameters:
                        - {name: x, in: query, schema: {$ref: '#/components/schemas/A'}}
                        - {name: y, in: query, schema: {$ref: '#'}}
                        - {name: z, in: query, schema: {$ref: '#/components/schemas/Tree'}}
                        - {name: n, in: query, schema: {$ref: '#/nothing/here'}}
                    post:
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Loop'}}}}
                components:
                  schemas:
                    A: {$ref: '#/components/schemas/B'}
                    B: {$ref: '#/components/schemas/A'}
                    Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}}}
                    Loop: {allOf: [{$ref: '#/components/schemas/Loop'}], properties: {p: {type: string}}}
                """);
        assertThat(imported.catalog().actions()).hasSize(2);
        assertThat(imported.problems())
                .extracting(Diagnostic::message)
                .contains(
                        "The reference #/components/schemas/A leads in a circle; any value stands for it.",
                        "The reference #/nothing/here leads to nothing in the file; any value stands for it.");
        assertThat(imported.catalog().byId("POST /a").orElseThrow().parameters())
                .extracting(Catalog.Parameter::name)
                .containsExactly("p");
    }

    @Test
    void referencesThatMultiplyKeepTheirTypeAlone() {
        StringBuilder schemas = new StringBuilder("    S0: {type: string}\n");
        for (int i = 1; i < 60; i++) {
            schemas.append(
                    "    S%d: {type: object, properties: {a: {$ref: '#/components/schemas/S%d'}, b: {$ref: '#/components/schemas/S%d'}}}\n"
                            .formatted(i, i - 1, i - 1));
        }
        String text = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      parameters:\n"
                + "        - {name: x, in: query, schema: {$ref: '#/components/schemas/S59'}}\ncomponents:\n  schemas:\n"
                + schemas;
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            CatalogImport.Imported imported = Samples.read(text);
            Catalog.Parameter x =
                    imported.catalog().actions().iterator().next().parameters().getFirst();
            assertThat(x.type().label()).isEqualTo("dictionary");
            assertThat(x.schema()).isNull();
            assertThat(imported.problems())
                    .singleElement()
                    .satisfies(p ->
                            assertThat(p.message()).startsWith("The schema of query/x is larger than 2000 values"));
        });
    }

    @Test
    void workIsBounded() {
        String properties = IntStream.range(0, 2_000)
                .mapToObj(i -> "\"p" + i + "\": {\"type\": \"string\"}")
                .collect(Collectors.joining(","));
        String paths = IntStream.range(0, 19_000)
                .mapToObj(i -> "\"/a" + i + "\": {\"post\": {\"requestBody\": {\"$ref\": \"#/components/B\"}}}")
                .collect(Collectors.joining(","));
        String text = "{\"openapi\": \"3.0.0\", \"paths\": {" + paths
                + "}, \"components\": {\"B\": {\"content\": {\"application/json\": {\"schema\": {\"properties\": {"
                + properties + "}}}}}}}";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(300),
                () -> assertThatThrownBy(() -> Samples.read(text))
                        .hasMessageContaining("come to more than 20000000 values"));
    }

    @Test
    void whatIsTooLongIsSaid() {
        String values = IntStream.range(0, Bounds.CHOICES + 1)
                .mapToObj(i -> "\"v" + i + "\"")
                .collect(Collectors.joining(","));
        CatalogImport.Imported imported =
                Samples.read("[{\"name\": \"f\", \"description\": \"" + "Long words. ".repeat(5_000)
                        + "\", \"parameters\": {\"properties\": {\"x\": {\"enum\": [" + values + "]}}}}]");
        assertThat(imported.problems())
                .extracting(Diagnostic::message)
                .anyMatch(m -> m.startsWith("The description of f has 60000 characters"))
                .anyMatch(m -> m.contains("more than 2000 values is taken for any value"));
    }

    @Test
    void numbersBeyondMeasureDoNoHarm() {
        String text =
                "[{\"name\": \"f\", \"parameters\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"number\","
                        + " \"default\": 1e999999999, \"maximum\": 1e99999, \"enum\": [1e308, 12345678901234567890123]}}}}]";
        Catalog catalog = Samples.read(text).catalog();
        assertThat(List.copyOf(CatalogFile.read(CatalogFile.write(catalog)).actions()))
                .isEqualTo(List.copyOf(catalog.actions()));
        assertThat(PythonFunction.module(catalog.actions())).hasSizeLessThan(2_000);
    }

    @Test
    void whateverIsChangedThereIsAnAnswer() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(SAMPLES.get(random.nextInt(SAMPLES.size())), random);
            try {
                Catalog catalog = CatalogImport.read(bytes, "Source").catalog();
                assertThat(List.copyOf(
                                CatalogFile.read(CatalogFile.write(catalog)).actions()))
                        .as("seed " + seed)
                        .isEqualTo(List.copyOf(catalog.actions()));
                String python = PythonFunction.module(catalog.actions());
                assertThat(PythonTree.parse(python).faults())
                        .as("seed " + seed + "\n" + python)
                        .isEmpty();
                JsonFunction.tools(List.copyOf(catalog.actions()));
            } catch (CatalogFormatException e) {
                assertThat(e.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
    }

    private static byte[] mutated(String sample, Random random) {
        String[] lines = sample.split("\n", -1);
        for (int i = random.nextInt(3); i > 0; i--) {
            lines[random.nextInt(lines.length)] = lines[random.nextInt(lines.length)];
        }
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        String hard = "\"'{}[]:,#&*!|>%@`\\\n\t 09azé$";
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(3)) {
                case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    byte[] copy = bytes.clone();
                    copy[at] = (byte) hard.charAt(random.nextInt(hard.length()));
                    yield copy;
                }
            };
        }
        return bytes;
    }
}
