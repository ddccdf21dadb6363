package dev.selvedge.model;

import dev.selvedge.core.Message;
import java.util.List;

/**
 * What sampled tokens say. A call that cannot be understood is never dropped: its text stays in the message's content,
 * and what is wrong with it is told, so that the model can be told in turn.
 *
 * @param message the assistant's message, with the well-formed calls
 * @param malformed the calls that could not be understood, in order
 */
public record Reading(Message message, List<MalformedCall> malformed) {
    public Reading {
        malformed = List.copyOf(malformed);
    }

    /**
     * A tool call that could not be understood.
     *
     * @param text what the model wrote
     * @param reason what is wrong with it, a sentence
     */
    public record MalformedCall(String text, String reason) {}
}
