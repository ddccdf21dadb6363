package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending.Kind;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real workflow files on the device. Skipped where the test data is not there. */
class CorpusTest {
    private static final int SEEDS = 3;

    private record Tally(int[] calls, int[] interpreted) {
        Tally() {
            this(new int[1], new int[1]);
        }

        void add(int more, int known) {
            calls[0] += more;
            interpreted[0] += known;
        }

        double share() {
            return calls[0] == 0 ? 1 : (double) interpreted[0] / calls[0];
        }
    }

    @Test
    void everyRealFileRunsToAnEndInBoundedTime() throws IOException {
        Map<String, Workflow> workflows = new TreeMap<>();
        for (Path file : files()) {
            workflows.put(file.getFileName().toString(), WorkflowReader.read(file).workflow());
        }
        Tally executed = new Tally();
        Tally written = new Tally();
        Map<Kind, Integer> endings = new EnumMap<>(Kind.class);
        Map<String, Integer> unknown = new TreeMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        long longest = 0;
        String slowest = "";
        long begun = System.nanoTime();
        for (Map.Entry<String, Workflow> entry : workflows.entrySet()) {
            count(entry.getValue().body(), written);
            for (int seed = 0; seed < SEEDS; seed++) {
                long start = System.nanoTime();
                Execution execution = Trees.DEVICE.run(entry.getValue(), Scenario.seeded(seed));
                long nanos = System.nanoTime() - start;
                if (nanos > longest) {
                    longest = nanos;
                    slowest = entry.getKey();
                }
                executed.add(execution.calls(), execution.interpreted());
                endings.merge(execution.ending().kind(), 1, Integer::sum);
                execution.uninterpreted().forEach(call -> unknown.merge(call.action(), 1, Integer::sum));
                if (!execution.ending().good()) {
                    reasons.merge(execution.ending().reason(), 1, Integer::sum);
                }
            }
        }
        System.out.printf(
                "device: %d files, %d interpreted actions; calls executed %d, interpreted %.1f %%; calls written %d,"
                        + " interpreted %.1f %%; endings %s; slowest run %d ms (%s), all runs %d ms%n",
                workflows.size(),
                Device.interpreted().size(),
                executed.calls()[0],
                100 * executed.share(),
                written.calls()[0],
                100 * written.share(),
                endings,
                longest / 1_000_000,
                slowest,
                (System.nanoTime() - begun) / 1_000_000);
        System.out.println(top(unknown));
        System.out.println(top(reasons));
        assertThat(endings).doesNotContainKey(Kind.DEADLINE);
        assertThat(executed.share()).isGreaterThan(0.9);
    }

    private static List<String> top(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .limit(40)
                .map(e -> e.getValue() + " " + e.getKey())
                .toList();
    }

    private static List<Path> files() throws IOException {
        Path folder = Path.of(System.getProperty("selvedge.data", "")).resolve("shortcuts/shared");
        assumeTrue(Files.isDirectory(folder), "the test data is not at " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static void count(List<Statement> body, Tally tally) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Call call -> tally.add(1, Device.interprets(call.action()) ? 1 : 0);
                case Statement.If choice -> {
                    count(choice.then(), tally);
                    count(choice.otherwise(), tally);
                }
                case Statement.Menu menu -> menu.cases().forEach(each -> count(each.body(), tally));
                case Statement.Repeat loop -> count(loop.body(), tally);
                case Statement.ForEach loop -> count(loop.body(), tally);
                case Statement.Assign _, Statement.Append _, Statement.Comment _ -> {}
            }
        }
    }
}
