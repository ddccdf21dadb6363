package dev.selvedge.serve;

import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.util.List;

/** A model with fresh weights: its replies are noise, but the same noise each time. */
final class TinyModel {
    private static final List<String> TEXTS = List.of(
            "the quick brown fox jumps over the lazy dog and the lazy dog sleeps",
            "every workflow begins with a question and ends with an answer",
            "Grüße aus Köln, 漢字 und 🌉 sind auch Text");

    private TinyModel() {}

    static Tokenizer tokenizer() {
        return new TokenizerTrainer(320, RoleTokens.SPECIAL_TOKENS).train(TEXTS);
    }

    /** A model that holds so many positions. */
    static Model fresh(int maxPositions) {
        Tokenizer tokenizer = tokenizer();
        ModelConfig shape =
                ModelConfig.small(ModelConfig.Family.LLAMA, tokenizer.vocabularySize(), 32, 2, maxPositions);
        return Model.fresh(shape, tokenizer, 7);
    }
}
