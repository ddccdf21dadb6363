package dev.selvedge.eval;

import dev.selvedge.core.Score;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One answer from query to effect, for a person to read.
 *
 * @param task id of the task
 * @param split of the task
 * @param system name of the policy
 * @param query what was asked
 * @param plan what the answer says before its code
 * @param code the code of the answer
 * @param reference the code of the task
 * @param diagnostics what the parser says of the code, one line each
 * @param passed whether it did what the reference does, null where unknown
 * @param verdict why, a sentence
 * @param did what the code did on the device, one line for each effect; empty where it did not run
 * @param expected what the reference did in the same world
 */
public record Demonstration(
        String task,
        String split,
        String system,
        String query,
        String plan,
        String code,
        String reference,
        List<String> diagnostics,
        @Nullable Boolean passed,
        String verdict,
        List<String> did,
        List<String> expected) {
    private static final int SHOWN_LINES = 12;
    private static final int SHOWN_CHARACTERS = 160;

    public Demonstration {
        diagnostics = List.copyOf(diagnostics);
        did = List.copyOf(did);
        expected = List.copyOf(expected);
    }

    static Demonstration of(
            EvaluationTask task,
            Grade grade,
            Equivalence.@Nullable Reference runs,
            @Nullable Workflow candidate,
            Catalog catalog) {
        List<String> did = List.of();
        List<String> expected = List.of();
        if (runs != null) {
            int world = candidate == null ? 0 : parting(runs, candidate);
            expected = account(runs.executions().get(world), catalog);
            if (candidate != null) {
                did = account(runs.device().run(candidate, runs.scenarios().get(world)), catalog);
            }
        }
        return new Demonstration(
                task.id(),
                task.split(),
                grade.system(),
                task.query(),
                Answer.read(grade.answer()).plan(),
                grade.code(),
                task.reference(),
                grade.diagnostics().stream().map(Diagnostic::toString).toList(),
                grade.passed() ? Boolean.TRUE : grade.failed() ? Boolean.FALSE : null,
                verdict(grade, runs),
                did,
                expected);
    }

    private static int parting(Equivalence.Reference runs, Workflow candidate) {
        return runs.compare(candidate) instanceof Comparison.Different(Scenario scenario, String difference)
                ? runs.scenarios().indexOf(scenario)
                : 0;
    }

    private static String verdict(Grade grade, Equivalence.@Nullable Reference runs) {
        return switch (grade.executed()) {
            case Score.Unscored unscored -> unscored.reason();
            case Score.Value value
            when value.value() == 1 ->
                "It did what the reference does in "
                        + (runs == null
                                ? "every world."
                                : "all " + runs.scenarios().size() + " worlds.");
            case Score.Value value -> grade.difference();
        };
    }

    /** What an execution did, a line for each effect, then its output, what it changed, and how it ended. */
    static List<String> account(Execution execution, Catalog catalog) {
        List<String> lines = new ArrayList<>();
        for (Execution.Effect effect : execution.effects()) {
            String name =
                    catalog.byId(effect.action()).map(Catalog.Action::function).orElse(effect.action());
            lines.add(name + arguments(effect.arguments()));
        }
        if (execution.output() != null && !execution.output().isEmpty()) {
            lines.add("output: " + quote(execution.output()));
        }
        execution.changes().forEach((place, value) -> lines.add(place + " = " + quote(value)));
        if (lines.isEmpty()) {
            lines.add("nothing that can be noticed");
        }
        if (!execution.ending().good()) {
            lines.add("ended badly: " + execution.ending().reason());
        }
        int over = lines.size() - SHOWN_LINES;
        if (over > 0) {
            lines.subList(SHOWN_LINES, lines.size()).clear();
            lines.add("… and " + over + " more");
        }
        return lines;
    }

    private static String arguments(Map<String, String> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + ": " + quote(argument.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String quote(String text) {
        String line = text.replace("\n", "\\n");
        return line.length() <= SHOWN_CHARACTERS
                ? '"' + line + '"'
                : '"' + line.substring(0, SHOWN_CHARACTERS) + "…\" (" + text.length() + " characters)";
    }
}
