package dev.selvedge.eval;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Score;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
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
 * Grades answers to tasks: by running their code beside the reference on the virtual device, and by CodeBLEU. A reference
 * is read and run once, however many systems answer. Safe for many threads.
 */
public final class Evaluation {
    private final Catalog catalog;
    private final Equivalence equivalence;
    private final int scenarios;
    private final Map<String, Reference> references = new ConcurrentHashMap<>();

    /**
     * An evaluation by running.
     *
     * @param scenarios in how many worlds each pair runs, at least 1
     */
    public Evaluation(Catalog catalog, Equivalence equivalence, int scenarios) {
        this.catalog = catalog;
        this.equivalence = equivalence;
        this.scenarios = scenarios;
    }

    /**
     * A reference, read and run.
     *
     * @param runs null where it does not parse
     * @param fault why nothing can be compared with it, empty where it can
     */
    private record Reference(CodeText text, Equivalence.@Nullable Reference runs, String fault) {}

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
                yield grade(
                        system, task, "", "", List.of(), none, new Executed(none, ""), null, seconds, Usage.of(reply));
            }
            case Reply.Completion completion ->
                answered(system, task, completion.message().content(), seconds, Usage.of(reply));
        };
    }

    private Grade answered(String system, EvaluationTask task, String answer, double seconds, Usage usage) {
        String code = Answer.read(answer).code();
        Reference reference = reference(task);
        CodeParser.Parsed parsed = parse(code);
        Score runs = Score.of(parsed.workflow() == null ? 0 : 1);
        CodeBleu codeBleu = CodeBleu.of(CodeText.of(code), reference.text);
        Executed executed = executed(reference, parsed.workflow());
        return grade(system, task, answer, code, parsed.diagnostics(), runs, executed, codeBleu, seconds, usage);
    }

    private CodeParser.Parsed parse(String code) {
        if (code.isBlank()) {
            return new CodeParser.Parsed(
                    null, List.of(Diagnostic.error(0, 0, "The answer has no code.", "Write code in a python fence.")));
        }
        return CodeParser.parse(code, catalog);
    }

    private record Executed(Score score, String difference) {}

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
                return new Reference(text, null, "The reference is no workflow." + first);
            }
            Equivalence.Reference runs = equivalence.reference(parsed.workflow(), scenarios);
            return new Reference(text, runs, runs.undecided().orElse(""));
        });
    }

    private static Grade grade(
            String system,
            EvaluationTask task,
            String answer,
            String code,
            List<Diagnostic> diagnostics,
            Score parsed,
            Executed executed,
            @Nullable CodeBleu codeBleu,
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
                parsed,
                executed.score,
                executed.difference,
                codeBleu,
                seconds,
                usage,
                null,
                null);
    }

    /** Shows a grade beside its task: what the code did and what it should have done, in the world where they part. */
    public Demonstration demonstrate(EvaluationTask task, Grade grade) {
        Reference reference = reference(task);
        Workflow candidate = parse(grade.code()).workflow();
        return Demonstration.of(task, grade, reference.runs, candidate, catalog);
    }
}
