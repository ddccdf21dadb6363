package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.python.PythonValue;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.play.Votes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published functions, against what the reference gave. */
class ParityTest {
    private static final double EXACT = 1e-9;

    @Test
    void difficultyReward() throws IOException {
        for (Case each : cases("difficulty_reward")) {
            JsonNode score = each.input("solver_score");
            OptionalDouble rate = score.isNull() ? OptionalDouble.empty() : OptionalDouble.of(score.asDouble());
            double reward = QuestionerReward.PUBLISHED.distance(
                    rate, each.input("difficulty_id").asInt(0));
            assertThat(reward).as(each.toString()).isCloseTo(each.output().asDouble(), within(EXACT));
        }
    }

    @Test
    void targets() throws IOException {
        for (Case each : cases("_parse_target_solver_accuracy")) {
            Map<Integer, Double> targets = Targets.read(each.environment("TARGET_SOLVER_ACCURACY", ""));
            assertThat(targets).as(each.toString()).hasSize(each.output().size());
            each.output()
                    .properties()
                    .forEach(target -> assertThat(targets.get(Integer.valueOf(target.getKey())))
                            .isEqualTo(target.getValue().asDouble()));
        }
    }

    @Test
    void questions() throws IOException {
        for (Case each : cases("extract_question_only")) {
            Optional<String> question = QuestionReply.read(each.text("predict")).map(QuestionReply::question);
            assertThat(question.orElse(null)).as(each.toString()).isEqualTo(each.outputText());
        }
        for (Case each : cases("extract_question_and_answer")) {
            Optional<QuestionReply> reply = QuestionReply.read(each.text("predict"))
                    .filter(read -> read.answer().isPresent());
            assertThat(reply.map(QuestionReply::question).orElse(null))
                    .as(each.toString())
                    .isEqualTo(text(each.output().get(0)));
            assertThat(reply.flatMap(QuestionReply::answer).orElse(null))
                    .as(each.toString())
                    .isEqualTo(text(each.output().get(1)));
        }
    }

    @Test
    void assignments() throws IOException {
        for (Case each : cases("parse_ground_truth")) {
            Assignment assignment = Assignment.of(PythonValue.of(each.input("raw")));
            JsonNode expected = each.output().path("value");
            assertThat(assignment.level())
                    .as(each.toString())
                    .isEqualTo(
                            expected.get(0).isNull()
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(expected.get(0).asInt()));
            assertThat(assignment.answerType().orElse(null)).as(each.toString()).isEqualTo(text(expected.get(1)));
        }
        for (Case each : cases("extract_text_from_ground_truth")) {
            Optional<String> document =
                    Assignment.of(PythonValue.of(each.input("obj"))).document();
            assertThat(document.orElse(null)).as(each.toString()).isEqualTo(each.outputText());
        }
    }

    @Test
    void answerTypes() throws IOException {
        for (Case each : cases("validate_answer_type")) {
            assertThat(AnswerType.fits(each.text("answer"), each.text("answer_type")))
                    .as(each.toString())
                    .isEqualTo(each.output().asBoolean());
        }
        for (Case each : cases("normalize_categorical_answer")) {
            assertThat(AnswerType.letter(each.text("answer")).orElse(null))
                    .as(each.toString())
                    .isEqualTo(each.outputText());
        }
        for (Case each : cases("categorical_question_has_options")) {
            assertThat(AnswerType.hasOptions(each.text("question")))
                    .as(each.toString())
                    .isEqualTo(each.output().asBoolean());
        }
        for (Case each : cases("_looks_like_categorical_question")) {
            assertThat(AnswerType.looksLikeOptions(each.text("question")))
                    .as(each.toString())
                    .isEqualTo(each.output().asBoolean());
        }
    }

    @Test
    void copies() throws IOException {
        for (Case each : cases("compute_copy_ratio")) {
            double ratio = CopyRatio.of(
                    each.text("text"),
                    each.text("question"),
                    each.input("n").asInt(CopyRatio.PIECE),
                    each.input("maxlen").asInt(CopyRatio.MOST_CHARACTERS));
            assertThat(ratio).as(each.toString()).isCloseTo(each.output().asDouble(), within(EXACT));
        }
    }

