package dev.selvedge.synth.darc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.darc.Curriculum.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Curricula and the files of training records. */
class CurriculumTest {
    @TempDir
    Path folder;

    private static GeneratedQuestion question(String text, String type, int level) {
        return new GeneratedQuestion("The document.", text, "4", type, level);
    }

    @Test
    void easyComesFirstAndTheSeedDecidesTheRest() {
        List<GeneratedQuestion> questions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            questions.add(question("Question " + i + "?", "integer", 3 - i % 3));
        }
        Curriculum curriculum = Curriculum.of(questions, 1);
        assertThat(curriculum.records())
                .hasSize(30)
                .isEqualTo(Curriculum.of(questions, 1).records());
        assertThat(curriculum.records())
                .isNotEqualTo(Curriculum.of(questions, 2).records());
        assertThat(curriculum.records().stream().map(SolverRecord::level).toList())
                .isSorted();
        assertThat(curriculum.records().stream().map(SolverRecord::index).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void leavesOutWhatCannotBeAskedOrWritten() {
        Curriculum curriculum = Curriculum.of(
                List.of(
                        question("Which?\nA. a\nB. b\nC. c", "categorical", 1),
                        question("Which of them?", "categorical", 1),
                        question("Half of a pair: \ud83d", "integer", 2),
                        question("A whole pair: \ud83d\ude00", "integer", 2)),
                7);
        assertThat(curriculum.records()).hasSize(2);
        assertThat(curriculum.dropped()).isEqualTo(Map.of(Reason.NO_OPTIONS, 1, Reason.BROKEN_TEXT, 1));
        assertThat(curriculum.shares()).as("there is no whole batch").isEmpty();
    }

    @Test
    void readsRepliesAsTheGeneratorDid() {
        String reply = "{\"analysis\":\"\",\"question\":[\"How many?\"],\"intermediate_results\":{},\"answer\":1e-5,"
                + "\"solving_time_estimate\":\" 2 \",\"required_concepts\":[],\"potential_errors\":null}";
        assertThat(GeneratedQuestion.read(reply, "D", " Float ", 2))
                .contains(new GeneratedQuestion("D", "How many?", "1e-05", "float", 2));
        assertThat(GeneratedQuestion.read("```json\n" + reply + "\n```", "D", "float", 2))
                .isEmpty();
        assertThat(GeneratedQuestion.read(reply.replace("\" 2 \"", "\"two\""), "D", "float", 2))
                .isEmpty();
        assertThat(GeneratedQuestion.read(reply.replace("\"analysis\":\"\",", ""), "D", "float", 2))
                .isEmpty();
    }

    /** Two messages are longer than a line of NumPy; two short ones are not. */
    @Test
    void printsListsOfMessagesAsNumPyDoes() {
        Turn system = new Turn("Please reason step by step.", "system");
        assertThat(Turn.printed(List.of(system, new Turn("It's \\boxed", "user"))))
                .containsExactly(new Turn(
                        "[{'content': 'Please reason step by step.', 'role': 'system'}\n"
                                + " {'content': \"It's \\\\boxed\", 'role': 'user'}]",
                        "user"));
        assertThat(Turn.printed(List.of(new Turn("a", "s"), new Turn("b", "u"))))
                .containsExactly(new Turn("[{'content': 'a', 'role': 's'} {'content': 'b', 'role': 'u'}]", "user"));
    }

    @Test
    void recordsSurviveTheirFiles() {
        Curriculum curriculum =
                Curriculum.of(List.of(question("How many?\n\"Ünï\"", "integer", 1), question("Why?", "string", 3)), 5);
        Path solver = folder.resolve("solver.parquet");
        VerlRows.writeSolver(solver, curriculum.records().stream());
        assertThat(VerlRows.readSolver(solver)).isEqualTo(curriculum.records());
        QuestionerRecord asked =
                new QuestionerRecord(List.of(new Turn("Ask!", "user")), "general", 2, "float", 1L << 40, "train", "D");
        Path questioner = folder.resolve("questioner.parquet");
        VerlRows.writeQuestioner(questioner, Stream.of(asked));
        assertThat(VerlRows.readQuestioner(questioner)).containsExactly(asked);
        assertThatThrownBy(() -> VerlRows.readSolver(questioner))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("questioner.parquet:1")
                .hasMessageContaining("Solver record");
    }

    @Test
    void publishedFilesAreRecords() {
        Path data = Path.of(System.getProperty("selvedge.data", "none"), "darc");
        assumeThat(data).as("needs -Dselvedge.data").isDirectory();
        List<QuestionerRecord> questioner = VerlRows.readQuestioner(data.resolve("questioner_dataset_example.parquet"));
        List<SolverRecord> solver = VerlRows.readSolver(data.resolve("solver_dataset_example.parquet"));
        assertThat(questioner).hasSize(85);
        assertThat(solver).hasSize(88);
        assertThat(first(data, "questioner"))
                .isEqualTo(questioner.stream()
                        .limit(20)
                        .map(record -> Json.canonical(record.row()))
                        .toList());
        assertThat(first(data, "solver"))
                .isEqualTo(solver.stream()
                        .limit(20)
                        .map(record -> Json.canonical(record.row()))
                        .toList());
        Path copy = folder.resolve("copy.parquet");
        VerlRows.writeSolver(copy, solver.stream());
        assertThat(VerlRows.readSolver(copy)).isEqualTo(solver);
        VerlRows.writeQuestioner(copy, questioner.stream());
        assertThat(VerlRows.readQuestioner(copy)).isEqualTo(questioner);
        for (SolverRecord record : solver) {
            assertThat(made(record)).isEqualTo(record);
        }
    }

    /** A published record out of what it was made of: its question stands before the instruction to choose. */
    private static SolverRecord made(SolverRecord record) {
        String question = record.question();
        int choose = question.indexOf("\n" + PublishedSolver.CHOOSE);
        return SolverRecord.of(
                record.index(),
                new GeneratedQuestion(
                        record.document(),
                        choose < 0 ? question : question.substring(0, choose),
                        record.groundTruth(),
                        record.answerType(),
                        record.level()));
    }

    private static List<String> first(Path data, String name) {
        try (Stream<Line> lines = Line.all(data.resolve(name + "_first20.jsonl"))) {
            return lines.map(line -> Json.canonical(row(line))).toList();
        }
    }

    private static JsonNode row(Line line) {
        return Json.parse(line.whole());
    }
}
