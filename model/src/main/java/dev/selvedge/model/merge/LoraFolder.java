package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.model.SafeTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A LoRA adapter in the layout of PEFT (Hu et al. 2021): each weight W becomes W + s·B·A, with s the adapter's alpha over
 * its rank, or over the rank's square root for the rank-stabilised kind.
 */
final class LoraFolder implements AutoCloseable {
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";
    private static final String MARKS = "*+?()[]{}|\\$";

    private final Path directory;
    private final ObjectNode config;
    private final Map<String, TensorSource> tensors;
    private final SafeTensors open;

    private LoraFolder(Path directory, ObjectNode config, Map<String, TensorSource> tensors, SafeTensors open) {
        this.directory = directory;
        this.config = config;
        this.tensors = tensors;
        this.open = open;
    }

    /** @throws UserException if it is missing, damaged, or of a kind that is not folded */
    static LoraFolder open(Path directory) {
        ObjectNode config = Checkpoint.object(directory.resolve("adapter_config.json"));
        List<String> others = otherKinds(config);
        if (!others.isEmpty()) {
            throw new UserException("The adapter " + directory + " " + String.join(" and ", others)
                    + "; only plain LoRA of linear layers is folded.");
        }
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        Path file = directory.resolve("adapter_model.safetensors");
        SafeTensors open = SafeTensors.open(file);
        try {
            for (String name : open.names()) {
                tensors.put(name, StoredTensor.of(open.entry(name), open.bytes(name), file));
            }
            return new LoraFolder(directory, config, tensors, open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static List<String> otherKinds(ObjectNode config) {
        List<String> kinds = new ArrayList<>();
        String kind = config.path("peft_type").asString("LORA");
        if (!kind.equals("LORA")) {
            kinds.add("is of the kind " + kind);
        }
        String bias = config.path("bias").asString("none");
        if (!bias.equals("none")) {
            kinds.add("trains biases (" + bias + ")");
        }
        if (config.path("use_dora").asBoolean(false)) {
            kinds.add("is of the kind DoRA");
        }
        if (config.path("fan_in_fan_out").asBoolean(false)) {
            kinds.add("is for transposed weights");
        }
        return kinds;
    }

    /** Replaces the tensors that the adapter changes. */
    void foldInto(Map<String, TensorSource> weights) {
        Map<String, TensorSource> left = new TreeMap<>(tensors);
        List<String> modules = tensors.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && name.endsWith(A))
                .map(name -> name.substring(PREFIX.length(), name.length() - A.length()))
                .toList();
        for (String module : modules) {
            TensorSource down = left.remove(PREFIX + module + A);
            TensorSource up = left.remove(PREFIX + module + B);
            TensorSource weight = weights.get(module + ".weight");
            if (down == null || up == null || weight == null || !FoldedTensor.fits(weight, down, up)) {
                throw new UserException("The adapter " + directory + " changes " + module
                        + ", but the model has no weight there that fits it.");
            }
            int rank = Math.toIntExact(down.shape().getFirst());
            weights.put(module + ".weight", new FoldedTensor(weight, down, up, scale(module, rank)));
        }
        if (!left.isEmpty()) {
            throw new UserException("The adapter " + directory + " holds "
                    + left.keySet().iterator().next() + ", which is not a LoRA matrix of a linear layer.");
        }
    }

    private double scale(String module, int rank) {
        double alpha =
                pattern("alpha_pattern", module, config.path("lora_alpha").asDouble(8));
        double stated = pattern("rank_pattern", module, config.path("r").asDouble(8));
        if (stated != rank) {
            throw new UserException("The adapter " + directory + " states the rank " + stated + " for " + module
                    + ", but its matrices have " + rank + ".");
        }
        return config.path("use_rslora").asBoolean(false) ? alpha / Math.sqrt(rank) : alpha / rank;
    }

    /** A pattern is the end of a module's name, from a dot on; after a caret it is all of it. */
    private double pattern(String field, String module, double otherwise) {
        for (Map.Entry<String, JsonNode> entry : config.path(field).properties()) {
            String key = entry.getKey();
            if (key.chars().anyMatch(c -> MARKS.indexOf(c) >= 0)) {
                throw new UserException("The adapter " + directory + " has the " + field + " " + key
                        + ", a regular expression; plain names of modules are read.");
            }
            boolean holds = key.startsWith("^")
                    ? module.equals(key.substring(1))
                    : module.equals(key) || module.endsWith("." + key);
            if (holds && entry.getValue().isNumber()) {
                return entry.getValue().asDouble();
            }
        }
        return otherwise;
    }

    @Override
    public void close() {
        open.close();
    }
}
