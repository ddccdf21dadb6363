package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.CATALOG;
import static dev.selvedge.workflow.file.Plists.NEW;
import static dev.selvedge.workflow.file.Plists.act;
import static dev.selvedge.workflow.file.Plists.block;
import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.file;
import static dev.selvedge.workflow.file.Plists.output;
import static dev.selvedge.workflow.file.Plists.text;
import static dev.selvedge.workflow.file.Plists.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The two bridges from code back to a file: with its sidecar exactly, without it to one that does the same. */
class SidecarTest {
    private static final int SCENARIOS = 8;

    @Test
    void everyRealFileComesBackFromItsCode() throws Exception {
        Catalog catalog = Catalog.bundled();
        Equivalence equivalence = new Equivalence(new Device(catalog, Limits.STANDARD));
        List<String> broken = new ArrayList<>();
        for (Path path : SharedFiles.in("shared")) {
            Reading reading = WorkflowReader.read(Files.readAllBytes(path), catalog);
            String code = CodePrinter.print(reading.workflow(), catalog);
            Sidecar sidecar =
                    Sidecar.read(Sidecar.of(reading.source(), parse(code, catalog, reading.resources()), catalog)
                            .json());
            Sidecar.Restored restored = sidecar.restore(parse(code, catalog, sidecar.resources()), catalog);
            byte[] written = WorkflowWriter.write(restored.plist());
            if (!restored.exact()
                    || !WorkflowReader.read(written, catalog).source().equals(reading.source())) {
                broken.add(path + ": with its sidecar it is another file");
            }
            byte[] alone = WorkflowWriter.write(parse(code, catalog, Map.of()), catalog);
            Comparison comparison = equivalence.compare(
                    reading.workflow(), WorkflowReader.read(alone, catalog).workflow(), SCENARIOS);
            if (!(comparison instanceof Comparison.Equal)) {
                broken.add(path + ": " + comparison);
            }
        }
        assertThat(broken).isEmpty();
    }

