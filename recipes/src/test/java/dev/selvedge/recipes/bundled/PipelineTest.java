package dev.selvedge.recipes.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.WorkflowReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ships can be read, printed, parsed back and run. */
class PipelineTest {
    private static final int SCENARIOS = 3;

    private final Catalog catalog = Catalog.bundled();
    private final Device device = new Device(catalog, Limits.STANDARD);

    static List<BundledWorkflow> bundled() {
        return BundledWorkflow.all();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void readsPrintsAndParsesBack(BundledWorkflow bundled) {
        Reading reading = WorkflowReader.read(bundled.bytes());
        assertThat(reading.problems())
                .as("only the device report refers to an output that is missing")
                .hasSize(bundled.file().equals("device-report.shortcut") ? 1 : 0);
        String code = CodePrinter.print(reading.workflow(), catalog);
        CodeParser.Parsed parsed = CodeParser.parse(code, catalog);
        assertThat(parsed.diagnostics()).as(code).isEmpty();
        assertThat(parsed.workflow())
                .isNotNull()
                .extracting(Workflow::body)
                .isEqualTo(reading.workflow().body());
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void runsToAnEnd(BundledWorkflow bundled) {
        Workflow workflow = WorkflowReader.read(bundled.bytes()).workflow();
        List<Scenario> scenarios = Scenario.reaching(device, List.of(workflow), SCENARIOS);
        List<Execution> executions =
                scenarios.stream().map(s -> device.run(workflow, s)).toList();
        assertThat(executions)
                .isNotEmpty()
                .allSatisfy(e ->
                        assertThat(e.ending().good()).as(e.ending().toString()).isTrue());
        assertThat(executions)
                .as("something can be noticed")
                .anyMatch(e -> !e.effects().isEmpty());
    }

    @Test
    void mostCallsAreInterpreted() {
        int calls = 0;
        int interpreted = 0;
        for (BundledWorkflow bundled : bundled()) {
            Execution execution =
                    device.run(WorkflowReader.read(bundled.bytes()).workflow(), Scenario.seeded(7));
            calls += execution.calls();
            interpreted += execution.interpreted();
        }
        assertThat((double) interpreted / calls).isGreaterThan(0.9);
    }
}
