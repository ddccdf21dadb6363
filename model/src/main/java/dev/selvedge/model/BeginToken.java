package dev.selvedge.model;

import dev.selvedge.core.Json;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Which token a model wants before a plain text. Conversations do not need it said: their template writes it itself, if it
 * is wanted there.
 */
final class BeginToken {
    private BeginToken() {}

    /** By the post-processor of tokenizer.json; where that names none, by add_bos_token of tokenizer_config.json. */
    static OptionalInt of(Tokenizer tokenizer, String tokenizerConfig) {
        JsonNode processor = Json.parse(tokenizer.json()).path("post_processor");
        OptionalInt named = inTemplate(processor, tokenizer);
        for (JsonNode part : processor.path("processors")) {
            named = named.isPresent() ? named : inTemplate(part, tokenizer);
        }
        return named.isPresent() ? named : inConfig(tokenizer, tokenizerConfig);
    }

    private static OptionalInt inTemplate(JsonNode processor, Tokenizer tokenizer) {
        boolean template = processor.path("type").asString("").equals("TemplateProcessing");
        String name =
                processor.path("single").path(0).path("SpecialToken").path("id").asString("");
        return template ? tokenizer.findSpecial(name) : OptionalInt.empty();
    }

    private static OptionalInt inConfig(Tokenizer tokenizer, String tokenizerConfig) {
        if (tokenizerConfig.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            JsonNode json = Json.parse(tokenizerConfig);
            JsonNode token = json.path("bos_token");
            boolean added = json.path("add_bos_token").asBoolean(false);
            String name =
                    token.isString() ? token.asString() : token.path("content").asString("");
            return added ? tokenizer.findSpecial(name) : OptionalInt.empty();
        } catch (JacksonException e) {
            return OptionalInt.empty();
        }
    }
}
