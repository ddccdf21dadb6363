package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Mutants.Kind;
import dev.selvedge.workflow.device.Mutants.Mutant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Real workflows changed at a place that runs are found different. Unobservable by design are: a statement that no
 * scenario reaches; how long a wait is; the sound of a notification; texts of alerts that are empty; an If whose bodies
 * do the same for a person (a variable that nothing shows); what an app does with a call that it takes.
 */
class MutantsTest {
    private static final Equivalence EQUIVALENCE = new Equivalence(Trees.DEVICE);
    private static final int SCENARIOS = 5;
    private static final int MOST_OF_A_KIND = 3;

    /** So many found of so many. */
    private static final class Tally {
        private int all;
        private int found;

        @Override
        public String toString() {
            return found + " of " + all;
        }
    }

    @Test
    void areFoundDifferent() throws IOException {
        Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
        Map<String, Integer> missed = new TreeMap<>();
        for (Map.Entry<String, Workflow> file : RealFiles.read().entrySet()) {
            Workflow workflow = file.getValue();
            Equivalence.Reference reference = EQUIVALENCE.reference(workflow, SCENARIOS);
            if (reference.undecided().isPresent()) {
                continue;
            }
            List<Machine> machines = new ArrayList<>();
            for (Scenario scenario : reference.scenarios()) {
                Machine machine = new Machine(Trees.DEVICE, workflow, scenario, false);
                if (machine.execute().ending().kind() != Execution.Ending.Kind.LIMIT) {
                    machines.add(machine);
                }
            }
            for (Kind kind : Kind.values()) {
                for (Mutant mutant : Mutants.of(workflow, kind, s -> ran(machines, s), MOST_OF_A_KIND)) {
                    Tally tally = tallies.computeIfAbsent(kind, _ -> new Tally());
                    tally.all++;
                    if (reference.compare(mutant.workflow()) instanceof Comparison.Different) {
                        tally.found++;
                    } else {
                        missed.merge(kind + " " + named(mutant.site()) + " " + file.getKey(), 1, Integer::sum);
                    }
                }
            }
        }
        System.out.println("device: mutants of real files that are found different: " + tallies);
        System.out.println("device: mutants that are not: " + missed);
        tallies.forEach((kind, tally) -> assertThat((double) tally.found / tally.all)
                .as("%s", kind)
                .isGreaterThan(kind == Kind.CONDITION ? 0.8 : 0.98));
    }

    private static boolean ran(List<Machine> machines, Statement statement) {
        return machines.stream().anyMatch(machine -> machine.ran(statement));
    }

    private static String named(Statement statement) {
        return statement instanceof Statement.Call call
                ? call.action().substring(call.action().lastIndexOf('.') + 1)
                : statement.getClass().getSimpleName();
    }
}
