package dev.selvedge.model.gguf;

import dev.selvedge.core.Json;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Small models with random weights, of the shapes that published ones have. */
final class Checkpoints {
    static final Tokenizer TOKENIZER = new TokenizerTrainer(512, RoleTokens.SPECIAL_TOKENS).train(texts());

    static final int POSITIONS = 256;

    /** @param tied whether the output layer is the embedding */
    record Form(boolean tied, int positions) {}

    private Checkpoints() {}

    /** The tokenizer with another rule by which text is cut. */
    static Tokenizer cutting(String rule) {
        ObjectNode json = (ObjectNode) Json.parse(TOKENIZER.json());
        ObjectNode split =
                (ObjectNode) json.path("pre_tokenizer").path("pretokenizers").path(0);
        ((ObjectNode) split.path("pattern")).put("Regex", Vocabulary.PATTERNS.get(rule));
        ((ObjectNode) json.path("model")).put("ignore_merges", rule.equals("llama-bpe"));
        return Tokenizer.parse(Json.write(json));
    }

    static Model model(Family family, Rope rope, boolean tied) {
        return model(TOKENIZER, family, rope, new Form(tied, POSITIONS));
    }

    private static List<String> texts() {
        var random = new Random(5);
        var texts = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            texts.add("set the timer to " + random.nextInt(100) + " minutes and show notification \"done\" for battery"
                    + " level below " + random.nextInt(30) + " percent, then send a message to Anna or Özgür");
        }
        return texts;
    }

    /** Weights large enough that the most probable token is seldom a near tie, and norms and biases that are not neutral. */
    static Model model(Tokenizer tokenizer, Family family, Rope rope, Form form) {
        int layers = 3;
        int width = 128;
        Scales scales = family == Family.MINICPM ? Scales.published(12, 1.4, 32, layers, width) : Scales.NONE;
        // As in Qwen3, the heads of its smallest models are wider together than the model.
        int headWidth = family == Family.QWEN3 ? 64 : 32;
        var config = new ModelConfig(
                family,
                tokenizer.vocabularySize() + 3,
                width,
                320,
                layers,
                4,
                2,
                headWidth,
                1e-6,
                rope,
                form.positions,
                form.tied,
                0.08,
                scales,
                List.of());
        Model model = Model.fresh(config, tokenizer, 11);
        var random = new Random(3);
        ParameterBuffer parameters = model.transformer().parameters();
        for (ParameterBuffer.Parameter p : parameters.list()) {
            if (p.shape().size() == 1) {
                for (long i = p.offset(); i < p.offset() + p.size(); i++) {
                    double around = p.name().endsWith("bias") ? 0 : 1;
                    parameters.flat().data_ptr_float().put(i, (float) (around + 0.3 * random.nextGaussian()));
                }
            }
        }
        return model;
    }
}
