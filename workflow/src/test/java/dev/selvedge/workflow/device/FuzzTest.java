package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Senseless workflows: whatever they are, they end, within bounds, and twice the same. */
class FuzzTest {
    private static final Limits SMALL = new Limits(3_000, 40, 300_000, 10, 20_000);
    private static final Device DEVICE = new Device(Catalog.bundled(), SMALL);

    @Test
    void senselessWorkflowsEndWithinBounds() {
        check(0, 400);
    }

    @Test
    @Tag("long")
    void manySenselessWorkflowsEndWithinBounds() {
        check(1_000_000, 1_200_000);
    }

    private static void check(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Workflow workflow = Workflow.of("fuzz", new Senseless(seed).body(0));
            Scenario scenario = Scenario.seeded(seed % 7);
            Execution first;
            try {
                first = DEVICE.run(workflow, scenario);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " fails on " + workflow, e);
            }
            assertThat(first.ending().kind()).as("seed %d", seed).isNotEqualTo(Kind.DEADLINE);
            assertThat(DEVICE.run(workflow, scenario)).as("seed %d", seed).isEqualTo(first);
        }
    }
}
