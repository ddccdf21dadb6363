package dev.selvedge.eval;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.eval.teval.Embedder;
import dev.selvedge.eval.teval.Planned;
import dev.selvedge.eval.teval.Teval;
import dev.selvedge.eval.teval.Trigrams;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.ActionCall;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Equivalence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Grades answers to tasks: by running their code beside the reference on the virtual device, by CodeBLEU,
 * and by T-Eval's planning score of the actions that it calls. A reference is read and run once, however many systems
 * answer. Safe for many threads.
 */
public final class Evaluation {
    private final Catalog catalog;
    private final Equivalence equivalence;
    private final int scenarios;
    private final Teval plans;
    private final Map<String, Reference> references = new ConcurrentHashMap<>();

    /**
     * An evaluation by running, in which plans are compared by their trigrams.
     *
     * @param scenarios in how many worlds each pair runs, at least 1
     */
    public Evaluation(Catalog catalog, Equivalence equivalence, int scenarios) {
        this(catalog, equivalence, scenarios, new Trigrams());
    }

    /**
     * An evaluation by running.
     *
     * @param scenarios in how many worlds each pair runs, at least 1
     * @param embedder says how alike the steps of plans are; open as long as the evaluation is in use
     */
    public Evaluation(Catalog catalog, Equivalence equivalence, int scenarios, Embedder embedder) {
        this.catalog = catalog;
        this.equivalence = equivalence;
        this.scenarios = scenarios;
        this.plans = new Teval(embedder);
    }

    /**
     * A reference, read and run.
     *
     * @param actions that it calls, in the order of its code
     * @param runs null where it does not parse
     * @param fault why nothing can be compared with it, empty where it can
     */
    private record Reference(
            CodeText text, List<ActionCall> actions, Equivalence.@Nullable Reference runs, String fault) {}

    /** Asks a policy all tasks at once and grades its answers, in the order of the tasks. */
    public List<Grade> grade(Policy policy, List<EvaluationTask> tasks, Function<EvaluationTask, Prompt> prompts) {
        List<Reply> replies = policy.completeAll(tasks.stream().map(prompts).toList());
        List<Grade> grades = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            grades.add(grade(policy.name(), tasks.get(i), replies.get(i), 0));
        }
        return grades;
    }

    /**
     * Grades one reply.
     *
     * @param system name of the policy
     * @param seconds that the reply took, 0 where not measured
     */
    public Grade grade(String system, EvaluationTask task, Reply reply, double seconds) {
        return switch (reply) {
            case Reply.Failure(Fault fault, String reason) -> {
                Score none = Score.unscored(fault, reason);
                Measured measured = new Measured(none, none, "", null, Planned.unscored(none));
                yield grade(system, task, "", "", List.of(), measured, seconds, Usage.of(reply));
            }
            case Reply.Completion completion ->
                answered(system, task, completion.message().content(), seconds, Usage.of(reply));
        };
    }

    private Grade answered(String system, EvaluationTask task, String answer, double seconds, Usage usage) {
        String code = Answer.read(answer).code();
        Reference reference = reference(task);
        CodeParser.Parsed parsed = parse(code);
        Workflow workflow = parsed.workflow();
        Executed executed = executed(reference, workflow);
        Measured measured = new Measured(
                Score.of(workflow == null ? 0 : 1),
                executed.score,
                executed.difference,
                CodeBleu.of(CodeText.of(code), reference.text),
                plans.score(workflow == null ? List.of() : ActionCall.of(workflow, catalog), reference.actions));
        return grade(system, task, answer, code, parsed.diagnostics(), measured, seconds, usage);
    }

    private CodeParser.Parsed parse(String code) {
        if (code.isBlank()) {
            return new CodeParser.Parsed(
                    null, List.of(Diagnostic.error(0, 0, "The answer has no code.", "Write code in a python fence.")));
        }
        return CodeParser.parse(code, catalog);
    }

    private record Executed(Score score, String difference) {}

    /** What an answer is worth. */
    private record Measured(
            Score parsed,
            Score executed,
            String difference,
            @Nullable CodeBleu codeBleu,
            Planned planning) {}

    private static Executed executed(Reference reference, @Nullable Workflow candidate) {
        if (reference.runs == null || !reference.fault.isEmpty()) {
            return new Executed(Score.unscored(Fault.DATA, reference.fault), "");
        }
        if (candidate == null) {
            return new Executed(Score.of(0), "The code is no workflow.");
        }
        return switch (reference.runs.compare(candidate)) {
            case Comparison.Equal equal -> new Executed(Score.of(1), "");
            case Comparison.Different different -> new Executed(Score.of(0), different.difference());
            case Comparison.Undecided(String reason) -> new Executed(Score.unscored(Fault.SYSTEM, reason), "");
        };
    }

    private Reference reference(EvaluationTask task) {
        return references.computeIfAbsent(task.id(), id -> {
            CodeText text = CodeText.of(task.reference());
            CodeParser.Parsed parsed = CodeParser.parse(task.reference(), catalog);
            if (parsed.workflow() == null) {
                String first = parsed.diagnostics().isEmpty()
                        ? ""
                        : " " + parsed.diagnostics().getFirst();
                return new Reference(text, List.of(), null, "The reference is no workflow." + first);
            }
            Equivalence.Reference runs = equivalence.reference(parsed.workflow(), scenarios);
            return new Reference(
                    text,
                    ActionCall.of(parsed.workflow(), catalog),
                    runs,
                    runs.undecided().orElse(""));
        });
    }

    private static Grade grade(
            String system,
            EvaluationTask task,
            String answer,
            String code,
            List<Diagnostic> diagnostics,
            Measured measured,
            double seconds,
            Usage usage) {
        return new Grade(
                task.id(),
                task.cluster(),
                task.split(),
                system,
                answer,
                code,
                diagnostics,
                measured.parsed,
                measured.executed,
                measured.difference,
                measured.codeBleu,
                seconds,
                usage,
                null,
                measured.planning);
    }

    /** Shows a grade beside its task: what the code did and what it should have done, in the world where they part. */
    public Demonstration demonstrate(EvaluationTask task, Grade grade) {
        Reference reference = reference(task);
        Workflow candidate = parse(grade.code()).workflow();
        return Demonstration.of(task, grade, reference.runs, candidate, catalog);
    }
}
