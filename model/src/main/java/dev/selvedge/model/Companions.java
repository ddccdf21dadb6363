package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came with a model beside what Selvedge makes anew when it writes the model: its config.json with fields that only
 * other tools read, the files of its tokenizer and chat template, and in which precision each tensor was kept. Carried
 * over byte for byte; code among it is never run.
 */
public final class Companions {
    /** Of a model that was made here. */
    public static final Companions NONE = new Companions("", Map.of(), GenerationDefaults.NONE, Map.of());

    static final String GENERATION = "generation_config.json";
    private static final int MAX_BYTES = 64 << 20;
    private static final Set<String> NAMES = Set.of(
            GENERATION,
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "tokenizer.model",
            "chat_template.jinja",
            "chat_template.json",
            "LICENSE",
            "LICENSE.txt",
            "NOTICE",
            "USE_POLICY.md");

    private final String config;
    private final Map<String, byte[]> files;
    private final GenerationDefaults generation;
    private final Map<String, Precision> precisions;

    private Companions(
            String config,
            Map<String, byte[]> files,
            GenerationDefaults generation,
            Map<String, Precision> precisions) {
        this.config = config;
        this.files = files;
        this.generation = generation;
        this.precisions = precisions;
    }

    static Companions read(Path directory, TensorFiles tensors) {
        try (Stream<Path> paths = Files.list(directory)) {
            var files = new TreeMap<String, byte[]>();
            for (Path path : paths.sorted().toList()) {
                String name = path.getFileName().toString();
                if (NAMES.contains(name) || name.endsWith(".py")) {
                    files.put(name, bytes(path));
                }
            }
            var precisions = new TreeMap<String, Precision>();
            for (String name : tensors.names()) {
                Precision.of(tensors.entry(name).type()).ifPresent(p -> precisions.put(name, p));
            }
            return new Companions(
                    Files.readString(directory.resolve("config.json")),
                    files,
                    GenerationDefaults.read(directory),
                    precisions);
        } catch (IOException e) {
            throw UserException.reading(directory, e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UserException(
                    file + " is larger than " + (MAX_BYTES >> 20) + " MiB, which no such file should be.");
        }
        return Files.readAllBytes(file);
    }

    /** How the model's makers sample from it. */
    public GenerationDefaults generation() {
        return generation;
    }

    /** In which precision a tensor came; float32 for one that did not come. */
    public Precision precision(String tensor) {
        return precisions.getOrDefault(tensor, Precision.F32);
    }

    /** A file that came with the model, or nothing. */
    String text(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    void write(Path directory, ModelConfig now, Precision precision) throws IOException {
        Files.writeString(directory.resolve("config.json"), config(now, precision));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        if (!files.containsKey(GENERATION)) {
            ObjectNode json = Json.object();
            now.endTokens().forEach(json.putArray("eos_token_id")::add);
            Files.writeString(directory.resolve(GENERATION), Json.pretty(json));
        }
    }

    /** The original where it still says what is so; what changed is set in it, and all else stays. */
    private String config(ModelConfig now, Precision precision) {
        var fresh = (ObjectNode) Json.parse(now.json());
        if (config.isEmpty()) {
            return Json.pretty(fresh.put("torch_dtype", precision.configName()));
        }
        var original = (ObjectNode) Json.parse(config);
        ObjectNode result = original.deepCopy();
        ModelConfig before = ConfigReader.parse(Path.of("config.json"), config);
        var stale = (ObjectNode) Json.parse(before.json());
        if (!before.rope().equals(now.rope())) {
            result.remove(List.of("rope_theta", "rope_scaling", "rope_parameters", "original_max_position_embeddings"));
            stale.remove(List.of("rope_theta", "rope_scaling"));
        }
        fresh.remove("torch_dtype");
        fresh.properties().forEach(field -> {
            if (!field.getValue().equals(stale.get(field.getKey()))) {
                result.set(field.getKey(), field.getValue());
            }
        });
        result.put(original.has("dtype") ? "dtype" : "torch_dtype", precision.configName());
        return result.equals(original) ? config : Json.pretty(result);
    }
}
