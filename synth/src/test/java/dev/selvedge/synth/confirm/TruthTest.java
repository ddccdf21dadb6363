package dev.selvedge.synth.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.expand.ActionUse;
import dev.selvedge.synth.expand.QuerySampling;
import dev.selvedge.synth.expand.QueryWriter;
import dev.selvedge.synth.expand.TemplateQueryWriter;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.workflow.device.Device;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The gates let through what answers a question: the workflows that the questions were made of. */
class TruthTest {
    private static final int BRIEFS = 60;

    @Test
    void truthsPassTheGates() {
        Growth growth = new Growth(
                Asked.CATALOG,
                Device.interpreted(),
                SeedStatistics.none(),
                new DeviceFilter(Asked.DEVICE),
                Scale.SMALL,
                1);
        TemplateQueryWriter writer = new TemplateQueryWriter(growth, new TemplateAnnotator(Asked.CATALOG));
        Map<String, Integer> counts = new TreeMap<>();
        growth.expectedFrequencies().forEach(counts::put);
        counts.keySet().removeIf(ActionUse::isPlumbing);
        ActionUse use = new ActionUse(new TreeMap<>(counts), new TreeMap<>(Map.of(6, 1, 10, 1)));
        QuerySampling sampling = new QuerySampling(Asked.CATALOG, use, List.of(), QuerySampling.Settings.STANDARD, 4);
        int written = 0;
        Map<String, Integer> failed = new TreeMap<>();
        for (long index = 0; index < BRIEFS; index++) {
            if (writer.write(sampling.brief(index))
                    instanceof Outcome.Kept<QueryWriter.Written>(List<QueryWriter.Written> kept)) {
                QueryWriter.Written each = kept.getFirst();
                written++;
                if (Asked.gates().check(new Drafted(each.query(), 0, "", each.truth(), ""))
                        instanceof Outcome.Rejected<Drafted> rejected) {
                    failed.merge(rejected.reason() + ": " + rejected.detail(), 1, Integer::sum);
                }
            }
        }
        assertThat(written).isGreaterThan(BRIEFS / 3);
        assertThat(failed.values().stream().mapToInt(Integer::intValue).sum())
                .as("of " + written + " truths: " + failed)
                .isLessThanOrEqualTo(written / 20);
    }
}
