package dev.selvedge.recipes.play;

import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.synth.darc.AnswerType;
import dev.selvedge.synth.darc.PublishedWording;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Player;
import java.util.List;
import java.util.Set;

/**
 * The roles of DARC: what each sees, how it is asked, how it samples.
 *
 * @param asker sees a document and a level
 * @param teacher sees a document and a question
 * @param student sees a question
 */
record Roles(Player asker, Player teacher, Player student) {
    /**
     * The published roles, which are told the wanted type of answer too. They sample at temperature 1; the published
     * Questioner leaves out the last hundredth of the probability, of which no exact ratios could be had.
     *
     * @param askerTokens most tokens of a question
     * @param solverTokens most tokens of an answer
     */
    static Roles published(int askerTokens, int solverTokens) {
        return new Roles(
                new Player(
                        new View("asker", Set.of(Fields.DOCUMENT, Fields.LEVEL, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.asking(
                                task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL), type(task)),
                        sampling(askerTokens)),
                new Player(
                        new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.reading(
                                task.text(Fields.DOCUMENT), task.text(Fields.QUESTION), type(task)),
                        sampling(solverTokens)),
                new Player(
                        new View("student", Set.of(Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.recalling(task.text(Fields.QUESTION), type(task)),
                        sampling(solverTokens)));
    }

    private static AnswerType type(Task task) {
        return AnswerType.named(task.text(Fields.ANSWER_TYPE))
                .orElseThrow(
                        () -> new IllegalArgumentException("task " + task.id() + " wants an answer of no known type"));
    }

    private static Sampling sampling(int maxTokens) {
        return new Sampling(1, 1, maxTokens, 0, List.of());
    }
}
