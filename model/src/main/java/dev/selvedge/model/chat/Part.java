package dev.selvedge.model.chat;

/** A part of a reply: words, a call, or what should be a call and is none. */
sealed interface Part {
    /** Text that is for the reader. */
    record Words(String text) implements Part {}

    /**
     * A well-formed call.
     *
     * @param arguments a JSON object
     */
    record Call(String name, String arguments) implements Part {}

    /**
     * A malformed call.
     *
     * @param text what was written, with its markers
     * @param reason what is wrong with it, a sentence
     */
    record Malformed(String text, String reason) implements Part {}
}
