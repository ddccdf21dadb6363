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
import java.util.Set;

/**
 * The roles of DARC: what each sees and how it is asked. They sample from everything at temperature 1; a recipe that
 * samples otherwise {@linkplain SamplingSettings says so}.
 *
 * @param asker sees a document and a level
 * @param teacher sees a document and a question
 * @param student sees a question
 */
record Roles(Player asker, Player teacher, Player student) {
    /**
     * The published roles, which are told the wanted type of answer too.
     */
    static Roles published(TokenSettings tokens) {
        return new Roles(
                new Player(
                        new View("asker", Set.of(Fields.DOCUMENT, Fields.LEVEL, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.asking(
                                task.text(Fields.DOCUMENT), (int) task.number(Fields.LEVEL), type(task)),
                        Sampling.at(1, tokens.question())),
                new Player(
                        new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.reading(
                                task.text(Fields.DOCUMENT), task.text(Fields.QUESTION), type(task)),
                        Sampling.at(1, tokens.answer())),
                new Player(
                        new View("student", Set.of(Fields.QUESTION, Fields.ANSWER_TYPE)),
                        task -> PublishedWording.recalling(task.text(Fields.QUESTION), type(task)),
                        Sampling.at(1, tokens.answer())));
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
                        Sampling.at(1, tokens.question())),
                new Player(
                        new View("teacher", Set.of(Fields.DOCUMENT, Fields.QUESTION)),
                        task -> world.reading(task.text(Fields.DOCUMENT), task.text(Fields.QUESTION)),
                        Sampling.at(1, tokens.answer())),
                new Player(
                        new View("student", Set.of(Fields.QUESTION)),
                        task -> world.recalling(task.text(Fields.QUESTION)),
                        Sampling.at(1, tokens.answer())));
    }
}
