package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Message;
import dev.selvedge.core.parity.ParityCase;
import dev.selvedge.core.parity.ParityCases;
import dev.selvedge.core.parity.ParityException;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.synth.baseline.BaselineParity;
import dev.selvedge.synth.play.Votes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** DARC's published functions, against what they gave. */
class ParityTest {
    private static final double EXACT = 1e-9;

    @TestFactory
    Stream<DynamicTest> asPublished() throws IOException {
        Map<String, Consumer<ParityCase>> all = new HashMap<>(BaselineParity.COMPARISONS);
        all.putAll(CurriculumParity.COMPARISONS);
        all.putAll(ServiceParity.COMPARISONS);
        all.put("difficulty_reward", ParityTest::distance);
        all.put("_parse_target_solver_accuracy", ParityTest::targets);
        all.put("extract_question_only", ParityTest::question);
        all.put("extract_question_and_answer", ParityTest::questionAndAnswer);
        all.put("parse_ground_truth", ParityTest::assignment);
        all.put(
                "extract_text_from_ground_truth",
                each -> assertThat(Assignment.of(each.value("obj")).document().orElse(null))
                        .isEqualTo(each.outputText()));
        all.put(
                "validate_answer_type",
                each -> assertThat(AnswerType.fits(each.text("answer"), each.text("answer_type")))
                        .isEqualTo(each.output().booleanValue()));
        all.put(
                "normalize_categorical_answer",
                each -> assertThat(AnswerType.letter(each.text("answer")).orElse(null))
                        .isEqualTo(each.outputText()));
        all.put(
                "categorical_question_has_options",
                each -> assertThat(AnswerType.hasOptions(each.text("question")))
                        .isEqualTo(each.output().booleanValue()));
        all.put(
                "_looks_like_categorical_question",
                each -> assertThat(AnswerType.looksLikeOptions(each.text("question")))
                        .isEqualTo(each.output().booleanValue()));
        all.put("compute_copy_ratio", ParityTest::copied);
        all.put("split_list", ParityTest::shards);
        all.put("questioner.compute_score", ParityTest::questionerScores);
        all.put(
                "_extract_answer",
                each -> assertThat(PublishedSolver.answer(each.text("text"))).isEqualTo(each.outputText()));
        all.put(
                "_format_score",
                each -> assertThat(new SolverReward(
                                        0.05, each.input("require_think").booleanValue(false))
                                .format(each.text("predict")))
                        .isEqualTo(each.output().doubleValue()));
        all.put("_score_against_gold", ParityTest::solverScore);
        all.put("solver.compute_score", ParityTest::solverScores);
        all.put("_majority_vote", ParityTest::vote);
        all.put(
                "_parse_reward_model",
                each -> assertThat(RewardModel.of(each.value("item")).fields().identity())
                        .isEqualTo(PythonValue.of(each.output()).identity()));
        all.put("_group_indices_by_repeat", ParityTest::runs);
        return ParityCases.tests("synth", all);
    }

    private static void distance(ParityCase each) {
        JsonNode score = each.input("solver_score");
        OptionalDouble rate = score.isNumber() ? OptionalDouble.of(score.doubleValue()) : OptionalDouble.empty();
        double reward = QuestionerReward.PUBLISHED.distance(
                rate, each.input("difficulty_id").intValue(0));
        assertThat(reward).isCloseTo(each.output().doubleValue(), within(EXACT));
    }

    private static void targets(ParityCase each) {
        Map<String, Double> targets = new HashMap<>();
        Targets.read(each.environment("TARGET_SOLVER_ACCURACY", ""))
                .forEach((level, target) -> targets.put(level.toString(), target));
        Map<String, Double> expected = new HashMap<>();
        each.output()
                .properties()
                .forEach(target ->
                        expected.put(target.getKey(), target.getValue().doubleValue()));
        assertThat(targets).isEqualTo(expected);
    }