    @Test
    void questionerScores() throws IOException {
        for (Case each : cases("questioner.compute_score")) {
            QuestionerReward published = QuestionerReward.PUBLISHED;
            QuestionerReward reward = new QuestionerReward(
                    Targets.read(each.environment("TARGET_SOLVER_ACCURACY", "")),
                    !each.environment("USE_TEXT_SOLVER_FOR_ANSWER", "1").equals("0"),
                    each.environment("ENABLE_COPY_PENALTY", "1").equals("0")
                            ? 1
                            : Double.parseDouble(each.environment("COPY_HARD_THRESHOLD", "0.8")),
                    !each.environment("ENABLE_DIFFICULTY_RANKING", "1").equals("0"),
                    Double.parseDouble(each.environment("RANKING_MARGIN", "" + published.rankingMargin())),
                    Double.parseDouble(each.environment("RANKING_WEIGHT", "" + published.rankingWeight())));
            List<String> replies =
                    each.input("predicts").valueStream().map(JsonNode::asString).toList();
            List<Assignment> assignments = each.input("ground_truths")
                    .valueStream()
                    .map(truth -> Assignment.of(PythonValue.of(truth)))
                    .toList();
            List<String> asked = new ArrayList<>();
            List<QuestionerReward.Scored> scores = reward.score(replies, assignments, new Recorded(each, asked));
            for (int i = 0; i < scores.size(); i++) {
                JsonNode expected = each.output().path("scores").get(i);
                String place = each + " row " + i;
                assertThat(scores.get(i).overall())
                        .as(place)
                        .isCloseTo(expected.path("overall").asDouble(), within(EXACT));
                assertThat(scores.get(i).format())
                        .as(place)
                        .isEqualTo(expected.path("format").asDouble());
                assertThat(scores.get(i).accuracy())
                        .as(place)
                        .isCloseTo(expected.path("accuracy").asDouble(), within(EXACT));
            }
            assertThat(asked)
                    .as(each.toString())
                    .isEqualTo(each.output()
                            .path("solver_payload")
                            .valueStream()
                            .map(item -> item.path("question").asString() + "|"
                                    + item.path("answer").asString())
                            .toList());
        }
    }

    /** Solvers and judge as recorded in a case. */
    private record Recorded(Case from, List<String> asked) implements QuestionerReward.Witnesses {
        @Override
        public String documentAnswer(String document, String question, String answerType) {
            return from.input("stub_document_answers").path(question).asString("");
        }

        @Override
        public double successRate(String question, String reference, String answerType) {
            asked.add(question + "|" + reference);
            return from.input("stub_solver_scores").path(question).asDouble(-1);
        }

        @Override
        public boolean related(String document, String question) {
            JsonNode related = from.input("stub_related");
            return related.isNull()
                    || related.isMissingNode()
                    || related.path(question).asBoolean(true);
        }
    }

    @Test
    void solverScores() throws IOException {
        for (Case each : cases("_extract_answer")) {
            assertThat(PublishedGrader.boxed(each.text("text")))
                    .as(each.toString())
                    .isEqualTo(each.outputText());
        }
        for (Case each : cases("_format_score")) {
            SolverReward reward =
                    new SolverReward(0.05, each.input("require_think").asBoolean());
            assertThat(reward.format(each.text("predict")))
                    .as(each.toString())
                    .isEqualTo(each.output().asDouble());
        }
        for (Case each : cases("_score_against_gold")) {
            SolverReward reward = new SolverReward(
                    each.input("format_weight").asDouble(),
                    each.input("require_think").asBoolean());
            compare(each.toString(), reward.score(each.text("pred"), each.text("gold")), each.output());
        }
        for (Case each : cases("solver.compute_score")) {
            SolverReward reward =
                    new SolverReward(each.input("kwargs").path("format_weight").asDouble(0.05), false);
            for (int i = 0; i < each.output().size(); i++) {
                String label =
                        each.input("ground_truths").get(i).path("ground_truth").asString();
                String reply = each.input("predicts").get(i).asString();
                compare(
                        each + " row " + i,
                        reward.score(reply, label),
                        each.output().get(i));
            }
        }
    }

    private static void compare(String place, SolverReward.Scored scored, JsonNode expected) {
        assertThat(scored.overall())
                .as(place)
                .isCloseTo(expected.path("overall").asDouble(), within(EXACT));
        assertThat(scored.format()).as(place).isEqualTo(expected.path("format").asDouble());
        assertThat(scored.accuracy())
                .as(place)
                .isEqualTo(expected.path("accuracy").asDouble());
    }

