package dev.selvedge.recipes.play;

import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Workspace;
import dev.selvedge.synth.darc.AnswerType;
import dev.selvedge.synth.darc.DarcProfile;
import dev.selvedge.synth.darc.GeneratedQuestion;
import dev.selvedge.synth.darc.QuestionerRecord;
import dev.selvedge.synth.darc.SolverRecord;
import dev.selvedge.synth.darc.VerlRows;
import dev.selvedge.synth.document.KeptDocument.Part;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Player;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The data of both stages in the published records, as verl reads them from Parquet, so that a cluster can take over where
 * one machine is too small. Prompts are those that the run's own roles read.
 */
final class Handover {
    /** What the Questioner is trained on: every document at all levels. */
    static final String QUESTIONER = "questioner.parquet";

    /** What the Solver is trained on, easy first, with the Questioner's own answers, which training replaces by votes. */
    static final String SOLVER = "solver.parquet";

    /** The same with the teacher's labels, without questions on which too few of its answers agree. */
    static final String LABELLED = "solver-labelled.parquet";

    /** All of them, and what they hold. */
    static final SortedMap<String, String> FILES = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            QUESTIONER,
            "what the Questioner is asked of every document, at all levels",
            SOLVER,
            "the curriculum, easy first, with the Questioner's own answers",
            LABELLED,
            "the curriculum with the teacher's labels, where enough of its answers agree")));

    private Handover() {}

    /**
     * Writes all of them into a stage's directory.
     *
     * @param workspace with the inputs {@code questions}, {@code curriculum} and {@code labels}, and documents
     */
    static void write(Workspace workspace, Playground playground) {
        Path directory = workspace.directory();
        AnswerType usual = playground.own().isPresent() ? AnswerType.STRING : AnswerType.INTEGER;
        List<Task> assignments = playground.assignments(workspace, Part.TRAINING).stream()
                .flatMap(List::stream)
                .toList();
        VerlRows.writeQuestioner(
                directory.resolve(QUESTIONER), questioner(assignments, playground.asker(), usual).stream());
        List<Task> curriculum = workspace.input("curriculum").read(Task.class);
        var own = new HashMap<String, String>();
        workspace
                .input("questions")
                .read(Task.class)
                .forEach(task -> own.put(task.id(), task.has(Fields.ANSWER) ? task.text(Fields.ANSWER) : ""));
        var labels = new HashMap<String, String>();
        workspace.input("labels").read(Task.class).stream()
                .filter(task -> task.number(Fields.SHARE) >= DarcProfile.LEAST_SHARE)
                .forEach(task -> labels.put(task.id(), task.text(Fields.REFERENCE)));
        Roles roles = playground.roles();
        VerlRows.writeSolver(directory.resolve(SOLVER), solver(curriculum, own, roles, usual).stream());
        VerlRows.writeSolver(directory.resolve(LABELLED), solver(curriculum, labels, roles, usual).stream());
    }

    /**
     * The Questioner's records.
     *
     * @param assignments documents with {@link Fields#LEVEL}, those of one document together
     * @param usual type of answer of assignments that have none of their own
     */
    static List<QuestionerRecord> questioner(List<Task> assignments, Player asker, AnswerType usual) {
        var documents = new HashMap<String, Long>();
        var records = new ArrayList<QuestionerRecord>();
        for (Task task : assignments) {
            long number = documents.computeIfAbsent(task.text(Fields.DOCUMENT_ID), id -> (long) documents.size());
            records.add(QuestionerRecord.of(
                    number, messages(asker, task), level(task), type(task, usual), task.text(Fields.DOCUMENT)));
        }
        return records;
    }

    /**
     * The Solver's records, in the order of the questions.
     *
     * @param questions with document and level
     * @param answers to them by their ids; questions without one are left out
     */
    static List<SolverRecord> solver(List<Task> questions, Map<String, String> answers, Roles roles, AnswerType usual) {
        var records = new ArrayList<SolverRecord>();
        for (int i = 0; i < questions.size(); i++) {
            Task task = questions.get(i);
            String answer = answers.get(task.id());
            if (answer != null) {
                var question = new GeneratedQuestion(
                        task.text(Fields.DOCUMENT),
                        task.text(Fields.QUESTION),
                        answer,
                        type(task, usual).published(),
                        level(task));
                records.add(
                        SolverRecord.of(i, question, messages(roles.student(), task), messages(roles.teacher(), task)));
            }
        }
        return records;
    }

    private static List<Message> messages(Player player, Task task) {
        return player.prompt(task, 0).messages();
    }

    private static int level(Task task) {
        return (int) task.number(Fields.LEVEL);
    }

    private static AnswerType type(Task task, AnswerType usual) {
        return task.has(Fields.ANSWER_TYPE)
                ? AnswerType.named(task.text(Fields.ANSWER_TYPE)).orElse(usual)
                : usual;
    }
}
