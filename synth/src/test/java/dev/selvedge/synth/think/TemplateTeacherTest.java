package dev.selvedge.synth.think;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Annotation;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.synth.TemplateAnnotator;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TemplateTeacherTest {
    private static final TemplateTeacher TEACHER = new TemplateTeacher(GrownWorkflows.CATALOG);

    @Test
    void itsAnswersPassEveryCheckAndChangeNothingButNames() {
        Thoughts thoughts = new Thoughts(TEACHER, GrownWorkflows.CATALOG, Teacher.Limits.STANDARD);
        TemplateAnnotator templates = new TemplateAnnotator(GrownWorkflows.CATALOG);
        Refiner refiner = new Refiner(TEACHER, GrownWorkflows.CATALOG, Teacher.Limits.STANDARD);
        Map<String, Integer> refused = new TreeMap<>();
        int expected = 0;
        int kept = 0;
        for (Workflow workflow : GrownWorkflows.of(40, 11)) {
            if (!(templates.annotate(workflow, 3) instanceof Outcome.Kept<Annotation>)) {
                continue;
            }
            expected++;
            switch (thoughts.annotate(workflow, 3)) {
                case Outcome.Kept<Annotation>(List<Annotation> annotations) -> {
                    kept++;
                    Annotation annotation = annotations.getFirst();
                    Workflow read =
                            Objects.requireNonNull(CodeParser.parse(annotation.annotatedCode(), GrownWorkflows.CATALOG)
                                    .workflow());
                    assertThat(Skeleton.of(read).actions())
                            .isEqualTo(Skeleton.of(workflow).actions());
                    refines(refiner, workflow, annotation);
                }
                case Outcome.Rejected<Annotation> rejected ->
                    refused.merge(rejected.reason() + " " + rejected.detail(), 1, Integer::sum);
                case Outcome.Postponed<Annotation>(String cause) -> refused.merge(cause, 1, Integer::sum);
            }
        }
        assertThat(refused).isEmpty();
        assertThat(kept).isEqualTo(expected).isGreaterThan(36);
    }

    private static void refines(Refiner refiner, Workflow workflow, Annotation annotation) {
        Outcome<Refined> refined =
                refiner.refine(annotation.query(), Skeleton.of(workflow).actions(), "no plan", annotation.code(), 3);
        assertThat(refined).isInstanceOfSatisfying(Outcome.Kept.class, better -> {
            Refined record = (Refined) better.records().getFirst();
            assertThat(record.annotation().code()).isEqualTo(annotation.code());
            assertThat(record.annotation().query()).isEqualTo(annotation.query());
        });
    }

    @Test
    void otherPromptsAreNotAnswered() {
        Prompt other = new Prompt(List.of(Message.user("Hello?")), List.of(), Sampling.greedy(10));
        assertThat(TEACHER.complete(other)).isInstanceOf(Reply.Failure.class);
    }
}
