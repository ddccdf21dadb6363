package dev.selvedge.synth.world;

import dev.selvedge.synth.play.Grading;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Behaviour;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares code that calls made-up tools by what it does: two codes are the same if both run to their end and everything
 * that can be noticed is, what they show and what they call with which arguments. Code is hostile text; it runs on the
 * virtual device alone, within bounds, and what does not run is the same as nothing, itself included.
 *
 * @param catalog the bundled actions and the tools
 */
record Workbench(Catalog catalog, Equivalence equivalence) {
    private static final int LONGEST = 2_000;
    private static final Limits LIMITS = new Limits(2_000, 20, 100_000, 4, 2_000);
    private static final List<Scenario> SCENARIOS =
            Stream.of(1L, 2L).map(Scenario::seeded).toList();

    static Workbench of(Collection<MadeUpTool> tools) {
        Catalog.Merged merged = Catalog.bundled()
                .plus(new Catalog(tools.stream().map(MadeUpTool::action).toList()));
        if (!merged.collisions().isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", merged.collisions()));
        }
        Map<String, Behaviour> behaviours = new HashMap<>();
        tools.forEach(tool -> behaviours.put(tool.function(), tool::result));
        return new Workbench(merged.catalog(), new Equivalence(new Device(merged.catalog(), LIMITS).doing(behaviours)));
    }

    Grading grading() {
        return new Grading(this::answer, this::same);
    }

    /** The code in the fence of a reply; empty where there is none that runs and does something. */
    private String answer(String reply) {
        if (reply.length() > LONGEST || !reply.contains("```")) {
            return "";
        }
        String code = Answer.read(reply).code();
        return sound(code).isPresent() ? code : "";
    }

    private boolean same(String one, String other) {
        return sound(one)
                .flatMap(expected -> sound(other)
                        .map(actual -> equivalence.compare(expected, actual, SCENARIOS) instanceof Comparison.Equal))
                .orElse(false);
    }

    /** The workflow of a code that runs to its end and does something on the way. */
    private Optional<Workflow> sound(String code) {
        if (code.length() > LONGEST) {
            return Optional.empty();
        }
        return Optional.ofNullable(CodeParser.parse(code, catalog).workflow())
                .filter(workflow -> equivalence.reference(workflow, SCENARIOS).executions().stream()
                        .allMatch(run -> run.ending().good() && !run.effects().isEmpty()));
    }
}
