package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The tensors of a model directory, memory-mapped: of its model.safetensors, or of the files that its
 * model.safetensors.index.json names. The index is checked against the files when they are opened: each tensor lies
 * where the index says, none is missing, left over or there twice, and their sizes add up to the stated total.
 */
public final class TensorFiles implements AutoCloseable {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final int MAX_INDEX_BYTES = 64 << 20;
    private static final int MAX_FILES = 10_000;
    /** No separator and no leading dot, so it cannot lead out of the directory. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.safetensors");

    private final Path place;
    private final List<SafeTensors> files;
    private final Map<String, SafeTensors> fileOfTensor;

    private TensorFiles(Path place, List<SafeTensors> files, Map<String, SafeTensors> fileOfTensor) {
        this.place = place;
        this.files = files;
        this.fileOfTensor = fileOfTensor;
    }

    /** @throws UserException if there are no weights in the directory, or they are not sound */
    public static TensorFiles open(Path directory) {
        Path single = directory.resolve(SINGLE);
        Path index = directory.resolve(INDEX);
        if (Files.exists(single)) {
            return open(single, Map.of(SINGLE, single));
        }
        if (Files.exists(index)) {
            return openIndexed(index);
        }
        throw new UserException(directory + " has no " + SINGLE + " and no " + INDEX + otherForms(directory) + ".");
    }

    private static String otherForms(Path directory) {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".bin") || n.endsWith(".pt") || n.endsWith(".pth"))
                    .sorted()
                    .findFirst()
                    .map(n ->
                            "; " + n + " is of a form that can run code when it is read, so Selvedge does not: save the"
                                    + " model as safetensors")
                    .orElse("");
        } catch (IOException e) {
            throw UserException.reading(directory, e);
        }
    }

    private static TensorFiles openIndexed(Path index) {
        JsonNode json = parse(index);
        JsonNode map = json.path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new UserException(index + " has no weight_map, which says in which file each tensor lies.");
        }
        var paths = new TreeMap<String, Path>();
        map.properties().forEach(entry -> {
            String name = entry.getValue().asString("");
            if (!PLAIN_NAME.matcher(name).matches()) {
                throw new UserException(index + " says that " + entry.getKey() + " lies in " + entry.getValue()
                        + "; it must be the name of a .safetensors file in the same directory.");
            }
            paths.put(name, index.resolveSibling(name));
        });
        if (paths.size() > MAX_FILES) {
            throw new UserException(index + " names " + paths.size() + " files, more than any model has.");
        }
        TensorFiles tensors = open(index, paths);
        try {
            check(index, json, paths, tensors);
            return tensors;
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private static JsonNode parse(Path index) {
        try {
            if (Files.size(index) > MAX_INDEX_BYTES) {
                throw new UserException(
                        index + " is larger than " + (MAX_INDEX_BYTES >> 20) + " MiB, which no index is.");
            }
            return Json.parse(Files.readString(index));
        } catch (IOException e) {
            throw UserException.reading(index, e);
        } catch (JacksonException e) {
            throw new UserException(index + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static TensorFiles open(Path place, Map<String, Path> paths) {
        var files = new ArrayList<SafeTensors>();
        var fileOfTensor = new LinkedHashMap<String, SafeTensors>();
        try {
            for (Path path : paths.values()) {
                if (!Files.exists(path)) {
                    throw new UserException(
                            place + " names " + path.getFileName() + ", which is missing; fetch it" + " again.");
                }
                SafeTensors file = SafeTensors.open(path);
                files.add(file);
                for (String name : file.names()) {
                    SafeTensors other = fileOfTensor.put(name, file);
                    if (other != null) {
                        throw new UserException(
                                name + " is both in " + other.file() + " and in " + path.getFileName() + ".");
                    }
                }
            }
            return new TensorFiles(place, files, fileOfTensor);
        } catch (RuntimeException e) {
            files.forEach(SafeTensors::close);
            throw e;
        }
    }

    private static void check(Path index, JsonNode json, Map<String, Path> paths, TensorFiles tensors) {
        json.path("weight_map").properties().forEach(entry -> {
            Path stated = paths.get(entry.getValue().asString());
            SafeTensors file = tensors.fileOfTensor.get(entry.getKey());
            if (file == null || !file.file().equals(stated)) {
                throw new UserException(index + " says that " + entry.getKey() + " lies in "
                        + entry.getValue().asString() + ", but it is "
                        + (file == null
                                ? "in none of the files"
                                : "in " + file.file().getFileName()) + ".");
            }
        });
        var left = new TreeSet<>(tensors.names());
        left.removeAll(json.path("weight_map").propertyNames());
        if (!left.isEmpty()) {
            throw new UserException(index + " does not name " + left.first() + ", which lies in "
                    + tensors.file(left.first()).getFileName() + (left.size() > 1 ? ", and others" : "") + ".");
        }
        JsonNode total = json.path("metadata").path("total_size");
        if (total.isNumber() && total.asLong() != tensors.bytes()) {
            throw new UserException(index + " states a total_size of " + total + " bytes, but the tensors have "
                    + tensors.bytes() + "; a file belongs to another model, or the index does.");
        }
    }

    /** Names of all tensors. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fileOfTensor.keySet());
    }

    private SafeTensors holder(String name) {
        SafeTensors file = fileOfTensor.get(name);
        if (file == null) {
            throw new UserException(place + " has no tensor " + name + ".");
        }
        return file;
    }

    /** The file in which a tensor lies. */
    public Path file(String name) {
        return holder(name).file();
    }

    /** @throws UserException if there is no tensor of this name */
    public SafeTensors.Entry entry(String name) {
        return holder(name).entry(name);
    }

    /** @throws UserException if there is no such tensor or its values are not of a precision of weights */
    public Precision precision(String name) {
        return holder(name).precision(name);
    }

    /** The bytes of a tensor in its mapped file; valid until this is closed. */
    public MemorySegment bytes(String name) {
        return holder(name).bytes(name);
    }

    /** Copies a tensor to float32 memory of its size. */
    public void copy(String name, MemorySegment floats) {
        holder(name).copy(name, floats);
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return fileOfTensor.entrySet().stream()
                .map(e -> e.getValue().entry(e.getKey()))
                .mapToLong(e -> e.end() - e.begin())
                .sum();
    }

    @Override
    public void close() {
        files.forEach(SafeTensors::close);
    }
}
