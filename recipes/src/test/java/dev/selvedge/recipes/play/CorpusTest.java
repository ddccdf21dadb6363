package dev.selvedge.recipes.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Run;
import dev.selvedge.core.run.Screen;
import dev.selvedge.recipes.DocumentCorpus;
import dev.selvedge.recipes.DocumentReport;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.darc.AnswerType;
import dev.selvedge.synth.darc.QuestionerRecord;
import dev.selvedge.synth.darc.SolverRecord;
import dev.selvedge.synth.darc.VerlRows;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's documents on their way into self-play, and out of it as records. */
class CorpusTest {
    @TempDir
    private Path folder;

    private Path general;
    private Path math;

    @BeforeEach
    void write() throws Exception {
        general = folder.resolve("general");
        math = folder.resolve("math");
        ToyDocuments.write(general, 0, 12);
        ToyDocuments.write(math, 12, 20);
    }

    private List<Task> documents(CorpusSettings settings, String run) throws Exception {
        Corpus corpus = Corpus.of(settings, 7);
        Recipe recipe = Recipe.of("corpus", settings, corpus.stages());
        try (Run opened = Run.open(folder.resolve(run), recipe, Screen.silent())) {
            opened.execute();
            return opened.result(corpus.documents()).read(Task.class);
        }
    }

    private static long count(List<Task> documents, String ability, Part part) {
        return documents.stream()
                .filter(task -> task.text(Corpus.ABILITY).equals(ability)
                        && task.text(Corpus.PART).equals(part.name()))
                .count();
    }

    @Test
    void foldersAndCorporaThatWereMadeGiveTheSame() throws Exception {
        DocumentCorpus made =
                DocumentCorpus.of(DocumentCorpus.DocumentSettings.STANDARD, Sources.at(List.of(general)), null);
        try (Run run = Run.open(folder.resolve("made"), made.recipe(), Screen.silent())) {
            run.execute();
            DocumentReport.publish(run, made);
        }
        List<Task> straight = documents(new CorpusSettings(general.toString(), "", 0), "straight");
        assertThat(straight).hasSize(12);
        assertThat(documents(new CorpusSettings(folder.resolve("made").toString(), "", 0), "directory"))
                .isEqualTo(straight);
        Path file = folder.resolve("made").resolve(DocumentReport.DOCUMENTS);
        assertThat(documents(new CorpusSettings(file.toString(), "", 0), "file"))
                .isEqualTo(straight);
    }

    @Test
    void ofEachCorpusSoManyAreTaken() throws Exception {
        List<Task> documents = documents(new CorpusSettings(general.toString(), math.toString(), 5), "both");
        assertThat(count(documents, "general", Part.TRAINING)).isEqualTo(5);
        assertThat(count(documents, "math", Part.TRAINING)).isEqualTo(5);
        assertThat(documents.stream().map(task -> task.text(Corpus.ABILITY)).toList())
                .as("shuffled")
                .isNotEqualTo(documents.stream()
                        .map(task -> task.text(Corpus.ABILITY))
                        .sorted()
                        .toList());
        List<Task> assignments = Corpus.assignments(documents.stream(), Part.TRAINING, 7).stream()
                .flatMap(List::stream)
                .toList();
        assertThat(assignments).hasSize(30);
        assertThat(assignments.stream().map(task -> task.number(Fields.LEVEL)).limit(6))
                .containsExactly(1.0, 2.0, 3.0, 1.0, 2.0, 3.0);
        assertThat(assignments)
                .allSatisfy(task -> assertThat(task.text(Fields.ANSWER_TYPE).equals("categorical"))
                        .isEqualTo(task.text(Corpus.ABILITY).equals("general")));
        assertThat(Corpus.assignments(documents.stream(), Part.TRAINING, 7))
                .isEqualTo(Corpus.assignments(documents.stream(), Part.TRAINING, 7));
    }

    @Test
    void aPlaceWithoutAnythingIsNamed() {
        assertThatThrownBy(() -> Corpus.of(new CorpusSettings("", folder.resolve("no") + "", 0), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("documents.math")
                .hasMessageContaining("selvedge documents");
    }

    @Test
    void recordsAreReadBackEqual() throws Exception {
        List<Task> documents = documents(new CorpusSettings(general.toString(), math.toString(), 2), "records");
        List<Task> assignments = Corpus.assignments(documents.stream(), Part.TRAINING, 7).stream()
                .flatMap(List::stream)
                .toList();
        Roles roles = Roles.published(new PlaySettings.TokenSettings(64, 64, 512));
        List<QuestionerRecord> asked = Handover.questioner(assignments, roles.asker(), AnswerType.STRING);
        Path file = folder.resolve(Handover.QUESTIONER);
        VerlRows.writeQuestioner(file, asked.stream());
        assertThat(VerlRows.readQuestioner(file)).hasSize(12).isEqualTo(asked);
        assertThat(asked.stream().map(QuestionerRecord::documentId).distinct()).containsExactly(0L, 1L, 2L, 3L);
        List<Task> questions = assignments.stream()
                .map(task -> task.with(Fields.QUESTION, "What of " + task.id() + "?"))
                .toList();
        Map<String, String> answers =
                Map.of(questions.get(0).id(), "7", questions.get(4).id(), "A");
        List<SolverRecord> solved = Handover.solver(questions, answers, roles, AnswerType.STRING);
        Path solver = folder.resolve(Handover.SOLVER);
        VerlRows.writeSolver(solver, solved.stream());
        assertThat(VerlRows.readSolver(solver)).isEqualTo(solved);
        assertThat(solved.stream().map(SolverRecord::index)).containsExactly(0L, 4L);
        assertThat(solved.getFirst().prompt().toString())
                .doesNotContain(questions.getFirst().text(Fields.DOCUMENT));
        assertThat(solved.getFirst().documentPrompt().toString())
                .contains(questions.getFirst().text(Fields.DOCUMENT));
    }
}
