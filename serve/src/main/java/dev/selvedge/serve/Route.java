package dev.selvedge.serve;

import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Work that is offered at a path of its own, by POST of JSON. The server keeps the door: who may come, how long a body is,
 * how many are worked for at a time, and that the work ends when its client leaves. Safe for several threads.
 */
public interface Route {
    /** Where it is, for example {@code /v1/orchestrate}. */
    String path();

    /**
     * Reads a request; nothing is done yet.
     *
     * @throws Mistake if it asks for something that is not there
     */
    Work read(ObjectNode request) throws Mistake;

    /** One request's work. */
    interface Work {
        /** Whether the client wants to be told of progress, as events. */
        boolean stream();

        /**
         * Does the work. It is interrupted when nobody waits for it any more, and ends soon then.
         *
         * @param progress is told what was done so far; nobody looks where the client wants no events
         * @return the answer
         * @throws Mistake if the request turns out to be one that cannot be answered
         */
        ObjectNode run(Consumer<ObjectNode> progress) throws Mistake;
    }

    /** The client's mistake, or what it cannot have. */
    final class Mistake extends Exception {
        private static final long serialVersionUID = 1;

        private final String field;

        /**
         * A mistake in a field.
         *
         * @param field its name, empty for none
         * @param sentence for the client
         */
        public Mistake(String field, String sentence) {
            super(sentence, null, false, false);
            this.field = field;
        }

        Refusal refusal() {
            return Refusal.invalid(field, String.valueOf(getMessage()));
        }
    }
}
