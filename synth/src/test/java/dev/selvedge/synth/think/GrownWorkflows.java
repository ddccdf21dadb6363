package dev.selvedge.synth.think;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Grown;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.ArrayList;
import java.util.List;

/** Workflows to think about, always the same. */
final class GrownWorkflows {
    static final Catalog CATALOG = Catalog.bundled();

    private GrownWorkflows() {}

    static List<Workflow> of(int count, long seed) {
        Growth growth = new Growth(
                CATALOG,
                Device.interpreted(),
                SeedStatistics.none(),
                new DeviceFilter(new Device(CATALOG, Limits.STANDARD)),
                Scale.SMALL,
                seed);
        List<Workflow> workflows = new ArrayList<>();
        for (long index = 0; workflows.size() < count; index++) {
            if (growth.draft(index) instanceof Outcome.Kept<Grown>(List<Grown> grown)) {
                workflows.add(grown.getFirst().workflow());
            }
        }
        return workflows;
    }
}
