package dev.selvedge.model.merge;

import com.sun.management.OperatingSystemMXBean;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Probe;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.merge.MergePlan.Output;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a merged model before it got its name. Tensors that the parameters leave no choice but to equal an
 * input are compared with it, value for value; then fixed sequences go through the model, whose logits must be finite,
 * and through the model that it stems from.
 *
 * @param state what was done, in a sentence
 * @param identical tensors that must equal an input, and do
 * @param greatestLogit greatest absolute logit; null where the model was not run
 * @param greatestDifference between a logit of the result and of the base, or of the first model; null where either was
 *     not run
 */
public record MergeProbe(
        String state,
        int identical,
        @Nullable Double greatestLogit,
        @Nullable Double greatestDifference) {
    private static final int STEP = 1 << 16;

    /** @throws UserException if the model must not be published */
    static MergeProbe of(MergePlan plan, Path directory) {
        try (Checkpoint result =
                Checkpoint.open(new ModelReference(directory.toString(), null), directory, new Places(List.of()))) {
            int identical = identical(plan, result);
            ModelConfig config;
            try {
                config = ModelConfig.read(directory.resolve("config.json"));
            } catch (UserException e) {
                return new MergeProbe("Its logits were not probed: " + e.getMessage(), identical, null, null);
            }
            long needed = Float.BYTES
                    * result.tensors().values().stream()
                            .mapToLong(TensorSource::size)
                            .sum();
            if (needed > memory() / 2) {
                String state = String.format(
                        Locale.ROOT,
                        "Its logits were not probed: that takes %.1f GB, and this machine has %.1f GB.",
                        needed / 1e9,
                        memory() / 1e9);
                return new MergeProbe(state, identical, null, null);
            }
            return run(plan, result, config, identical);
        }
    }

    private static int identical(MergePlan plan, Checkpoint result) {
        int identical = 0;
        for (Output output : plan.outputs()) {
            TensorSource expected = plan.config().method().identity(output.inputs());
            if (expected != null) {
                TensorSource written = Objects.requireNonNull(result.tensors().get(output.name()));
                compare(output, expected, written);
                identical++;
            }
        }
        return identical;
    }

    private static void compare(Output output, TensorSource expected, TensorSource written) {
        float[] wanted = new float[STEP];
        float[] found = new float[STEP];
        for (long from = 0; from < written.size(); from += STEP) {
            int length = (int) Math.min(STEP, written.size() - from);
            expected.read(from, wanted, length);
            output.inputs().precision().round(wanted, length);
            output.precision().round(wanted, length);
            written.read(from, found, length);
            for (int i = 0; i < length; i++) {
                if (wanted[i] != found[i] && !(Float.isNaN(wanted[i]) && Float.isNaN(found[i]))) {
                    throw new UserException(output.name() + " must equal its source, but has " + found[i] + " for "
                            + wanted[i] + " at place " + (from + i) + "; the model is not published.");
                }
            }
        }
    }

    private static MergeProbe run(MergePlan plan, Checkpoint result, ModelConfig config, int identical) {
        float[] after = logits(result, config);
        double greatest = 0;
        for (float logit : after) {
            if (!Float.isFinite(logit)) {
                throw new UserException(
                        "The merged model gives logits that are not finite, so it is not published. Look at the"
                                + " weights and at the inputs.");
            }
            greatest = Math.max(greatest, Math.abs(logit));
        }
        Double difference = null;
        for (Checkpoint source : plan.checkpoints()) {
            if (source.directory().equals(plan.donor())) {
                difference = difference(source, config, after);
                break;
            }
        }
        return new MergeProbe("Its logits are finite.", identical, greatest, difference);
    }

    private static @Nullable Double difference(Checkpoint source, ModelConfig result, float[] after) {
        ModelConfig config;
        try {
            config = ModelConfig.read(source.directory().resolve("config.json"));
        } catch (UserException e) {
            return null;
        }
        if (config.vocabularySize() != result.vocabularySize() || config.maxPositions() != result.maxPositions()) {
            return null;
        }
        float[] before = logits(source, config);
        double difference = 0;
        for (int i = 0; i < before.length; i++) {
            difference = Math.max(difference, Math.abs(before[i] - after[i]));
        }
        return Double.isFinite(difference) ? difference : null;
    }

    private static float[] logits(Checkpoint checkpoint, ModelConfig config) {
        FullWeights weights = new FullWeights(config);
        try (Transformer transformer = new Transformer(weights)) {
            fill(weights.trained(), checkpoint.tensors());
            return Probe.logits(transformer);
        }
    }

    private static void fill(ParameterBuffer parameters, Map<String, TensorSource> tensors) {
        float[] values = new float[STEP];
        for (ParameterBuffer.Parameter parameter : parameters.list()) {
            TensorSource tensor = tensors.get(parameter.name());
            if (tensor == null || !tensor.shape().equals(parameter.shape())) {
                throw new UserException("The merged model has "
                        + (tensor == null ? "no tensor" : tensor.shape() + " as the shape of") + " " + parameter.name()
                        + ", where config.json asks for " + parameter.shape() + "; it is not published.");
            }
            MemorySegment memory = parameters.memory(parameter);
            for (long from = 0; from < tensor.size(); from += STEP) {
                int length = (int) Math.min(STEP, tensor.size() - from);
                tensor.read(from, values, length);
                MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, length);
            }
        }
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** For a person. */
    public String toText() {
        StringBuilder text = new StringBuilder(state);
        if (greatestLogit != null) {
            text.append(String.format(Locale.ROOT, " The greatest is %.4g", greatestLogit));
            text.append(
                    greatestDifference == null
                            ? "."
                            : String.format(
                                    Locale.ROOT, "; they are up to %.4g from those of its base.", greatestDifference));
        }
        return identical == 0 ? text.toString() : text + " " + identical + " tensors equal their source, as they must.";
    }
}
