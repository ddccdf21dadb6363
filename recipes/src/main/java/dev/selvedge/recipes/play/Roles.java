package dev.selvedge.recipes.play;

import dev.selvedge.core.Sampling;
import dev.selvedge.core.Task;
import dev.selvedge.core.View;
import dev.selvedge.recipes.play.PlaySettings.TokenSettings;
import dev.selvedge.synth.darc.AnswerType;
import dev.selvedge.synth.darc.PublishedWording;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Player;
import dev.selvedge.synth.world.World;
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
     */
    static Roles published(TokenSettings tokens) {
        return new Roles(
                new Player(
                        new View("asker", Set.of(Fields.DOCUMENT, Fields.LEVEL, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.asking(
                                task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL), type(task)),
                        sampling(tokens.question())),
                new Player(
                        new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.reading(
                                task.text(Fields.DOCUMENT), task.text(Fields.QUESTION), type(task)),
                        sampling(tokens.answer())),
                new Player(
                        new View("student", Set.of(Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.recalling(task.text(Fields.QUESTION), type(task)),
                        sampling(tokens.answer())));
    }

    private static AnswerType type(Task task) {
        return AnswerType.named(task.text(Fields.ANSWER_TYPE))
                .orElseThrow(
                        () -> new IllegalArgumentException("task " + task.id() + " wants an answer of no known type"));
    }

    /** The roles in a world, in its words. */
    static Roles in(World world, TokenSettings tokens) {
        return new Roles(
                new Player(
                        new View("asker", Set.of(Fields.DOCUMENT, Fields.LEVEL)),
                        task -> world.asking(task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL)),
                        sampling(tokens.question())),
                new Player(
                        new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION)),
                        task -> world.reading(task.text(Fields.DOCUMENT), task.text(Fields.QUESTION)),
                        sampling(tokens.answer())),
                new Player(
                        new View("student", Set.of(Fields.QUESTION)),
                        task -> world.recalling(task.text(Fields.QUESTION)),
                        sampling(tokens.answer())));
    }

    /** At temperature 1 with the whole vocabulary, of which ratios of probabilities are exact. */
    static Sampling sampling(int maxTokens) {
        return new Sampling(1, 1, maxTokens, 0, List.of());
    }
}
