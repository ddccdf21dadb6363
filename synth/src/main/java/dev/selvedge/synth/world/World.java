package dev.selvedge.synth.world;

import dev.selvedge.core.Message;
import dev.selvedge.core.Task;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Grading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A made-up world to measure self-play in. The method under test sees documents only; what is true is known here, so
 * labels, questions and answers can be checked without it.
 *
 * <p>Lessons make of a small model what a language model is from the start: somebody who can read a document, ask about
 * it, and half knows some of what the documents say.
 */
public interface World extends Lessons {
    /** Names of levels in prompts; how hard a question of a level turns out is the asker's affair. */
    Map<Integer, String> LEVELS = Map.of(1, "easy", 2, "moderate", 3, "hard");

    /** A document as a task. */
    static Task document(String id, String text) {
        return new Task(id, Map.of()).with(Fields.DOCUMENT, text).with(Fields.DOCUMENT_ID, id);
    }

    /** The documents as tasks that have {@link Fields#DOCUMENT} and {@link Fields#DOCUMENT_ID} and nothing else. */
    List<Task> documents();

    /**
     * Questions with their true answers, for nobody but the examiner: {@link Fields#LEVEL} from 1, {@link Fields#QUESTION}
     * and {@link Fields#REFERENCE}, and {@link Fields#DOCUMENT_ID} where a question is about one document.
     *
     * @param perLevel questions of each level
     */
    List<Task> exam(int perLevel);

    /** The true answer to a question; empty where it is no question of this world. */
    Optional<String> truth(String question);

    /** Lessons in reading and asking, about documents that are drawn anew; the same ones in every world of a kind. */
    @Override
    Stream<Lesson> reading(int count);

    /** Lessons in what is half known of this world, with some in reading among them. */
    @Override
    Stream<Lesson> lessons(int count);

    /** How a question is asked for. */
    default List<Message> asking(String document, int level) {
        return List.of(Message.user("Ask " + LEVELS.get(level) + ".\n" + document));
    }

    /** How a question is asked for where there is no document. */
    default List<Message> inventing() {
        return List.of(Message.user("Ask."));
    }

    /** How a question is put to who may read the document. */
    default List<Message> reading(String document, String question) {
        return List.of(Message.user("Read.\n" + document + "\n" + question));
    }

    /** How a question is put to who may not. */
    default List<Message> recalling(String question) {
        return List.of(Message.user(question));
    }

    /** How answers of this world are read and compared; empty where they are numbers and texts as anywhere. */
    default Optional<Grading> grading() {
        return Optional.empty();
    }
}
