package dev.selvedge.workflow.device;

import java.util.SortedMap;

/**
 * What an action does that a {@link Device} is given: a tool of somebody's own, made up or played back. The same arguments
 * must give the same result, and nothing outside may be touched.
 */
@FunctionalInterface
public interface Behaviour {
    /**
     * Does it.
     *
     * @param arguments by the file's keys, as a person sees them; those that are nothing or the catalogue's default are
     *     left out. What they hold is hostile text
     * @return what the action gives; text that is a number is taken for one wherever a number is asked for
     * @throws Refusal where the action fails, and with it the workflow
     */
    String of(SortedMap<String, String> arguments);

    /** The action cannot do what it is asked for. */
    final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String sentence;

        /** @param sentence why */
        public Refusal(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }
}
