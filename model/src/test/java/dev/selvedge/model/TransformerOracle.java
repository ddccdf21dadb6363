package dev.selvedge.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/** The transformer written out in loops over doubles, one sequence at a time. */
final class TransformerOracle {
    private final ModelConfig c;
    private final Map<String, double[]> weights = new HashMap<>();

    TransformerOracle(ModelConfig config, ParameterBuffer parameters) {
        this.c = config;
        FloatPointer all = parameters.flat().data_ptr_float();
        for (ParameterBuffer.Parameter p : parameters.list()) {
            double[] values = new double[(int) p.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = all.get(p.offset() + i);
            }
            weights.put(p.name(), values);
        }
    }

    private double[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    /** {@code [tokens][vocabulary]} */
    double[][] logits(int[] ids) {
        double[] embedding = weight("model.embed_tokens.weight");
        double[][] x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            x[t] = java.util.Arrays.copyOfRange(embedding, ids[t] * c.width(), (ids[t] + 1) * c.width());
            for (int i = 0; i < c.width(); i++) {
                x[t][i] *= c.scales().embedding();
            }
        }
        for (int i = 0; i < c.layers(); i++) {
            String layer = "model.layers." + i + ".";
            double[][] attended = attention(layer, x);
            for (int t = 0; t < x.length; t++) {
                add(x[t], attended[t], c.scales().residual());
                double[] n = norm(x[t], weight(layer + "post_attention_layernorm.weight"));
                double[] gate = times(layer + "mlp.gate_proj", n);
                double[] up = times(layer + "mlp.up_proj", n);
                for (int j = 0; j < gate.length; j++) {
                    gate[j] = gate[j] / (1 + Math.exp(-gate[j])) * up[j];
                }
                add(x[t], times(layer + "mlp.down_proj", gate), c.scales().residual());
            }
        }
        double[][] logits = new double[ids.length][];
        for (int t = 0; t < x.length; t++) {
            double[] n = norm(x[t], weight("model.norm.weight"));
            for (int i = 0; i < n.length; i++) {
                n[i] *= c.scales().head();
            }
            logits[t] = times(c.tiedEmbeddings() ? "model.embed_tokens" : "lm_head", n);
        }
        return logits;
    }

    private double[][] attention(String layer, double[][] x) {
        int tokens = x.length;
        double[][] q = new double[tokens][];
        double[][] k = new double[tokens][];
        double[][] v = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            double[] n = norm(x[t], weight(layer + "input_layernorm.weight"));
            q[t] = heads(layer, "q", times(layer + "self_attn.q_proj", n), t);
            k[t] = heads(layer, "k", times(layer + "self_attn.k_proj", n), t);
            v[t] = times(layer + "self_attn.v_proj", n);
        }
        double[][] result = new double[tokens][];
        int hw = c.headWidth();
        for (int t = 0; t < tokens; t++) {
            double[] mixed = new double[c.heads() * hw];
            for (int h = 0; h < c.heads(); h++) {
                int kv = h * c.keyValueHeads() / c.heads();
                double[] weight = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double dot = 0;
                    for (int i = 0; i < hw; i++) {
                        dot += q[t][h * hw + i] * k[s][kv * hw + i];
                    }
                    sum += weight[s] = Math.exp(dot / Math.sqrt(hw));
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < hw; i++) {
                        mixed[h * hw + i] += weight[s] / sum * v[s][kv * hw + i];
                    }
                }
            }
            result[t] = times(layer + "self_attn.o_proj", mixed);
        }
        return result;
    }

    private double[] heads(String layer, String kind, double[] x, int position) {
        int hw = c.headWidth();
        double[] turns = turns();
        double scale = attentionFactor();
        double[] result = new double[x.length];
        for (int h = 0; h < x.length / hw; h++) {
            double[] head = java.util.Arrays.copyOfRange(x, h * hw, (h + 1) * hw);
            double[] normWeight = weights.get(layer + "self_attn." + kind + "_norm.weight");
            head = normWeight == null ? head : norm(head, normWeight);
            for (int i = 0; i < hw / 2; i++) {
                double angle = position * turns[i];
                double cos = scale * Math.cos(angle);
                double sin = scale * Math.sin(angle);
                result[h * hw + i] = head[i] * cos - head[i + hw / 2] * sin;
                result[h * hw + i + hw / 2] = head[i + hw / 2] * cos + head[i] * sin;
            }
        }
        return result;
    }

    /** Radians for each position, written from the formulas as wave lengths; see {@link Rope}. */
    private double[] turns() {
        int hw = c.headWidth();
        double[] turns = new double[hw / 2];
        for (int i = 0; i < turns.length; i++) {
            double plain = 1 / Math.pow(c.rope().theta(), 2.0 * i / hw);
            turns[i] = switch (c.rope()) {
                case Rope.Plain r -> plain;
                case Rope.Linear r -> plain / r.factor();
                case Rope.Dynamic r -> {
                    double s = c.maxPositions();
                    double m = r.originalPositions();
                    double base = r.theta() * Math.pow(r.factor() * s / m - (r.factor() - 1), (double) hw / (hw - 2));
                    yield s > m ? 1 / Math.pow(base, 2.0 * i / hw) : plain;
                }
                case Rope.Llama3 r -> {
                    double wave = 2 * Math.PI / plain;
                    double o = r.originalPositions();
                    if (wave < o / r.highFactor()) {
                        yield plain;
                    }
                    if (wave > o / r.lowFactor()) {
                        yield plain / r.factor();
                    }
                    double t = (o / wave - r.lowFactor()) / (r.highFactor() - r.lowFactor());
                    yield (1 - t) * plain / r.factor() + t * plain;
                }
                case Rope.Yarn r -> {
                    double low = Math.max(0, Math.floor(dim(r, r.fastTurns())));
                    double high = Math.min(hw - 1, Math.ceil(dim(r, r.slowTurns())));
                    double ramp = Math.max(0, Math.min(1, (i - low) / (high == low ? 0.001 : high - low)));
                    yield plain / r.factor() * ramp + plain * (1 - ramp);
                }
                case Rope.LongRope r ->
                    plain / (c.maxPositions() > r.originalPositions() ? r.longFactors() : r.shortFactors()).get(i);
            };
        }
        return turns;
    }

    private double dim(Rope.Yarn r, double turns) {
        return c.headWidth() * Math.log(r.originalPositions() / (2 * Math.PI * turns)) / (2 * Math.log(r.theta()));
    }

    private double attentionFactor() {
        return switch (c.rope()) {
            case Rope.Plain r -> 1;
            case Rope.Linear r -> 1;
            case Rope.Dynamic r -> 1;
            case Rope.Llama3 r -> 1;
            case Rope.Yarn r -> r.attention();
            case Rope.LongRope r -> r.attention();
        };
    }

    private double[] norm(double[] x, double[] weight) {
        double square = 0;
        for (double v : x) {
            square += v * v / x.length;
        }
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i] / Math.sqrt(square + c.normEpsilon()) * weight[i];
        }
        return result;
    }

    private double[] times(String name, double[] x) {
        double[] weight = weight(name + ".weight");
        double[] bias = weights.get(name + ".bias");
        double[] result = new double[weight.length / x.length];
        for (int row = 0; row < result.length; row++) {
            double sum = bias == null ? 0 : bias[row];
            for (int i = 0; i < x.length; i++) {
                sum += weight[row * x.length + i] * x[i];
            }
            result[row] = sum;
        }
        return result;
    }

    private static void add(double[] x, double[] more, double scale) {
        for (int i = 0; i < x.length; i++) {
            x[i] += scale * more[i];
        }
    }
}
