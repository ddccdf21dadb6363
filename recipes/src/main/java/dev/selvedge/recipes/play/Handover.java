package dev.selvedge.recipes.play;

import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.darc.AnswerType;
import dev.selvedge.synth.darc.GeneratedQuestion;
import dev.selvedge.synth.darc.QuestionerRecord;
import dev.selvedge.synth.darc.SolverRecord;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Player;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private Handover() {}

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
    static List<SolverRecord> solver(
            List<Task> questions, Map<String, String> answers, Player student, Player teacher, AnswerType usual) {
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
                records.add(SolverRecord.of(i, question, messages(student, task), messages(teacher, task)));
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
