package dev.selvedge.cli;

import dev.selvedge.model.GenerationDefaults;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.Rope;
import dev.selvedge.model.TensorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model directory in short, without reading its weights.
 *
 * @param config its shape
 * @param parameters number of weights
 * @param bytes of all tensors
 * @param files in which they lie
 * @param tensorsByType how many tensors are kept in which precision
 * @param generation how its makers sample from it
 * @param chat the files that say how conversations become tokens
 */
record ModelPage(
        ModelConfig config,
        long parameters,
        long bytes,
        List<String> files,
        Map<String, Integer> tensorsByType,
        GenerationDefaults generation,
        List<String> chat) {
    /** @throws dev.selvedge.core.UserException if it is not a model that Selvedge supports */
    static ModelPage of(Path directory) {
        ModelConfig config = Model.readConfig(directory);
        try (TensorFiles tensors = TensorFiles.open(directory)) {
            var types = new TreeMap<String, Integer>();
            tensors.names().forEach(name -> types.merge(tensors.entry(name).type(), 1, Integer::sum));
            return new ModelPage(
                    config,
                    config.parameters(),
                    tensors.bytes(),
                    tensors.names().stream()
                            .map(name -> tensors.file(name).getFileName().toString())
                            .distinct()
                            .sorted()
                            .toList(),
                    types,
                    GenerationDefaults.read(directory),
                    Stream.of("chat_format.json", "chat_template.jinja", "tokenizer_config.json")
                            .filter(name -> Files.exists(directory.resolve(name)))
                            .toList());
        }
    }

    String text() {
        var lines = new ArrayList<String>();
        lines.add(config.family().architecture());
        line(
                lines,
                "weights",
                "%s in %d tensors: %s"
                        .formatted(
                                count(parameters),
                                tensorsByType.values().stream().mapToInt(i -> i).sum(),
                                types()));
        line(
                lines,
                "files",
                "%s, %s".formatted(size(bytes), files.size() == 1 ? files.getFirst() : files.size() + " files"));
        line(
                lines,
                "layers",
                "%d of width %d, feed-forward %d"
                        .formatted(config.layers(), config.width(), config.feedForwardWidth()));
        line(
                lines,
                "heads",
                "%d of %d values, %d for keys and values"
                        .formatted(config.heads(), config.headWidth(), config.keyValueHeads()));
        line(
                lines,
                "vocabulary",
                config.vocabularySize() + (config.tiedEmbeddings() ? ", head tied to embedding" : ""));
        line(lines, "positions", config.maxPositions() + ", " + rope());
        line(
                lines,
                "ends with",
                (generation.endTokens().isEmpty() ? config.endTokens() : generation.endTokens()).toString());
        line(lines, "sampling", sampling());
        line(lines, "chat", chat.isEmpty() ? "nothing says how conversations become tokens" : String.join(", ", chat));
        line(lines, "memory", "%s to train from, without gradients".formatted(size(4 * parameters)));
        return String.join("\n", lines);
    }

    private static void line(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-11s %s", name, value));
    }

    private String types() {
        return String.join(
                ", ",
                tensorsByType.entrySet().stream()
                        .map(e -> tensorsByType.size() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
                        .toList());
    }

    private String rope() {
        String theta = "rotary base " + number(config.rope().theta());
        return switch (config.rope()) {
            case Rope.Plain rope -> theta;
            case Rope.Linear rope -> theta + ", linear by " + number(rope.factor());
            case Rope.Dynamic rope -> theta + ", dynamic by " + number(rope.factor());
            case Rope.Llama3 rope ->
                theta + ", llama3 by " + number(rope.factor()) + " from " + rope.originalPositions();
            case Rope.Yarn rope -> theta + ", yarn by " + number(rope.factor()) + " from " + rope.originalPositions();
            case Rope.LongRope rope -> theta + ", longrope from " + rope.originalPositions();
        };
    }

    private String sampling() {
        var parts = new ArrayList<String>();
        generation.temperature().ifPresent(t -> parts.add("temperature " + number(t)));
        generation.topP().ifPresent(p -> parts.add("top_p " + number(p)));
        generation.topK().ifPresent(k -> parts.add("top_k " + k));
        generation.minP().ifPresent(p -> parts.add("min_p " + number(p)));
        generation.repetitionPenalty().ifPresent(p -> parts.add("repetition_penalty " + number(p)));
        return parts.isEmpty() ? "nothing said" : String.join(", ", parts);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.valueOf(value);
    }

    private static String count(long values) {
        return values >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f billion", values / 1e9)
                : values >= 1_000_000 ? String.format(Locale.ROOT, "%.1f million", values / 1e6) : values + "";
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
