package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** How the weights of a model begin that is not read from files. The values depend on the seed and a parameter's name. */
public enum FreshWeights {
    /**
     * Normal for matrices, with the projections into the residual stream scaled down by the square root of twice the layers
     * (GPT-2, section 2.3); ones for norms, zeros for biases.
     */
    PLAIN {
        @Override
        void check(ModelConfig config) {}

        @Override
        float[] values(ModelConfig config, String name, int size, long seed) {
            if (!name.endsWith(".weight") || name.endsWith("norm.weight")) {
                return constant(name, size);
            }
            double deviation = config.initializerRange();
            return normal(
                    name, size, writesResidual(name) ? deviation / Math.sqrt(2.0 * config.layers()) : deviation, seed);
        }
    },

    /**
     * What a small model otherwise needs most of its first training for: to copy what it attends to, and to know in the
     * second layer what stands before each token, and before that. The values that a head passes on come out as they went in (mimetic
     * initialisation, Trockman and Kolter, arXiv 2305.09828, for the product of value and output projection), the head of
     * the vocabulary reads what the embedding wrote, and half of the heads of the first layer attend one, two and more
     * tokens back, by biases of queries and keys (not published; it takes the family QWEN2, which has such biases, and
     * untied embeddings). All else is as in {@link #PLAIN}. Finding again what was said before is then learned some five times as fast (LOG.md).
     */
    LOOKING_BACK {
        @Override
        void check(ModelConfig config) {
            if (!config.family().attentionBias || config.tiedEmbeddings()) {
                throw new UserException(
                        "Fresh weights that look back take the family QWEN2 and embeddings of their own at"
                                + " both ends, not " + config.family()
                                + (config.tiedEmbeddings() ? " with tied ones." : "."));
            }
        }

        @Override
        float[] values(ModelConfig config, String name, int size, long seed) {
            double deviation = config.initializerRange();
            if (name.equals(FullWeights.EMBEDDING)) {
                return normal(name, size, 1, seed);
            }
            if (name.equals(FullWeights.HEAD)) {
                return normal(FullWeights.EMBEDDING, size, deviation, seed);
            }
            if (name.endsWith("o_proj.weight")) {
                return passesOn(config, name, seed);
            }
            if (name.endsWith("layers.0.self_attn.q_proj.bias") || name.endsWith("layers.0.self_attn.k_proj.bias")) {
                return looksBack(config, name.endsWith("q_proj.bias"), size);
            }
            float[] plain = PLAIN.values(config, name, size, seed);
            if (name.endsWith("down_proj.weight")) {
                for (int i = 0; i < size; i++) {
                    plain[i] *= QUIET;
                }
            }
            return plain;
        }

        /** The transposed value projection, so that the product of both is near a multiple of the identity. */
        private float[] passesOn(ModelConfig config, String name, long seed) {
            int width = config.width();
            int columns = config.heads() * config.headWidth();
            float[] value = normal(
                    name.replace("o_proj", "v_proj"),
                    config.keyValueHeads() * config.headWidth() * width,
                    PASSED_ON * config.initializerRange(),
                    seed);
            int group = config.heads() / config.keyValueHeads();
            float[] values = new float[width * columns];
            for (int column = 0; column < columns; column++) {
                int head = column / config.headWidth() / group;
                int row = head * config.headWidth() + column % config.headWidth();
                for (int i = 0; i < width; i++) {
                    values[i * columns + column] = value[row * width + i] / group;
                }
            }
            return values;
        }

        /**
         * The first half of the heads, each one place further back: rotary pairs of the highest frequencies agree most where
         * the key stands so many places before the query.
         */
        private float[] looksBack(ModelConfig config, boolean query, int size) {
            float[] bias = new float[size];
            int group = config.heads() / config.keyValueHeads();
            int half = config.headWidth() / 2;
            double[] frequencies = config.rope().frequencies(config.headWidth(), config.maxPositions());
            for (int head = 0; head < Math.max(1, config.heads() / 2); head++) {
                int start = (query ? head : head / group) * config.headWidth();
                for (int i = 0; i < Math.min(PAIRS, half); i++) {
                    double turn = (head + 1) * frequencies[i];
                    bias[start + i] = (float) (query ? SHARPNESS * Math.cos(turn) : SHARPNESS);
                    bias[start + i + half] = (float) (query ? -SHARPNESS * Math.sin(turn) : 0);
                }
            }
            return bias;
        }
    };

    /** Of the feed-forward parts' outputs, which know nothing yet. */
    private static final float QUIET = 0.1f;
    /** How much of what is attended to is added to a token. */
    private static final double PASSED_ON = 0.5;
    /** Rotary pairs that tell neighbours apart. */
    private static final int PAIRS = 3;

    private static final double SHARPNESS = 5;

    /** @throws UserException if a model of this shape cannot begin so */
    abstract void check(ModelConfig config);

    /** The first values of a parameter. */
    abstract float[] values(ModelConfig config, String name, int size, long seed);

    private static boolean writesResidual(String name) {
        return name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
    }

    private static float[] constant(String name, int size) {
        float[] values = new float[size];
        Arrays.fill(values, name.endsWith("norm.weight") ? 1 : 0);
        return values;
    }

    private static float[] normal(String name, int size, double deviation, long seed) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
