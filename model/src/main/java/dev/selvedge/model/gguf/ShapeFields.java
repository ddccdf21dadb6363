package dev.selvedge.model.gguf;

import dev.selvedge.core.UserException;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of a transformer in the metadata of a GGUF file, and the factors of rotary positions in its tensors. */
final class ShapeFields {
    static final String LLAMA3_FACTORS = "rope_freqs.weight";
    static final String LONG_FACTORS = "rope_factors_long.weight";
    static final String SHORT_FACTORS = "rope_factors_short.weight";
    /** What tools that read GGUF take for YaRN where the file says nothing. */
    private static final double FAST_TURNS = 32;

    private static final double SLOW_TURNS = 1;

    private ShapeFields() {}

    private static String architecture(Family family) {
        return switch (family) {
            case LLAMA -> "llama";
            case MINICPM -> "minicpm";
            case QWEN2 -> "qwen2";
            case QWEN3 -> "qwen3";
        };
    }

    /** @throws UserException if the format cannot say what the model does */
    static void write(ModelConfig config, GgufMetadata to) {
        String name = architecture(config.family());
        to.put("general.architecture", name);
        String prefix = name + ".";
        to.put(prefix + "vocab_size", config.vocabularySize());
        to.put(prefix + "context_length", config.maxPositions());
        to.put(prefix + "embedding_length", config.width());
        to.put(prefix + "block_count", config.layers());
        to.put(prefix + "feed_forward_length", config.feedForwardWidth());
        to.put(prefix + "attention.head_count", config.heads());
        to.put(prefix + "attention.head_count_kv", config.keyValueHeads());
        to.put(prefix + "attention.key_length", config.headWidth());
        to.put(prefix + "attention.value_length", config.headWidth());
        to.put(prefix + "attention.layer_norm_rms_epsilon", config.normEpsilon());
        to.put(prefix + "rope.dimension_count", config.headWidth());
        to.put(prefix + "rope.freq_base", config.rope().theta());
        writeRope(config, prefix + "rope.scaling.", to);
        if (config.family() == Family.MINICPM) {
            to.put(prefix + "embedding_scale", config.scales().embedding());
            to.put(prefix + "residual_scale", config.scales().residual());
            to.put(prefix + "logit_scale", 1 / config.scales().head());
        }
    }

    private static void writeRope(ModelConfig config, String prefix, GgufMetadata to) {
        switch (config.rope()) {
            case Rope.Plain plain -> {}
            case Rope.Llama3 llama3 -> requireFamily(config, "llama3", Family.LLAMA);
            case Rope.Linear linear -> {
                to.put(prefix + "type", "linear");
                to.put(prefix + "factor", linear.factor());
            }
            case Rope.Dynamic dynamic -> {
                if (config.maxPositions() > dynamic.originalPositions()) {
                    throw cannotSay("rotary positions of the kind dynamic");
                }
            }
            case Rope.Yarn yarn -> {
                if (yarn.fastTurns() != FAST_TURNS || yarn.slowTurns() != SLOW_TURNS || !yarn.roundedBounds()) {
                    throw cannotSay("YaRN with beta_fast, beta_slow or truncate other than 32, 1 and true");
                }
                to.put(prefix + "type", "yarn");
                to.put(prefix + "factor", yarn.factor());
                to.put(prefix + "original_context_length", yarn.originalPositions());
                putAttention(prefix, yarn.attention() / yarnAttention(yarn.factor()), to);
            }
            case Rope.LongRope longRope -> {
                requireFamily(config, "longrope", Family.LLAMA, Family.MINICPM);
                to.put(prefix + "type", "longrope");
                to.put(prefix + "original_context_length", longRope.originalPositions());
                putAttention(prefix, longRope.attention(), to);
            }
        }
    }

    private static void putAttention(String prefix, double factor, GgufMetadata to) {
        if (Math.abs(factor - 1) > 1e-9) {
            to.put(prefix + "attn_factor", factor);
        }
    }

    private static double yarnAttention(double factor) {
        return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
    }

    private static void requireFamily(ModelConfig config, String kind, Family... families) {
        if (!List.of(families).contains(config.family())) {
            throw cannotSay("rotary positions of the kind " + kind + " in a model of the architecture "
                    + architecture(config.family()));
        }
    }

    private static UserException cannotSay(String what) {
        return new UserException("GGUF, as llama.cpp reads it, has no way to say " + what
                + ", so the model cannot be exported without changing it.");
    }

    /** Tensors that hold the factors of rotary positions, by their names. */
    static Map<String, List<Double>> factors(ModelConfig config) {
        var factors = new LinkedHashMap<String, List<Double>>();
        if (config.rope() instanceof Rope.Llama3 llama3) {
            double[] plain = new Rope.Plain(llama3.theta()).frequencies(config.headWidth(), config.maxPositions());
            double[] stretched = llama3.frequencies(config.headWidth(), config.maxPositions());
            var list = new ArrayList<Double>();
            for (int i = 0; i < plain.length; i++) {
                list.add(plain[i] / stretched[i]);
            }
            factors.put(LLAMA3_FACTORS, list);
        } else if (config.rope() instanceof Rope.LongRope longRope) {
            factors.put(LONG_FACTORS, longRope.longFactors());
            factors.put(SHORT_FACTORS, longRope.shortFactors());
        }
        return factors;
    }

