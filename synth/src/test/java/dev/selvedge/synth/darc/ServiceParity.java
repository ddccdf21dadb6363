package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.synth.play.Votes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The published Solver service, judge and label step. */
final class ServiceParity {
    private static final double EXACT = 1e-9;

    static final Map<String, Consumer<ParityCase>> COMPARISONS = Map.of(
            "service.hello",
            ServiceParity::withoutDocument,
            "service.answer",
            ServiceParity::withDocument,
            "service.related",
            ServiceParity::related,
            "_deepseek_judge_related",
            ServiceParity::judged,
            "generate_relation_results",
            ServiceParity::relations,
            "trainer.teacher_label",
            ServiceParity::label);

    private ServiceParity() {}

    private static void withoutDocument(ParityCase each) {
        JsonNode item = each.input("item");
        JsonNode expected = each.output().path("result");
        String question = ParityCase.text(item.path("question"));
        String reference = ParityCase.text(item.path("answer"));
        List<String> answers = question.isEmpty() || reference.isEmpty()
                ? List.of()
                : PublishedSolver.answers(each.texts("generations"));
        assertThat(answers).isEqualTo(ParityCase.texts(expected.path("results")));
        assertThat(PublishedSolver.successRate(answers, reference))
                .isCloseTo(expected.path("score").doubleValue(), within(EXACT));
        if (question.isEmpty() || reference.isEmpty()) {
            return;
        }
        compare(Votes.of(answers, PublishedSolver::same), expected);
        boolean categorical =
                PublishedSolver.isCategorical(question, reference, ParityCase.text(item.path("answer_type")));
        ParityTest.compare(
                PublishedSolver.prompt(question, categorical), each.output().path("chat"));
    }

    private static void withDocument(ParityCase each) {
        JsonNode item = each.input("item");
        JsonNode expected = each.output().path("result");
        String question = PythonSpace.strip(ParityCase.text(item.path("question")));
        String document = PythonSpace.strip(ParityCase.text(item.path("text")));
        List<String> answers =
                question.isEmpty() ? List.of() : PublishedSolver.documentAnswers(each.texts("generations"));
        assertThat(answers).isEqualTo(ParityCase.texts(expected.path("results")));
        compare(Votes.of(answers, PublishedSolver::same), expected);
        if (!question.isEmpty()) {
            boolean categorical =
                    PublishedSolver.isCategorical(question, "", ParityCase.text(item.path("answer_type")));
            ParityTest.compare(
                    PublishedSolver.prompt(document, question, categorical),
                    each.output().path("chat"));
        }
    }

    private static void compare(Votes votes, JsonNode expected) {
        assertThat(votes.winner()).isEqualTo(expected.path("answer").stringValue());
        assertThat(votes.share()).isCloseTo(expected.path("majority_fraction").doubleValue(), within(EXACT));
    }

    private static void related(ParityCase each) {
        boolean related = Relation.read(each.text("reply")) == Relation.RELATED;
        assertThat(related).isEqualTo(each.output().path("related").booleanValue());
        assertThat(related ? 1 : 0).isEqualTo(each.output().path("score").intValue());
    }

    private static void judged(ParityCase each) {
        Relation relation = Relation.read(each.text("judge_reply"));
        assertThat(relation == Relation.UNKNOWN ? null : relation == Relation.RELATED)
                .isEqualTo(each.output().isNull() ? null : each.output().booleanValue());
    }

    /** Without a key the judge could not be asked. */
    private static void relations(ParityCase each) {
        JsonNode payload = each.input("payload");
        assertThat(each.input("API_KEY").isNull()).as("no key, so no reply").isTrue();
        assertThat(each.output().size()).isEqualTo(payload.size());
        for (int i = 0; i < payload.size(); i++) {
            Relation relation = Relation.between(
                    ParityCase.text(payload.get(i).path("text")),
                    ParityCase.text(payload.get(i).path("question")),
                    Optional::empty);
            JsonNode expected = each.output().get(i);
            assertThat(relation.countsAsRelated())
                    .isEqualTo(expected.path("related").booleanValue());
            assertThat(relation.countsAsRelated() ? 1.0 : 0.0)
                    .isEqualTo(expected.path("score").doubleValue());
        }
    }

    private static void label(ParityCase each) {
        PublishedSolver.Label label = PublishedSolver.label(
                each.texts("generations"), each.input("self_vote_ratio_use_all").booleanValue(true));
        assertThat(label.text()).isEqualTo(each.output().path("labels").get(0).stringValue());
        assertThat(label.share()).isCloseTo(each.output().path("ratios").get(0).doubleValue(), within(1e-7));
        assertThat(label.share() >= 0.3)
                .isEqualTo(each.output().path("kept_at_threshold_0.3").get(0).booleanValue());
    }
}
