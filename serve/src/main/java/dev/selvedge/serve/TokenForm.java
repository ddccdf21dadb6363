package dev.selvedge.serve;

import dev.selvedge.model.Sampled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How tokens are told with their log-probabilities: of all that were sampled, the one that ended the choice included.
 *
 * @param text bytes of tokens; null where tokens are told by their ids, as texts {@code token_id:7}
 * @param wanted what is told
 */
record TokenForm(Answering.@Nullable TokenText text, Wanted wanted) {
    /** The log-probabilities of a chat completion. */
    void chat(ObjectNode choice, List<Sampled> tokens) {
        if (wanted.logProbs() < 0) {
            choice.putNull("logprobs");
            return;
        }
        ObjectNode logProbs = choice.putObject("logprobs");
        ArrayNode content = logProbs.putArray("content");
        logProbs.putNull("refusal");
        for (Sampled token : tokens) {
            ObjectNode entry = content.addObject();
            chance(entry, token.id(), token.logProb());
            ArrayNode top = entry.putArray("top_logprobs");
            for (Sampled.TopLogProb other : token.top()) {
                chance(top.addObject(), other.id(), other.logProb());
            }
        }
    }

    private void chance(ObjectNode entry, int id, float logProb) {
        entry.put("token", told(id)).put("logprob", finite(logProb));
        if (text == null) {
            entry.putNull("bytes");
        } else {
            ArrayNode bytes = entry.putArray("bytes");
            for (byte b : text.bytes(id)) {
                bytes.add(b & 0xff);
            }
        }
    }

    /**
     * The log-probabilities of a plain completion.
     *
     * @param offset characters of the choice's text before these tokens
     * @return the same after them
     */
    int plain(ObjectNode choice, List<Sampled> tokens, int offset) {
        if (wanted.logProbs() < 0) {
            choice.putNull("logprobs");
            return offset;
        }
        ObjectNode logProbs = choice.putObject("logprobs");
        ArrayNode texts = logProbs.putArray("tokens");
        ArrayNode chances = logProbs.putArray("token_logprobs");
        ArrayNode tops = logProbs.putArray("top_logprobs");
        ArrayNode offsets = logProbs.putArray("text_offset");
        int at = offset;
        for (Sampled token : tokens) {
            texts.add(told(token.id()));
            chances.add(finite(token.logProb()));
            ObjectNode top = tops.addObject();
            token.top().forEach(other -> top.put(told(other.id()), finite(other.logProb())));
            top.put(told(token.id()), finite(token.logProb()));
            offsets.add(at);
            at += told(token.id()).length();
        }
        return at;
    }

    /** Adds the ids of tokens where they are wanted. */
    void ids(ObjectNode choice, List<Sampled> tokens) {
        if (wanted.tokenIds()) {
            Form.ids(choice, "token_ids", tokens.stream().mapToInt(Sampled::id).toArray());
        }
    }

    private String told(int id) {
        return text == null || wanted.tokensAsIds()
                ? "token_id:" + id
                : new String(text.bytes(id), StandardCharsets.UTF_8);
    }

    /** JSON has no infinity; other servers tell the least float, too, of what cannot be. */
    private static float finite(float logProb) {
        return Math.max(logProb, -Float.MAX_VALUE);
    }
}