    private static Workflow parse(String code, Catalog catalog, Map<String, byte[]> resources) {
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog, resources);
        assertThat(parsed.workflow()).as("%s", parsed.diagnostics()).isNotNull();
        return java.util.Objects.requireNonNull(parsed.workflow());
    }

    private static Workflow parse(String code, Sidecar sidecar) {
        return parse(code, CATALOG, sidecar.resources());
    }

    /** A file with everything that code does not say. */
    private static Dict noisy() {
        Map<String, PlistValue> entries = new LinkedHashMap<>(file(
                        NEW,
                        act("getbatterylevel", "UUID", "AB-1", "ShowWhenRun", false),
                        block(
                                "conditional",
                                "G-1",
                                0,
                                "WFInput",
                                token(output("AB-1", "Battery Level")),
                                "WFCondition",
                                2,
                                "WFNumberValue",
                                20.0),
                        act("showresult", "Text", text("\uFFFC %", output("AB-1", "Battery Level")), "UUID", "CD-2"),
                        block("conditional", "G-1", 2, "UUID", "unused"),
                        act("com.example.Send", "Picture", new byte[] {1, 2, 3}, "Show-text", true),
                        act("nothing"))
                .entries());
        entries.put("WFWorkflowIcon", dict("WFWorkflowIconGlyphNumber", 61440, "WFWorkflowIconStartColor", -12365313));
        entries.put("WFWorkflowTypes", new Array(List.of()));
        return new Dict(entries);
    }

    @Test
    void editedCodeKeepsWhatStillFits() {
        Dict source = noisy();
        Reading reading = Plists.read(source);
        String code = CodePrinter.print(reading.workflow(), CATALOG);
        Sidecar sidecar = Sidecar.of(source, parse(code, CATALOG, reading.resources()), CATALOG);
        assertThat(sidecar.restore(parse(code, sidecar), CATALOG)).isEqualTo(new Sidecar.Restored(source, true));

        String edited = code.replace("{battery_level} %", "{battery_level} percent");
        assertThat(edited).isNotEqualTo(code);
        Sidecar.Restored restored = sidecar.restore(parse(edited, sidecar), CATALOG);
        assertThat(restored.exact()).isFalse();
        assertThat(restored.plist().get("WFWorkflowIcon")).isEqualTo(source.get("WFWorkflowIcon"));
        List<PlistValue> actions = restored.plist().array(Sidecar.ACTIONS);
        List<PlistValue> before = source.array(Sidecar.ACTIONS);
        assertThat(actions).hasSameSizeAs(before).contains(before.get(0), before.get(1), before.get(4));
        assertThat(WorkflowReader.tree(restored.plist(), CATALOG)).isEqualTo(parse(edited, sidecar));
    }

    @Test
    void codeOfAnotherWorkflowTakesOnlyTheLookOfTheFile() {
        Dict source = noisy();
        Sidecar sidecar = Sidecar.of(source, Plists.read(source).workflow(), CATALOG);
        Workflow other = parse("x = get_battery_level()\nset_clipboard(input=x)\n", CATALOG, Map.of());
        Sidecar.Restored restored = sidecar.restore(other, CATALOG);
        assertThat(restored.exact()).isFalse();
        assertThat(restored.plist().get("WFWorkflowIcon")).isEqualTo(source.get("WFWorkflowIcon"));
        assertThat(WorkflowReader.tree(restored.plist(), CATALOG)).isEqualTo(other);
    }

    /** Whatever a file holds, and however far the code is from it. */
    @Test
    void anySidecarGivesItsFileBack() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Map<String, PlistValue> entries = new LinkedHashMap<>();
            if (value(random, 3) instanceof Dict(var more)) {
                entries.putAll(more);
            }
            List<PlistValue> actions = new ArrayList<>(noisy().array(Sidecar.ACTIONS));
            for (int i = random.nextInt(8); i > 0; i--) {
                actions.add(random.nextInt(actions.size() + 1), value(random, 4));
            }
            while (!actions.isEmpty() && random.nextInt(3) > 0) {
                actions.remove(random.nextInt(actions.size()));
            }
            entries.put(Sidecar.ACTIONS, new Array(actions));
            Dict source = new Dict(entries);
            Workflow workflow = WorkflowReader.tree(random.nextBoolean() ? source : noisy(), CATALOG);
            Sidecar sidecar = Sidecar.read(Sidecar.of(source, workflow, CATALOG).json());
            assertThat(sidecar.restore(workflow, CATALOG))
                    .as("seed %d", seed)
                    .isEqualTo(new Sidecar.Restored(source, true));
        }
    }

    @Test
    void anyValueComesBackFromJson() {
        for (int seed = 0; seed < 2_000; seed++) {
            PlistValue value = value(new Random(seed), 5);
            String json = dev.selvedge.core.Json.write(PlistJson.write(value));
            assertThat(PlistJson.read(dev.selvedge.core.Json.parse(json)))
                    .as("seed %d", seed)
                    .isEqualTo(value);
        }
    }

    private static PlistValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 10)) {
            case 0 -> new PlistValue.Str(key(random));
            case 1 -> PlistValue.Int.of(random.nextInt(10));
            case 2 -> new PlistValue.Int(new java.math.BigInteger(120, random).negate());
            case 3 ->
                new PlistValue.Real(List.of(1.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300, 0.1)
                        .get(random.nextInt(6)));
            case 4 -> new PlistValue.Bool(random.nextBoolean());
            case 5 -> new PlistValue.Date(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
            case 6 -> new PlistValue.Bytes(new byte[random.nextInt(4)]);
            case 7 -> new PlistValue.Uid(random.nextInt(100));
            case 8 -> new PlistValue.Null();
            case 9 -> new PlistValue.Str("AB-1");
            case 10 -> {
                List<PlistValue> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield new Array(items);
            }
            default -> {
                Map<String, PlistValue> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(key(random), value(random, depth - 1));
                }
                yield new Dict(entries);
            }
        };
    }

    private static String key(Random random) {
        return List.of("", "a", "value", "items", "$data", "$", "UUID", "\ud83d", "\u0000", "GroupingIdentifier", "😀")
                .get(random.nextInt(11));
    }

    @Test
    void pairsAsWellAsTheBestOfAllPairings() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int[] left = random.ints(random.nextInt(6), 0, 6).toArray();
            int[] right = random.ints(random.nextInt(6), 0, 6).toArray();
            java.util.function.IntBinaryOperator likeness =
                    (i, j) -> left[i] == right[j] ? 4 : left[i] % 3 == right[j] % 3 ? 1 : 0;
            int[] pairs = Pairing.of(left.length, right.length, likeness, 4);
            int sum = 0;
            int before = -1;
            for (int i = 0; i < left.length; i++) {
                if (pairs[i] >= 0) {
                    assertThat(pairs[i]).isGreaterThan(before);
                    before = pairs[i];
                    sum += likeness.applyAsInt(i, pairs[i]);
                }
            }
            assertThat(sum).as("seed %d", seed).isEqualTo(best(left.length, right.length, likeness));
        }
    }

    /** The oracle: every pairing is tried. */
    private static int best(int left, int right, java.util.function.IntBinaryOperator likeness) {
        if (left == 0 || right == 0) {
            return 0;
        }
        int skip = Math.max(best(left - 1, right, likeness), best(left, right - 1, likeness));
        return Math.max(skip, best(left - 1, right - 1, likeness) + likeness.applyAsInt(left - 1, right - 1));
    }

    /** Both ends of the bound: what is written is read, and what would not be read is not written. */
    @Test
    void codeThatNestsTooDeepForFilesIsRefused() {
        String deep = "x = %s1%s\n".formatted("{\"a\": ".repeat(30), "}".repeat(30));
        byte[] written = WorkflowWriter.write(parse(deep, CATALOG, Map.of()), CATALOG);
        assertThat(CodePrinter.print(WorkflowReader.read(written, CATALOG).workflow(), CATALOG))
                .contains("{\"a\":");
        Workflow deeper = parse("x = %s1%s\n".formatted("{\"a\": ".repeat(90), "}".repeat(90)), CATALOG, Map.of());
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> WorkflowWriter.write(deeper, CATALOG))
                .withMessageContaining("levels");
    }

    @Test
    void damagedSidecarsAreRefusedWithASentence() {
        String good =
                Sidecar.of(noisy(), Plists.read(noisy()).workflow(), CATALOG).json();
        Random random = new Random(1);
        for (String damaged : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"format\":\"other\"}",
                good.replace("selvedge-sidecar-1", "selvedge-sidecar-9"))) {
            refused(damaged);
        }
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(good);
            text.setCharAt(random.nextInt(text.length()), "{}[]\":,$0x".charAt(random.nextInt(10)));
            try {
                Sidecar sidecar = Sidecar.read(text.toString());
                sidecar.restore(Plists.read(noisy()).workflow(), CATALOG);
            } catch (WorkflowFormatException e) {
                assertThat(e).hasMessageMatching("(?s)The sidecar .*\\.");
            }
        }
    }

    private static void refused(String json) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> Sidecar.read(json))
                .withMessageStartingWith("The sidecar ");
    }
}
