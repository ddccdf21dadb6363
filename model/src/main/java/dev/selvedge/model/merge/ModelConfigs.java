package dev.selvedge.model.merge;

import dev.selvedge.model.Precision;
import dev.selvedge.model.merge.MergeConfig.Slice;
import dev.selvedge.model.merge.MergeConfig.Source;
import dev.selvedge.model.merge.MergePlan.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The config.json of the result: that of the donor, with what the merge changes. */
record ModelConfigs(
        Checkpoint donor,
        List<Checkpoint> merged,
        MergeConfig config,
        List<Slice> slices,
        @Nullable Vocabulary vocabulary) {
    private static final Set<String> FREE = Set.of(
            "_name_or_path",
            "transformers_version",
            "torch_dtype",
            "dtype",
            "vocab_size",
            "num_hidden_layers",
            "layer_types",
            "tie_word_embeddings",
            "use_cache",
            "attention_dropout",
            "initializer_range");

    /** Tells in the notes where the models' own configurations differ. */
    ObjectNode result(List<Output> outputs, List<String> notes) {
        ObjectNode result = donor.config();
        compare(notes);
        Precision written = config.outPrecision() != null ? config.outPrecision() : config.precision();
        if (written != null) {
            result.put(result.has("dtype") ? "dtype" : "torch_dtype", written.configName());
        }
        if (!config.slices().isEmpty()) {
            layers(result);
        }
        if (vocabulary != null) {
            result.put("vocab_size", vocabulary.rows());
        }
        boolean head = outputs.stream().anyMatch(output -> output.name().equals(TensorNames.HEAD));
        if (head && donor.tied()) {
            result.put("tie_word_embeddings", false);
            notes.add("Some models have a head of their own, so the result has one, too.");
        }
        return result;
    }

    private void compare(List<String> notes) {
        ObjectNode own = donor.config();
        for (Checkpoint other : merged) {
            List<String> different = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : other.config().properties()) {
                JsonNode mine = own.path(entry.getKey());
                if (!FREE.contains(entry.getKey()) && !entry.getValue().equals(mine)) {
                    different.add(entry.getKey() + " (" + entry.getValue() + ", not " + mine + ")");
                }
            }
            if (!different.isEmpty()) {
                notes.add("config.json of " + other.reference() + " differs from that of the result in "
                        + String.join(", ", different) + ".");
            }
        }
    }

    private void layers(ObjectNode result) {
        int layers = 0;
        ArrayNode types = result.path("layer_types") instanceof ArrayNode given ? given.arrayNode() : null;
        for (Slice slice : slices) {
            Source first = slice.sources().getFirst();
            layers += first.to() - first.from();
            for (int i = first.from(); types != null && i < first.to(); i++) {
                types.add(result.path("layer_types").path(i));
            }
        }
        result.put("num_hidden_layers", layers);
        if (types != null) {
            result.set("layer_types", types);
        }
    }
}
