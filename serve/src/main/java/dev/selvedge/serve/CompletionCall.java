package dev.selvedge.serve;

import dev.selvedge.model.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A request for completions of plain text.
 *
 * @param prompts texts or tokens, at least one
 * @param echo whether each choice begins with its prompt
 * @param wanted all else
 */
record CompletionCall(List<TextOrTokens> prompts, boolean echo, Wanted wanted) {
    private static final int MAX_TOKENS = 16;
    private static final int MOST_PROMPTS = 128;

    /** Reads a request for a model that samples in a way unless told otherwise. */
    static CompletionCall read(Fields fields, String model, SamplingRule defaults) throws Refusal {
        fields.model(model);
        List<TextOrTokens> prompts = TextOrTokens.read("prompt", fields.node("prompt"), MOST_PROMPTS);
        boolean echo = fields.flag("echo");
        Wanted wanted = Wanted.read(fields, MAX_TOKENS, logProbs(fields), defaults);
        int best = fields.integer("best_of", wanted.choices(), 1, Integer.MAX_VALUE);
        if (best != wanted.choices()) {
            throw Refusal.unsupported("best_of", "'best_of' is the same as 'n' here; all choices are told.");
        }
        if (echo && wanted.logProbs() >= 0) {
            throw Refusal.unsupported(
                    "echo", "'echo' goes without 'logprobs' here: log-probabilities of prompts are not told.");
        }
        fields.requireAllKnown();
        return new CompletionCall(prompts, echo, wanted);
    }

    private static int logProbs(Fields fields) throws Refusal {
        return fields.has("logprobs") ? Wanted.alternatives(fields, "logprobs", 0) : -1;
    }

    /** A text, or its tokens. */
    sealed interface TextOrTokens {
        record Text(String text) implements TextOrTokens {}

        /** Not compared as a value. */
        @SuppressWarnings("ArrayRecordComponent")
        record TokenIds(int[] ids) implements TextOrTokens {}

        /** Reads a text, a list of texts, a list of token ids, or a list of such lists. */
        static List<TextOrTokens> read(String field, JsonNode given, int most) throws Refusal {
            boolean tokens = given.isArray() && given.path(0).isNumber();
            List<TextOrTokens> all = new ArrayList<>();
            if (given.isArray() && !tokens) {
                if (given.size() > most) {
                    throw Refusal.invalid(field, "'" + field + "' has at most " + most + " entries.");
                }
                for (JsonNode each : given) {
                    all.add(one(field, each));
                }
            } else {
                all.add(one(field, given));
            }
            if (all.isEmpty()) {
                throw Refusal.invalid(field, "'" + field + "' is empty.");
            }
            return all;
        }

        private static TextOrTokens one(String field, JsonNode given) throws Refusal {
            if (given.isString()) {
                return new Text(given.stringValue());
            }
            if (!given.isArray()) {
                throw Fields.expected(field, "a text, a list of texts, or token ids", given);
            }
            int[] ids = new int[given.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = Fields.integer(field, given.path(i), 0, 1 << 24);
            }
            return new TokenIds(ids);
        }
    }
}