    /**
     * @param file that the metadata is of
     * @param factors the tensors of {@link #factors} that the file has
     * @throws UserException if the file lacks something or describes what Selvedge does not support
     */
    static ModelConfig read(
            String file, GgufMetadata from, boolean tied, Map<String, List<Double>> factors, List<Integer> endTokens) {
        String name = from.requireText("general.architecture");
        Family family = null;
        for (Family candidate : Family.values()) {
            family = architecture(candidate).equals(name) ? candidate : family;
        }
        if (family == null) {
            throw new UserException(file + " holds a model of the architecture " + name
                    + "; Selvedge supports llama, minicpm, qwen2 and qwen3.");
        }
        String prefix = name + ".";
        int width = from.requireInt(prefix + "embedding_length");
        int heads = from.requireInt(prefix + "attention.head_count");
        int layers = from.requireInt(prefix + "block_count");
        int headWidth = from.intOr(prefix + "attention.key_length", width / Math.max(1, heads));
        for (String same : List.of("attention.value_length", "rope.dimension_count")) {
            if (from.intOr(prefix + same, headWidth) != headWidth) {
                throw new UserException(file + " sets " + prefix + same + " to " + from.requireInt(prefix + same)
                        + ", but heads have " + headWidth + " values; Selvedge supports only equal ones.");
            }
        }
        int positions = from.requireInt(prefix + "context_length");
        List<String> tokens =
                from.texts("tokenizer.ggml.tokens").orElseThrow(() -> from.missing("tokenizer.ggml.tokens"));
        return new ModelConfig(
                family,
                from.intOr(prefix + "vocab_size", tokens.size()),
                width,
                from.requireInt(prefix + "feed_forward_length"),
                layers,
                heads,
                from.intOr(prefix + "attention.head_count_kv", heads),
                headWidth,
                from.real(prefix + "attention.layer_norm_rms_epsilon").orElse(1e-5),
                readRope(file, from, prefix + "rope.", positions, factors),
                positions,
                tied,
                0.02,
                family == Family.MINICPM
                        ? new Scales(
                                from.real(prefix + "embedding_scale").orElse(12),
                                from.real(prefix + "residual_scale").orElse(1.4 / Math.sqrt(layers)),
                                1 / from.real(prefix + "logit_scale").orElse(width / 256.0))
                        : Scales.NONE,
                endTokens);
    }

    private static Rope readRope(
            String file, GgufMetadata from, String prefix, int positions, Map<String, List<Double>> factors) {
        double theta = from.real(prefix + "freq_base").orElse(10_000);
        List<Double> llama3 = factors.get(LLAMA3_FACTORS);
        if (llama3 != null) {
            return llama3(theta, llama3, positions);
        }
        int original = from.intOr(prefix + "scaling.original_context_length", positions);
        double factor = from.real(prefix + "scaling.factor").orElse(1);
        double attention = from.real(prefix + "scaling.attn_factor").orElse(1);
        List<Double> longer = factors.get(LONG_FACTORS);
        List<Double> shorter = factors.get(SHORT_FACTORS);
        if (longer != null && shorter != null) {
            return new Rope.LongRope(theta, shorter, longer, original, attention);
        }
        String kind = from.text(prefix + "scaling.type").orElse("none");
        return switch (kind) {
            case "none" -> new Rope.Plain(theta);
            case "linear" -> new Rope.Linear(theta, factor);
            case "yarn" ->
                new Rope.Yarn(theta, factor, original, FAST_TURNS, SLOW_TURNS, true, attention * yarnAttention(factor));
            default ->
                throw new UserException(
                        file + " sets " + prefix + "scaling.type to " + kind + ", which Selvedge does not support.");
        };
    }

    /** The published setting that has these factors, or else the factors themselves. */
    private static Rope llama3(double theta, List<Double> factors, int positions) {
        double greatest = factors.stream().mapToDouble(f -> f).max().orElse(1);
        int headWidth = 2 * factors.size();
        double[] plain = new Rope.Plain(theta).frequencies(headWidth, positions);
        for (int original = 64; original <= 1 << 20; original *= 2) {
            var guess = new Rope.Llama3(theta, greatest, 1, 4, original);
            double[] stretched = guess.frequencies(headWidth, positions);
            boolean equal = true;
            for (int i = 0; i < plain.length; i++) {
                equal &= Math.abs(plain[i] / stretched[i] / factors.get(i) - 1) < 1e-5;
            }
            if (equal) {
                return guess;
            }
        }
        return new Rope.LongRope(theta, factors, factors, positions, 1);
    }
}
