package dev.selvedge.model.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a model by what they belong to.
 *
 * @param around tensors of no layer
 * @param layers for each layer, the full name of each of its tensors by the part after the layer's number
 */
record TensorNames(List<String> around, TreeMap<Integer, Map<String, String>> layers) {
    private static final Pattern LAYER = Pattern.compile("((?:[^.]+\\.)*?(?:layers|h|blocks)\\.)(\\d{1,6})(\\..+)");
    static final String HEAD = "lm_head.weight";

    static TensorNames of(Collection<String> names) {
        List<String> around = new ArrayList<>();
        TreeMap<Integer, Map<String, String>> layers = new TreeMap<>();
        for (String name : names) {
            Matcher matcher = LAYER.matcher(name);
            if (matcher.matches()) {
                layers.computeIfAbsent(Integer.valueOf(matcher.group(2)), layer -> new LinkedHashMap<>())
                        .put(matcher.group(1) + "\0" + matcher.group(3), name);
            } else {
                around.add(name);
            }
        }
        return new TensorNames(around, layers);
    }

    /** Name of a tensor in a layer of the result. */
    static String inLayer(String part, int layer) {
        return part.replace("\0", String.valueOf(layer));
    }

    /** Number of layers; they are numbered from 0 without gaps, or -1. */
    int count() {
        return layers.isEmpty() || layers.lastKey() == layers.size() - 1 ? layers.size() : -1;
    }

    /** Whether rows of this tensor belong to tokens. */
    static boolean hasTokenRows(String name) {
        return name.equals(HEAD) || name.endsWith("embed_tokens.weight") || name.endsWith("wte.weight");
    }

    /** Whether a tensor of no layer comes before the layers. */
    static boolean isBeforeLayers(String name) {
        return name.contains("embed") || name.contains("wte.") || name.contains("wpe.");
    }

    /** The embedding, by which a tied head is meant. */
    static String embedding(Collection<String> names) {
        return names.stream()
                .filter(name -> !name.equals(HEAD) && hasTokenRows(name))
                .findFirst()
                .orElse("");
    }
}
