package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending.Kind;
import dev.selvedge.workflow.device.Execution.Occurrences;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Real workflow files on the device. Skipped where the test data is not there. */
class CorpusTest {
    private static final int SEEDS = 3;

    @Test
    void everyRealFileRunsToAnEndInBoundedTime() throws IOException {
        Map<String, Workflow> workflows = RealFiles.read();
        Occurrences all = new Occurrences(0, 0);
        Map<String, Occurrences> files = new TreeMap<>();
        Map<Kind, Integer> endings = new EnumMap<>(Kind.class);
        long calls = 0;
        long interpreted = 0;
        for (Map.Entry<String, Workflow> entry : workflows.entrySet()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                Execution execution = Trees.DEVICE.run(entry.getValue(), Scenario.seeded(seed));
                all = all.plus(execution.occurrences());
                files.merge(entry.getKey(), execution.occurrences(), Occurrences::plus);
                calls += execution.calls();
                interpreted += execution.interpreted();
                endings.merge(execution.ending().kind(), 1, Integer::sum);
            }
        }
        System.out.printf(
                "device: %d files, %d interpreted actions; of the statements executed %.1f %% are interpreted, of all calls"
                        + " %.1f %%; files with less than 90 %%: %d; endings %s; %s%n",
                workflows.size(),
                Device.interpreted().size(),
                100 * all.share(),
                100.0 * interpreted / calls,
                files.values().stream().filter(file -> file.share() < 0.9).count(),
                endings,
                timed(workflows));
        assertThat(workflows).isNotEmpty();
        assertThat(endings).doesNotContainKey(Kind.DEADLINE);
        assertThat(all.share()).isGreaterThan(0.93);
    }

    /** Milliseconds of a warm run, the best of three for each file. */
    private static String timed(Map<String, Workflow> workflows) {
        Map<String, Double> millis = new TreeMap<>();
        for (int round = 0; round < 3; round++) {
            workflows.forEach((name, workflow) -> {
                long start = System.nanoTime();
                Trees.DEVICE.run(workflow, Scenario.seeded(1));
                millis.merge(name, (System.nanoTime() - start) / 1e6, Math::min);
            });
        }
        double[] sorted = millis.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        String slowest = millis.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> String.format("%s %.1f ms", entry.getKey(), entry.getValue()))
                .orElse("");
        return String.format("warm median %.3f ms a file, slowest %s", sorted[sorted.length / 2], slowest);
    }
}
