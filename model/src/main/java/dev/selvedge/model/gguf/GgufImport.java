package dev.selvedge.model.gguf;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.ChatFormat;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Probe;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.Transformer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** A GGUF file as a model: weights of F32, F16, BF16 and Q8_0 become float32, and its chat template the chat format. */
public final class GgufImport {
    private GgufImport() {}

    /**
     * Writes the model of a file as a model directory, see {@link Model#write}.
     *
     * @throws UserException if the file is not sound, or holds what Selvedge does not support
     */
    public static Probe write(Path file, Path directory) {
        try (Model model = read(file)) {
            return model.write(directory);
        }
    }

    /**
     * Reads the model of a file.
     *
     * @throws UserException if the file is not sound, or holds what Selvedge does not support
     */
    public static Model read(Path file) {
        try (GgufFile source = GgufFile.open(file)) {
            ModelConfig config = ShapeFields.read(
                    file.toString(),
                    source.metadata(),
                    !source.has("output.weight"),
                    factors(source),
                    endTokens(source.metadata()));
            Tokenizer tokenizer = Vocabulary.read(file.toString(), source.metadata());
            ChatFormat chat = chat(file, source.metadata(), tokenizer);
            var weights = new FullWeights(config);
            try {
                copy(file, source, config, weights.trained());
                return new Model(new Transformer(weights), tokenizer, chat);
            } catch (RuntimeException e) {
                weights.close();
                throw e;
            }
        }
    }

    private static void copy(Path file, GgufFile source, ModelConfig config, ParameterBuffer parameters) {
        var unknown = new TreeSet<>(source.names());
        unknown.removeAll(List.of(ShapeFields.LLAMA3_FACTORS, ShapeFields.LONG_FACTORS, ShapeFields.SHORT_FACTORS));
        for (ParameterBuffer.Parameter parameter : parameters.list()) {
            String name = TensorNames.of(parameter.name());
            List<Long> shape = source.entry(name).shape();
            if (!shape.equals(parameter.shape())) {
                throw new UserException(file + " holds " + name + " with the shape " + shape
                        + ", but its metadata asks for " + parameter.shape() + ".");
            }
            source.copy(name, TensorNames.order(config, parameter.name()), parameters.memory(parameter));
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            throw new UserException(file + " holds " + unknown.size() + " tensors that a model of this kind does not"
                    + " have, such as " + unknown.first() + ".");
        }
    }

    private static Map<String, List<Double>> factors(GgufFile source) {
        var factors = new LinkedHashMap<String, List<Double>>();
        for (String name : List.of(ShapeFields.LLAMA3_FACTORS, ShapeFields.LONG_FACTORS, ShapeFields.SHORT_FACTORS)) {
            if (source.has(name)) {
                try (Arena arena = Arena.ofConfined()) {
                    long size = source.entry(name).size();
                    MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, size);
                    source.copy(name, RowOrder.SAME, values);
                    var list = new ArrayList<Double>();
                    for (long i = 0; i < size; i++) {
                        list.add((double) values.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                    }
                    factors.put(name, list);
                }
            }
        }
        return factors;
    }

    /** By the file's template, or else Selvedge's own format where the tokenizer has its tokens. */
    private static ChatFormat chat(Path file, GgufMetadata metadata, Tokenizer tokenizer) {
        Optional<String> template = metadata.text("tokenizer.chat_template");
        if (template.isEmpty()) {
            boolean own = RoleTokens.SPECIAL_TOKENS.stream()
                    .allMatch(token -> tokenizer.findSpecial(token).isPresent());
            if (own) {
                return new RoleTokens(tokenizer);
            }
            throw new UserException(file + " has no chat template (tokenizer.chat_template), so it does not say how"
                    + " conversations are written.");
        }
        try {
            Path folder = Files.createTempDirectory("selvedge-template");
            Path settings = folder.resolve("tokenizer_config.json");
            Path generation = folder.resolve("generation_config.json");
            try {
                ObjectNode json = Json.object();
                token(metadata, "bos", tokenizer).ifPresent(text -> json.put("bos_token", text));
                token(metadata, "eos", tokenizer).ifPresent(text -> json.put("eos_token", text));
                json.put("chat_template", template.get());
                Files.writeString(settings, Json.pretty(json));
                ObjectNode ends = Json.object();
                endTokens(metadata).forEach(ends.putArray("eos_token_id")::add);
                Files.writeString(generation, Json.pretty(ends));
                return ChatFormat.read(folder, tokenizer);
            } finally {
                Files.deleteIfExists(settings);
                Files.deleteIfExists(generation);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    private static Optional<String> token(GgufMetadata metadata, String which, Tokenizer tokenizer) {
        String key = "tokenizer.ggml." + which + "_token_id";
        return metadata.whole(key).isPresent() && tokenizer.has(metadata.requireInt(key))
                ? Optional.of(tokenizer.decode(metadata.requireInt(key)))
                : Optional.empty();
    }

    private static List<Integer> endTokens(GgufMetadata metadata) {
        var ids = new TreeSet<Integer>();
        for (String which : List.of("eos", "eot", "eom")) {
            String key = "tokenizer.ggml." + which + "_token_id";
            if (metadata.whole(key).isPresent()) {
                ids.add(metadata.requireInt(key));
            }
        }
        return List.copyOf(ids);
    }
}
