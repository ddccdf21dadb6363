package dev.selvedge.synth.world;

import dev.selvedge.core.Message;
import java.util.List;
import java.util.stream.Stream;

/** What a small model learns before it plays, so that it can do a little of everything that it will be asked. */
public interface Lessons {
    /**
     * A pair to learn from.
     *
     * @param prompt what is said to the model
     * @param reply what it is to reply
     */
    record Lesson(List<Message> prompt, String reply) {
        public Lesson {
            prompt = List.copyOf(prompt);
        }
    }

    /** The first lessons, the same ones in every world of a kind. */
    Stream<Lesson> reading(int count);

    /** The lessons of this world. */
    Stream<Lesson> lessons(int count);
}