    @Test
    void votes() throws IOException {
        for (Case each : cases("_majority_vote")) {
            List<String> answers =
                    each.input("answers").valueStream().map(JsonNode::asString).toList();
            Votes votes = Votes.of(answers, String::equals);
            assertThat(votes.winner())
                    .as(each.toString())
                    .isEqualTo(each.output().get(0).asString());
            assertThat(votes.share())
                    .as(each.toString())
                    .isCloseTo(each.output().get(1).asDouble(), within(EXACT));
        }
        for (Case each : cases("trainer.teacher_label")) {
            PublishedSolver.Label label = PublishedSolver.label(
                    each.generations(), each.input("self_vote_ratio_use_all").asBoolean());
            assertThat(label.text())
                    .as(each.toString())
                    .isEqualTo(each.output().path("labels").get(0).asString());
            assertThat(label.share())
                    .as(each.toString())
                    .isCloseTo(each.output().path("ratios").get(0).asDouble(), within(EXACT));
            assertThat(label.share() >= 0.3)
                    .isEqualTo(
                            each.output().path("kept_at_threshold_0.3").get(0).asBoolean());
        }
    }

    @Test
    void services() throws IOException {
        for (Case each : cases("service.hello")) {
            JsonNode item = each.input("item");
            String question = item.path("question").asString();
            String reference = item.path("answer").asString();
            JsonNode expected = each.output().path("result");
            List<String> answers = PublishedSolver.answers(each.generations());
            assertThat(answers).as(each.toString()).isEqualTo(strings(expected.path("results")));
            assertThat(PublishedSolver.successRate(answers, reference))
                    .as(each.toString())
                    .isCloseTo(expected.path("score").asDouble(), within(EXACT));
            Votes votes = Votes.of(answers, PublishedSolver::same);
            assertThat(votes.winner())
                    .as(each.toString())
                    .isEqualTo(expected.path("answer").asString());
            assertThat(votes.share())
                    .as(each.toString())
                    .isCloseTo(expected.path("majority_fraction").asDouble(), within(EXACT));
            boolean categorical = PublishedSolver.isCategorical(
                    question, reference, item.path("answer_type").asString(""));
            compare(each, PublishedSolver.prompt(question, categorical));
        }
        for (Case each : cases("service.answer")) {
            JsonNode item = each.input("item");
            JsonNode expected = each.output().path("result");
            Votes votes = PublishedSolver.documentVote(each.generations());
            assertThat(votes.winner())
                    .as(each.toString())
                    .isEqualTo(expected.path("answer").asString());
            assertThat(votes.share())
                    .as(each.toString())
                    .isCloseTo(expected.path("majority_fraction").asDouble(), within(EXACT));
            boolean categorical = PublishedSolver.isCategorical(
                    item.path("question").asString(),
                    "",
                    item.path("answer_type").asString(""));
            compare(
                    each,
                    PublishedSolver.prompt(
                            item.path("text").asString(), item.path("question").asString(), categorical));
        }
    }

    private static void compare(Case each, List<Message> prompt) {
        JsonNode chat = each.output().path("chat");
        assertThat(prompt).as(each.toString()).hasSize(chat.size());
        for (int i = 0; i < prompt.size(); i++) {
            assertThat(prompt.get(i).role().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(chat.get(i).path("role").asString());
            assertThat(prompt.get(i).content())
                    .as(each.toString())
                    .isEqualTo(chat.get(i).path("content").asString());
        }
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static @org.jspecify.annotations.Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asString();
    }

    private record Case(JsonNode row) {
        JsonNode input(String name) {
            return row.path("input").path(name);
        }

        String text(String name) {
            return input(name).asString();
        }

        JsonNode output() {
            return row.path("output");
        }

        @org.jspecify.annotations.Nullable
        String outputText() {
            return ParityTest.text(output());
        }

        List<String> generations() {
            return strings(input("generations"));
        }

        String environment(String name, String other) {
            return row.path("env").path(name).asString(other);
        }

        @Override
        public String toString() {
            return row.path("id").asString() + " " + row.path("function").asString();
        }
    }

    private static List<Case> cases(String function) throws IOException {
        Path file =
                Path.of(System.getProperty("selvedge.data", "../shared/data")).resolve("darc/parity.jsonl");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not here");
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.parse(line);
            if (row.path("function").asString().equals(function)) {
                cases.add(new Case(row));
            }
        }
        assertThat(cases).as(function).isNotEmpty();
        return cases;
    }
}
