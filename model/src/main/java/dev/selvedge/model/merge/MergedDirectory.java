package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A model directory in the making, beside the place that it will have. Closed unpublished, it is gone. */
final class MergedDirectory implements AutoCloseable {
    private static final List<String> TOKENIZER = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json",
            "chat_format.json");
    private static final String TEMPLATE = "chat_template.jinja";

    private final Path place;
    private final Path aside;

    private MergedDirectory(Path place, Path aside) {
        this.place = place;
        this.aside = aside;
    }

    /** @throws UserException if the place is taken by anything but a model */
    static MergedDirectory beside(Path place) throws IOException {
        if (Files.exists(place) && !Files.exists(place.resolve("config.json"))) {
            throw new UserException(place + " exists and is not a model directory, so nothing is written there.");
        }
        Path name = place.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            throw new UserException(place + " cannot be a model directory.");
        }
        Path aside = place.toAbsolutePath().normalize().resolveSibling(name + ".part");
        delete(aside);
        Files.createDirectories(aside);
        return new MergedDirectory(place, aside);
    }

    Path path() {
        return aside;
    }

    /** Writes what is not tensors. */
    void writeAround(MergePlan plan) throws IOException {
        Files.writeString(aside.resolve("config.json"), Json.pretty(plan.modelConfig()) + "\n");
        Vocabulary vocabulary = plan.vocabulary();
        Path from = vocabulary == null ? plan.donor() : vocabulary.source();
        for (String name : TOKENIZER) {
            copy(from, name);
        }
        copy(plan.donor(), "generation_config.json");
        if (vocabulary != null) {
            vocabulary.write(aside);
        }
        String template = template(plan);
        if (template != null) {
            write(template);
        }
    }

    private void copy(Path from, String name) throws IOException {
        if (Files.exists(from.resolve(name))) {
            Files.copy(from.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static @Nullable String template(MergePlan plan) throws IOException {
        String wanted = plan.config().chatTemplate();
        if (wanted == null || wanted.contains("{")) {
            return wanted;
        }
        if (!wanted.equals("auto")) {
            throw new UserException("chat_template is " + wanted
                    + "; it is auto, for the one that most of the models have, or a template in full.");
        }
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (Path directory : plan.directories()) {
            String own = templateOf(directory);
            if (own != null) {
                votes.merge(own.strip(), 1, Integer::sum);
            }
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (Map.Entry<String, Integer> entry : votes.entrySet()) {
            if (entry.getValue() == most) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static @Nullable String templateOf(Path directory) throws IOException {
        if (Files.exists(directory.resolve(TEMPLATE))) {
            return Files.readString(directory.resolve(TEMPLATE));
        }
        Path config = directory.resolve("tokenizer_config.json");
        if (!Files.exists(config)) {
            return null;
        }
        JsonNode template = Checkpoint.object(config).path("chat_template");
        return template.isString() ? template.asString() : null;
    }

    private void write(String template) throws IOException {
        Path config = aside.resolve("tokenizer_config.json");
        if (Files.exists(config)) {
            ObjectNode json = Checkpoint.object(config);
            json.remove("chat_template");
            Files.writeString(config, Json.pretty(json) + "\n");
        }
        Files.writeString(aside.resolve(TEMPLATE), template);
    }

    /** Gives the directory its name; a model that was there is replaced. */
    void publish(MergeProbe probe) throws IOException {
        Files.writeString(aside.resolve("probe.json"), Json.pretty(probe) + "\n");
        delete(place);
        Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(aside);
    }
}