    private static void question(ParityCase each) {
        Optional<String> question = QuestionReply.read(each.text("predict")).map(QuestionReply::question);
        assertThat(question.orElse(null)).isEqualTo(each.outputText());
    }

    private static void questionAndAnswer(ParityCase each) {
        Optional<QuestionReply> reply = QuestionReply.read(each.text("predict"))
                .filter(read -> read.answer().isPresent());
        assertThat(reply.map(QuestionReply::question).orElse(null))
                .isEqualTo(text(each.output().get(0)));
        assertThat(reply.flatMap(QuestionReply::answer).orElse(null))
                .isEqualTo(text(each.output().get(1)));
    }

    private static void assignment(ParityCase each) {
        Assignment assignment = Assignment.of(each.value("raw"));
        JsonNode expected = each.output().path("value");
        if (each.raises() || expected.get(0).isNumber() && !expected.get(0).canConvertToInt()) {
            assertThat(assignment.level()).isEmpty();
            ParityException.LEVEL_IS_NO_INT.skip();
        }
        assertThat(assignment.level())
                .isEqualTo(
                        expected.get(0).isNull()
                                ? OptionalInt.empty()
                                : OptionalInt.of(expected.get(0).intValue()));
        assertThat(assignment.answerType().orElse(null)).isEqualTo(text(expected.get(1)));
    }

    private static void copied(ParityCase each) {
        double ratio = CopyRatio.of(
                each.text("text"),
                each.text("question"),
                each.input("n").intValue(CopyRatio.PIECE),
                each.input("maxlen").intValue(CopyRatio.MOST_CHARACTERS));
        assertThat(ratio).isCloseTo(each.output().doubleValue(), within(EXACT));
    }

    private static void shards(ParityCase each) {
        List<Integer> items = Stream.iterate(0, i -> i + 1)
                .limit(each.input("len").intValue())
                .toList();
        List<List<Integer>> shards = Shards.of(items, each.input("n").intValue());
        assertThat(shards.stream().map(List::size).toList())
                .isEqualTo(each.output().valueStream().map(JsonNode::intValue).toList());
        assertThat(shards.stream().flatMap(List::stream).toList()).isEqualTo(items);
    }

    private static void questionerScores(ParityCase each) {
        List<Assignment> assignments = each.input("ground_truths")
                .valueStream()
                .map(truth -> Assignment.of(PythonValue.of(truth)))
                .toList();
        List<String> asked = new ArrayList<>();
        QuestionerReward.Batch batch =
                reward(each).batch(each.texts("predicts"), assignments, new Recorded(each, asked));
        for (int i = 0; i < batch.scores().size(); i++) {
            Map<String, Double> mine = measures(batch.levels());
            mine.put("overall", batch.scores().get(i).overall());
            mine.put("format", batch.scores().get(i).format());
            mine.put("accuracy", batch.scores().get(i).accuracy());
            JsonNode expected = each.output().path("scores").get(i);
            assertThat(mine.keySet()).as("row " + i).containsExactlyInAnyOrderElementsOf(expected.propertyNames());
            mine.forEach((name, value) ->
                    assertThat(value).as(name).isCloseTo(expected.get(name).doubleValue(), within(EXACT)));
        }
        assertThat(asked)
                .isEqualTo(each.output()
                        .path("solver_payload")
                        .valueStream()
                        .map(item ->
                                ParityCase.text(item.path("question")) + "|" + ParityCase.text(item.path("answer")))
                        .toList());
    }

    private static QuestionerReward reward(ParityCase each) {
        QuestionerReward published = QuestionerReward.PUBLISHED;
        return new QuestionerReward(
                Targets.read(each.environment("TARGET_SOLVER_ACCURACY", "")),
                each.environment("USE_TEXT_SOLVER_FOR_ANSWER", "1").equals("1"),
                each.environment("ENABLE_COPY_PENALTY", "1").equals("1")
                        ? Double.parseDouble(each.environment("COPY_HARD_THRESHOLD", "" + published.mostCopied()))
                        : 1,
                each.environment("ENABLE_DIFFICULTY_RANKING", "1").equals("1"),
                Double.parseDouble(each.environment("RANKING_MARGIN", "" + published.rankingMargin())),
                Double.parseDouble(each.environment("RANKING_WEIGHT", "" + published.rankingWeight())));
    }

