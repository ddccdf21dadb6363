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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real workflow files on the device. Skipped where the test data is not there. */
class CorpusTest {
    private static final int SEEDS = 3;

    /** So many of so many. */
    private static final class Tally {
        private int all;
        private int known;

        void add(int more, int knownOfThem) {
            all += more;
            known += knownOfThem;
        }

        double share() {
            return all == 0 ? 1 : (double) known / all;
        }
    }

    @Test
    void everyRealFileRunsToAnEndInBoundedTime() throws IOException {
        Map<String, Workflow> workflows = new TreeMap<>();
        for (Path file : files()) {
            workflows.put(
                    file.getFileName().toString(), WorkflowReader.read(file).workflow());
        }
        Tally executed = new Tally();
        Tally calls = new Tally();
        Tally all = new Tally();
        Map<Kind, Integer> endings = new EnumMap<>(Kind.class);
        long longest = 0;
        String slowest = "";
        for (Map.Entry<String, Workflow> entry : workflows.entrySet()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                long start = System.nanoTime();
                Execution execution = Trees.DEVICE.run(entry.getValue(), Scenario.seeded(seed));
                long nanos = System.nanoTime() - start;
                if (nanos > longest) {
                    longest = nanos;
                    slowest = entry.getKey();
                }
                executed.add(execution.calls(), execution.interpreted());
                new Occurrences(execution, calls, all).body(entry.getValue().body(), true);
                endings.merge(execution.ending().kind(), 1, Integer::sum);
            }
        }
        System.out.printf(
                "device: %d files, %d interpreted actions; of the actions executed %.1f %% are interpreted, of the calls among"
                        + " them %.1f %%, counting repeats %.1f %%; endings %s; slowest run %d ms (%s)%n",
                workflows.size(),
                Device.interpreted().size(),
                100 * all.share(),
                100 * calls.share(),
                100 * executed.share(),
                endings,
                longest / 1_000_000,
                slowest);
        assertThat(workflows).isNotEmpty();
        assertThat(endings).doesNotContainKey(Kind.DEADLINE);
        assertThat(all.share()).isGreaterThan(0.9);
    }

    private static List<Path> files() throws IOException {
        Path folder = Path.of(System.getProperty("selvedge.data", "")).resolve("shortcuts/shared");
        assumeTrue(Files.isDirectory(folder), "the test data is not at " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** Counts what ran: the statements of the blocks that were reached, each once. */
    private static final class Occurrences {
        private final Set<Integer> reached;
        private final Tally calls;
        private final Tally all;
        private int branch;

        Occurrences(Execution execution, Tally calls, Tally all) {
            this.reached = Set.copyOf(execution.coverage().reached());
            this.calls = calls;
            this.all = all;
        }

        void body(List<Statement> body, boolean ran) {
            for (Statement statement : body) {
                boolean known = !(statement instanceof Statement.Call call) || Device.interprets(call.action());
                if (ran) {
                    all.add(1, known ? 1 : 0);
                    calls.add(
                            statement instanceof Statement.Call ? 1 : 0,
                            statement instanceof Statement.Call && known ? 1 : 0);
                }
                switch (statement) {
                    case Statement.If choice -> bodies(List.of(choice.then(), choice.otherwise()));
                    case Statement.Menu menu ->
                        bodies(menu.cases().stream().map(Statement.Case::body).toList());
                    case Statement.Repeat loop -> bodies(List.of(loop.body()));
                    case Statement.ForEach loop -> bodies(List.of(loop.body()));
                    case Statement.Call _, Statement.Assign _, Statement.Append _, Statement.Comment _ -> {}
                }
            }
        }

        private void bodies(List<List<Statement>> bodies) {
            int first = branch;
            branch += bodies.size();
            for (int i = 0; i < bodies.size(); i++) {
                body(bodies.get(i), reached.contains(first + i));
            }
        }
    }
}
