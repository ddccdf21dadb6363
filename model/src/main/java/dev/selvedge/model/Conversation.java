package dev.selvedge.model;

import dev.selvedge.core.Message;
import dev.selvedge.core.Step;

/**
 * A conversation as tokens for one model, made by a {@link ChatFormat}. A value: what is added gives a new one.
 *
 * <p>Most formats only extend: the tokens of a conversation are the beginning of the tokens of every longer one. Some
 * templates write earlier turns anew, for example without what the model thought there. {@link Growth} tells the two
 * apart.
 */
public interface Conversation {
    /**
     * This conversation with one more step. Sampled tokens are taken over as they are, never decoded and encoded again;
     * a step without any is its message's text, encoded. After {@link #openReply} the step is the assistant's and
     * continues the opened turn.
     *
     * @throws IllegalArgumentException if a reply is open and the step is not the assistant's
     */
    Conversation append(Step step);

    /** As {@link #append(Step)}, for a message whose tokens nobody sampled. */
    default Conversation append(Message message) {
        return append(new Step(message, "", null));
    }

    /** This conversation, ready for the assistant's reply. */
    Conversation openReply();

    /**
     * The tokens that the model reads, with who produced each.
     *
     * @throws dev.selvedge.core.UserException if the format does not take the conversation as it stands, such as one
     *     without a user's message
     */
    TokenSequence tokens();
}
