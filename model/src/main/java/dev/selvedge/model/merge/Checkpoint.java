package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model directory as it lies on disk: config.json and the tensors of one safetensors file or of several with an index,
 * memory-mapped. An adapter is folded in while tensors are read.
 */
final class Checkpoint implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final ModelReference reference;
    private final Path directory;
    private final ObjectNode config;
    private final Map<String, TensorSource> tensors;
    private final OpenFiles open;

    private Checkpoint(
            ModelReference reference,
            Path directory,
            ObjectNode config,
            Map<String, TensorSource> tensors,
            OpenFiles open) {
        this.reference = reference;
        this.directory = directory;
        this.config = config;
        this.tensors = tensors;
        this.open = open;
    }

    /** @throws UserException if something is missing, damaged or not supported */
    static Checkpoint open(ModelReference reference, Path directory, Places places) {
        ObjectNode config = object(directory.resolve("config.json"));
        OpenFiles open = new OpenFiles();
        try {
            Map<String, TensorSource> tensors = new LinkedHashMap<>();
            Path index = directory.resolve(INDEX);
            if (Files.exists(index)) {
                shards(index, tensors, open);
            } else {
                open.add(directory.resolve(SINGLE), tensors);
            }
            if (reference.adapter() != null) {
                open.keep(LoraFolder.open(places.find(reference.adapter()))).foldInto(tensors);
            }
            return new Checkpoint(reference, directory, config, tensors, open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static void shards(Path index, Map<String, TensorSource> tensors, OpenFiles open) {
        Map<String, String> fileOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                object(index).path("weight_map").properties()) {
            fileOf.put(entry.getKey(), entry.getValue().asString(""));
        }
        for (String name : new TreeSet<>(fileOf.values())) {
            if (name.isEmpty() || !name.equals(String.valueOf(Path.of(name).getFileName()))) {
                throw new UserException(index + " names the file " + name + ", which is not beside it.");
            }
            open.add(index.resolveSibling(name), tensors);
        }
        fileOf.keySet().removeIf(name -> name.endsWith("rotary_emb.inv_freq"));
        if (!tensors.keySet().equals(fileOf.keySet())) {
            TreeSet<String> wrong = new TreeSet<>(fileOf.keySet());
            wrong.removeAll(tensors.keySet());
            TreeSet<String> more = new TreeSet<>(tensors.keySet());
            more.removeAll(fileOf.keySet());
            wrong.addAll(more);
            throw new UserException(
                    index + " and its files do not name the same tensors, for example " + wrong.first() + ".");
        }
    }

    static ObjectNode object(Path file) {
        try {
            if (Json.parse(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new UserException(file + " is not a JSON object.");
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    ModelReference reference() {
        return reference;
    }

    Path directory() {
        return directory;
    }

    /** config.json; a copy. */
    ObjectNode config() {
        return config.deepCopy();
    }

    /** By their names, in the order of the files. */
    Map<String, TensorSource> tensors() {
        return tensors;
    }

    /** Whether the head is the embedding. */
    boolean tied() {
        return config.path("tie_word_embeddings").asBoolean(!tensors.containsKey(TensorNames.HEAD));
    }

    @Override
    public void close() {
        open.close();
    }
}