    private static Map<String, Double> measures(Map<Integer, QuestionerReward.Level> levels) {
        Map<String, Double> measures = new HashMap<>();
        levels.forEach((level, measured) -> {
            String place = "by_difficulty/" + level + "/";
            measures.put(place + "solver_score_mean", measured.successRate());
            measures.put(place + "reward_mean", measured.distance());
            measures.put(place + "overall_mean", measured.overall());
            measures.put(place + "count", (double) measured.questions());
        });
        return measures;
    }

    /** Solvers and judge as recorded in a case. */
    private record Recorded(ParityCase from, List<String> asked) implements QuestionerReward.Witnesses {
        @Override
        public String documentAnswer(String document, String question, String answerType) {
            return ParityCase.text(from.input("stub_document_answers").path(question));
        }

        @Override
        public double successRate(String question, String reference, String answerType) {
            asked.add(question + "|" + reference);
            return from.input("stub_solver_scores").path(question).doubleValue(-1);
        }

        @Override
        public boolean related(String document, String question) {
            return from.input("stub_related").path(question).booleanValue(true);
        }
    }

    private static void solverScore(ParityCase each) {
        SolverReward reward = new SolverReward(
                each.input("format_weight").doubleValue(0.05),
                each.input("require_think").booleanValue(false));
        compare(reward.score(each.text("pred"), each.text("gold")), each.output());
    }

    private static void solverScores(ParityCase each) {
        JsonNode settings = each.input("kwargs");
        String weight = each.environment("SOLVER_FORMAT_WEIGHT", "");
        SolverReward reward = new SolverReward(
                weight.isBlank() ? settings.path("format_weight").doubleValue(0.05) : Double.parseDouble(weight),
                settings.path("require_think").booleanValue(false));
        List<String> replies = each.texts("predicts");
        assertThat(each.output().size()).isEqualTo(replies.size());
        for (int i = 0; i < replies.size(); i++) {
            RewardModel label =
                    RewardModel.of(PythonValue.of(each.input("ground_truths").get(i)));
            compare(
                    reward.score(replies.get(i), label.groundTruth()),
                    each.output().get(i));
        }
    }

    private static void compare(SolverReward.Scored scored, JsonNode expected) {
        assertThat(scored.overall()).isCloseTo(expected.path("overall").doubleValue(), within(EXACT));
        assertThat(scored.format()).isEqualTo(expected.path("format").doubleValue());
        assertThat(scored.accuracy()).isEqualTo(expected.path("accuracy").doubleValue());
    }

    private static void vote(ParityCase each) {
        List<String> answers = each.texts("answers");
        Votes votes =
                Votes.of(answers.stream().filter(answer -> !answer.isEmpty()).toList(), String::equals);
        assertThat(votes.winner()).isEqualTo(each.output().get(0).stringValue());
        assertThat(votes.share(answers.size())).isCloseTo(each.output().get(1).doubleValue(), within(EXACT));
    }

    private static void runs(ParityCase each) {
        List<PythonValue> rows =
                each.input("ground_truths").valueStream().map(PythonValue::of).toList();
        assertThat(RewardModel.runs(rows).stream()
                        .map(run -> List.of(run.from(), run.to()))
                        .toList())
                .isEqualTo(each.output()
                        .valueStream()
                        .map(run -> List.of(run.get(0).intValue(), run.get(1).intValue()))
                        .toList());
    }

    static void compare(List<Message> prompt, JsonNode chat) {
        assertThat(Turn.column(prompt.stream().map(Turn::of).toList())).isEqualTo(Turn.column(Turn.list(chat)));
    }

    static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.stringValue();
    }
}
