package dev.selvedge.synth.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TemplateQueryWriterTest {
    private static final Catalog CATALOG = Catalog.bundled();

    private static final int BRIEFS = 40;

    private static TemplateQueryWriter writer() {
        Growth growth = new Growth(
                CATALOG,
                Device.interpreted(),
                SeedStatistics.none(),
                new DeviceFilter(new Device(CATALOG, Limits.STANDARD)),
                Scale.SMALL,
                1);
        return new TemplateQueryWriter(growth, new TemplateAnnotator(CATALOG));
    }

    @Test
    void questionsNeedTheirActionsAndTheTruthAnswersThem() {
        Map<String, Integer> counts = new TreeMap<>();
        ActionUse.askable(CATALOG, Device.interpreted()).forEach(id -> counts.put(id, 0));
        ActionUse use = new ActionUse(new TreeMap<>(counts), new TreeMap<>(Map.of(4, 1, 8, 1, 16, 1)));
        QuerySampling sampling = new QuerySampling(CATALOG, use, List.of(), QuerySampling.Settings.STANDARD, 3);
        TemplateQueryWriter writer = writer();
        Map<String, Integer> fates = new TreeMap<>();
        for (long index = 0; index < BRIEFS; index++) {
            QueryBrief brief = sampling.brief(index);
            Outcome<QueryWriter.Written> outcome = writer.write(brief);
            switch (outcome) {
                case Outcome.Kept<QueryWriter.Written>(List<QueryWriter.Written> written) -> {
                    ExpandedQuery query = written.getFirst().query();
                    Workflow truth = CodeParser.parse(written.getFirst().truth(), CATALOG)
                            .workflow();
                    assertThat(Skeleton.of(Objects.requireNonNull(truth)).actions())
                            .containsExactlyInAnyOrderElementsOf(query.actions());
                    assertThat(brief.actions()).containsSubsequence(query.actions());
                    assertThat(query.query())
                            .isNotBlank()
                            .doesNotContain(written.getFirst().truth());
                    assertThat(query.category()).isEqualTo(brief.category());
                    assertThat(query.writer()).isEqualTo("template");
                    fates.merge("kept with " + query.actions().size(), 1, Integer::sum);
                    if (index < 5) {
                        assertThat(writer().write(brief)).isEqualTo(outcome);
                    }
                }
                case Outcome.Rejected<QueryWriter.Written> rejected -> fates.merge(rejected.reason(), 1, Integer::sum);
                case Outcome.Postponed<QueryWriter.Written> postponed -> fates.merge("postponed", 1, Integer::sum);
            }
        }
        int kept = fates.entrySet().stream()
                .filter(fate -> fate.getKey().startsWith("kept"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertThat(kept).as("kept of " + BRIEFS + ": " + fates).isGreaterThan(BRIEFS / 3);
        assertThat(fates).doesNotContainKey("postponed");
    }
}
