package dev.selvedge.eval;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Score;
import dev.selvedge.eval.teval.Planned;
import dev.selvedge.workflow.Diagnostic;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one system answered to one task, and what it is worth.
 *
 * @param task id of the task
 * @param cluster of the task
 * @param split of the task
 * @param system name of the policy
 * @param answer all that it wrote, empty where it gave none
 * @param code the code in the answer
 * @param diagnostics what the parser says of the code
 * @param parsed 1 where the code is a workflow, else 0; unscored where there is no answer
 * @param executed 1 where it does what the reference does in every scenario, 0 where it does not or is no workflow;
 *     unscored where there is no answer (by its fault), the reference does not run (data), or the machine was too slow
 *     (system)
 * @param difference the first difference in what it does, a sentence; empty where there is none to tell
 * @param codeBleu against the reference's code, null where there is no answer
 * @param seconds that the answer took, 0 where not measured
 * @param usage tokens that the answer took
 * @param judged what a judge says of it, null where none was asked
 * @param planning T-Eval's score of its actions as a plan, 0 where the code is no workflow; unscored where there is no
 *     answer (by its fault) or the reference calls no actions (data); null where it is not measured
 */
public record Grade(
        String task,
        String cluster,
        String split,
        String system,
        String answer,
        String code,
        List<Diagnostic> diagnostics,
        Score parsed,
        Score executed,
        String difference,
        @Nullable CodeBleu codeBleu,
        double seconds,
        Usage usage,
        @Nullable Judged judged,
        @Nullable Planned planning) {
    private static final Score UNPLANNED = Score.unscored(Fault.SYSTEM, "Planning was not measured.");

    public Grade {
        diagnostics = List.copyOf(diagnostics);
    }

    /** The same with what a judge says of it. */
    public Grade withJudged(Judged verdict) {
        return new Grade(
                task,
                cluster,
                split,
                system,
                answer,
                code,
                diagnostics,
                parsed,
                executed,
                difference,
                codeBleu,
                seconds,
                usage,
                verdict,
                planning);
    }

    /** The verdict of the judge, unscored where none was asked. */
    Score judgedScore() {
        return judged == null ? Score.unscored(Fault.SYSTEM, "No judge was asked.") : judged.score();
    }

    /** The corrected score of the plan, unscored where it is not measured. */
    Score correctedPlanning() {
        return planning == null ? UNPLANNED : planning.corrected();
    }

    /** The published score of the plan, unscored where it is not measured. */
    Score publishedPlanning() {
        return planning == null ? UNPLANNED : planning.published();
    }

    /** A part of CodeBLEU; one that a reference has nothing for is unscored, by the data. */
    Score part(Function<CodeBleu, @Nullable Double> part) {
        if (codeBleu == null) {
            return unanswered();
        }
        Double value = part.apply(codeBleu);
        return value == null ? Score.unscored(Fault.DATA, "The reference has nothing of this part.") : Score.of(value);
    }

    /** The corrected total with the weights of WorkflowLLM. */
    Score correctedCodeBleu() {
        return codeBleu == null ? unanswered() : Score.of(codeBleu.corrected(CodeBleu.Weights.WORKFLOW_LLM));
    }

    /** The published total with the weights of WorkflowLLM. */
    Score publishedCodeBleu() {
        return codeBleu == null ? unanswered() : Score.of(codeBleu.published(CodeBleu.Weights.WORKFLOW_LLM));
    }

    private Score unanswered() {
        return parsed instanceof Score.Unscored ? parsed : Score.unscored(Fault.SYSTEM, "CodeBLEU was not computed.");
    }

    /** Whether it is known to do what the reference does. */
    public boolean passed() {
        return executed instanceof Score.Value(double value) && value == 1;
    }

    /** Whether it is known not to. */
    public boolean failed() {
        return executed instanceof Score.Value(double value) && value == 0;
    }
}
