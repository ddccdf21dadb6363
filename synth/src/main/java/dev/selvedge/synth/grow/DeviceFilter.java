package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Scenario;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Keeps what runs: to its end in every scenario it is tried in, with something to notice, with every action interpreted
 * and every branch reached.
 */
public final class DeviceFilter implements WorkflowFilter {
    private static final int WORLDS = 32;
    private static final int TRIES = 3;
    private static final int SEARCHED = 4;

    private final Device device;
    private final List<Scenario> worlds;

    public DeviceFilter(Device device) {
        this.device = device;
        this.worlds = LongStream.range(0, WORLDS).mapToObj(Scenario::seeded).toList();
    }

    @Override
    public Optional<String> refuse(Workflow workflow, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Seen seen = new Seen();
        for (int i = 0; i < TRIES; i++) {
            Optional<String> refusal = seen.add(device.run(workflow, worlds.get(random.nextInt(WORLDS))));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (!seen.all()) {
            for (Scenario scenario : Scenario.reaching(device, List.of(workflow), SEARCHED)) {
                Optional<String> refusal = seen.add(device.run(workflow, scenario));
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        if (!seen.effects) {
            return Optional.of("nothing-to-notice");
        }
        return seen.all() ? Optional.empty() : Optional.of("unreachable-branch");
    }

    /** What the executions of one workflow showed together. */
    private static final class Seen {
        private final BitSet reached = new BitSet();
        private boolean effects;
        private int branches;

        Optional<String> add(Execution execution) {
            if (execution.ending().kind() != Execution.Ending.Kind.FINISHED
                    && execution.ending().kind() != Execution.Ending.Kind.EXITED) {
                return Optional.of("ends-badly");
            }
            if (!execution.uninterpreted().isEmpty()) {
                return Optional.of("uninterpreted-action");
            }
            branches = execution.coverage().branches();
            execution.coverage().reached().forEach(reached::set);
            effects |= !execution.effects().isEmpty() || !execution.changes().isEmpty() || execution.output() != null;
            return Optional.empty();
        }

        boolean all() {
            return effects && reached.cardinality() == branches;
        }
    }
}
