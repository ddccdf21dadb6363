package dev.selvedge.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import dev.selvedge.model.SafeTensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every merge of the golden set, written by mergekit 0.1.4, made again. */
class MergekitTest {
    private static final Path DATA = Path.of(System.getProperty("selvedge.data", "missing"), "mergekit");
    private static final Set<String> DRAWN =
            Set.of("out_dare_linear", "out_dare_ties", "out_della", "out_della_linear");
    /** Made of operations that have one result. */
    private static final Set<String> PLAIN = Set.of(
            "out_linear",
            "out_task_arithmetic",
            "out_task_arithmetic_norm",
            "out_ties",
            "out_breadcrumbs",
            "out_breadcrumbs_default_gamma",
            "out_passthrough_frankenmerge",
            "out_passthrough_scale",
            "out_nearswap",
            "out_ram",
            "out_ramplus_tl",
            "out_arcee_fusion");
    /** One unit in the last place of the greatest weights, which lie between 1 and 2. */
    private static final float TOLERANCE = 1.2e-7f;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> equalsMergekit() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "there is no golden set");
        return Files.list(DATA)
                .filter(path -> Files.exists(path.resolve("config_used.yml")))
                .sorted()
                .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> compare(path)));
    }

    private void compare(Path golden) throws IOException {
        Path config = golden.resolve("config_used.yml");
        Path out = folder.resolve(golden.getFileName());
        try (MergePlan plan = MergePlan.of(MergeConfig.read(config), Places.of(config, null), 0)) {
            Merge.standard().write(plan, out);
        }
        try (SafeTensors ours = SafeTensors.open(out.resolve("model.safetensors"));
                SafeTensors theirs = SafeTensors.open(golden.resolve("model.safetensors"))) {
            assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
            float worst = 0;
            for (String name : theirs.names()) {
                float[] mine = values(ours, name);
                float[] wanted = values(theirs, name);
                assertThat(mine).hasSameSizeAs(wanted);
                for (int i = 0; i < mine.length; i++) {
                    worst = Math.max(worst, Math.abs(mine[i] - wanted[i]));
                }
            }
            String name = golden.getFileName().toString();
            if (PLAIN.contains(name)) {
                assertThat(worst).isZero();
            } else if (!DRAWN.contains(name)) {
                assertThat(worst).isLessThanOrEqualTo(TOLERANCE);
            }
        }
        if (Files.exists(golden.resolve("config.json"))) {
            assertThat(Json.parse(Files.readString(out.resolve("config.json"))))
                    .isEqualTo(Json.parse(Files.readString(golden.resolve("config.json"))));
        }
    }

    /**
     * Where mergekit draws with torch's generator the values differ, but not what they are drawn from: as many stay those
     * of the base, the mean is the same, and they lie as far around it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"out_dare_linear", "out_dare_ties", "out_della", "out_della_linear"})
    void drawsAsMergekitDoes(String name) {
        Path golden = DATA.resolve(name);
        assumeTrue(Files.isDirectory(golden), "there is no golden set");
        Path config = golden.resolve("config_used.yml");
        MergeConfig asked = MergeConfig.read(config);
        String tensor = "model.embed_tokens.weight";
        float[] theirs;
        float[] base;
        try (SafeTensors file = SafeTensors.open(golden.resolve("model.safetensors"));
                SafeTensors from = SafeTensors.open(DATA.resolve("in_base").resolve("model.safetensors"))) {
            theirs = values(file, tensor);
            base = values(from, tensor);
        }
        int draws = 100;
        double[] mean = new double[theirs.length];
        double[] squares = new double[theirs.length];
        double untouched = 0;
        for (int seed = 0; seed < draws; seed++) {
            try (MergePlan plan = MergePlan.of(asked, Places.of(config, null), seed)) {
                float[] ours = plan.tensor(tensor);
                for (int i = 0; i < ours.length; i++) {
                    mean[i] += ours[i] / (double) draws;
                    squares[i] += (double) ours[i] * ours[i] / draws;
                    untouched += ours[i] == base[i] ? 1.0 / draws / ours.length : 0;
                }
            }
        }
        int same = 0;
        double off = 0;
        double spread = 0;
        for (int i = 0; i < theirs.length; i++) {
            same += theirs[i] == base[i] ? 1 : 0;
            off += (theirs[i] - mean[i]) * (theirs[i] - mean[i]);
            spread += squares[i] - mean[i] * mean[i];
        }
        // Three standard deviations of a share of a fifth among 640 values, and of their spread.
        assertThat(same / (double) theirs.length).isCloseTo(untouched, within(0.048));
        assertThat(Math.sqrt(off / spread)).isCloseTo(1, within(0.12));
    }

    private static float[] values(SafeTensors file, String name) {
        float[] values = new float[Math.toIntExact(file.entry(name).size())];
        MemorySegment.copy(file.bytes(name), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values, 0, values.length);
        return values;
    }
}
