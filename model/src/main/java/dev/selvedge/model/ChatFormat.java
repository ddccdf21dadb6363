package dev.selvedge.model;

import dev.selvedge.core.Message;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import java.util.List;
import java.util.Set;

/**
 * How a conversation becomes tokens for one family of models, and a reply becomes a message. The author of every token
 * is written down while rendering and never guessed from markers afterwards.
 *
 * <p>Rendering only extends: the tokens of a conversation are the beginning of the tokens of every longer one. Tokens
 * that a policy sampled are taken over as they are, never decoded and encoded again.
 */
public interface ChatFormat {
    /** Spellings of the special tokens that a tokenizer must have for this format. */
    List<String> specialTokens();

    /** The beginning of a conversation, in which these tools may be called. */
    TokenSequence start(List<Tool> tools);

    /**
     * A conversation with one more step: its sampled tokens where it has some, else its message's text encoded. After
     * {@link #openReply} the step is the assistant's and continues the opened turn.
     */
    TokenSequence append(TokenSequence conversation, Step step);

    /** As {@link #append(TokenSequence, Step)}, for a message whose tokens nobody sampled. */
    default TokenSequence append(TokenSequence conversation, Message message) {
        return append(conversation, new Step(message, "", null));
    }

    /** The conversation with the tokens after which the assistant's reply is sampled. */
    TokenSequence openReply(TokenSequence conversation);

    /** Tokens of which any ends a reply; the one that does is part of the sampled tokens. */
    Set<Integer> endTokens();

    /** The message that sampled tokens say, with or without an end token. */
    Message read(int[] sampled);

    /** A whole conversation. */
    default TokenSequence render(List<Tool> tools, List<Message> messages) {
        TokenSequence conversation = start(tools);
        for (Message message : messages) {
            conversation = append(conversation, message);
        }
        return conversation;
    }

    /** A conversation, ready for the assistant's reply. */
    default TokenSequence prompt(List<Tool> tools, List<Message> messages) {
        return openReply(render(tools, messages));
    }
}
