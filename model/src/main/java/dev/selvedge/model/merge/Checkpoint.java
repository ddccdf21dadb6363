package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.TensorFiles;
import dev.selvedge.model.lora.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model directory as it lies on disk: config.json and the tensors of one safetensors file or of several with an index,
 * memory-mapped. An adapter is folded in while tensors are read.
 */
final class Checkpoint implements AutoCloseable {
    private final ModelReference reference;
    private final Path directory;
    private final ObjectNode config;
    private final Map<String, TensorSource> tensors;
    private final TensorFiles files;
    private final @Nullable Adapter adapter;

    private Checkpoint(
            ModelReference reference,
            Path directory,
            ObjectNode config,
            Map<String, TensorSource> tensors,
            TensorFiles files,
            @Nullable Adapter adapter) {
        this.reference = reference;
        this.directory = directory;
        this.config = config;
        this.tensors = tensors;
        this.files = files;
        this.adapter = adapter;
    }

    /** @throws UserException if something is missing, damaged or not supported */
    static Checkpoint open(ModelReference reference, Path directory, Places places) {
        ObjectNode config = object(directory.resolve("config.json"));
        TensorFiles files = TensorFiles.open(directory);
        Adapter adapter = null;
        try {
            Map<String, TensorSource> tensors = new LinkedHashMap<>();
            for (String name : files.names()) {
                if (!name.endsWith("rotary_emb.inv_freq")) { // old checkpoints hold these constants; nothing reads them
                    tensors.put(name, StoredTensor.of(files.entry(name), files.bytes(name), files.file(name)));
                }
            }
            if (reference.adapter() != null) {
                adapter = Adapter.read(places.find(reference.adapter()));
                fold(adapter, tensors);
            }
            return new Checkpoint(reference, directory, config, tensors, files, adapter);
        } catch (RuntimeException e) {
            files.close();
            if (adapter != null) {
                adapter.close();
            }
            throw e;
        }
    }

    /** Replaces the tensors that the adapter changes. */
    private static void fold(Adapter adapter, Map<String, TensorSource> tensors) {
        for (String module : adapter.modules()) {
            String name = module + ".weight";
            TensorSource weight = tensors.get(name);
            if (weight == null) {
                throw new UserException("The adapter changes " + module + ", but the model has no weight there.");
            }
            adapter.requireFit(module, weight.shape());
            tensors.put(name, new FoldedTensor(weight, () -> adapter.factors(module)));
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
        files.close();
        if (adapter != null) {
            adapter.close();
        }
    }
}
