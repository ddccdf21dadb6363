package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.quant.QuantizedFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A language model: a transformer, its tokenizer and its chat format. On disk it is a directory in the Hugging Face
 * layout: config.json, model.safetensors or several such files with an index, tokenizer.json, generation_config.json, the
 * model's chat template or chat_format.json, which names another chat format, and probe.json, the {@link Probe} of what was
 * read back after writing.
 *
 * <p>Owns its transformer.
 *
 * @param transformer the network
 * @param tokenizer its vocabulary
 * @param chat how conversations become tokens
 * @param companions what came with it in its directory
 */
public record Model(Transformer transformer, Tokenizer tokenizer, ChatFormat chat, Companions companions)
        implements AutoCloseable {

    public Model {
        int rows = transformer.config().vocabularySize();
        if (tokenizer.vocabularySize() > rows) {
            throw new UserException("The tokenizer has " + tokenizer.vocabularySize() + " tokens but the model only "
                    + rows + " embedding rows; they do not belong together.");
        }
    }

    /** A model that came without files. */
    public Model(Transformer transformer, Tokenizer tokenizer, ChatFormat chat) {
        this(transformer, tokenizer, chat, Companions.NONE);
    }

    /** A model with plain fresh weights that speaks {@link RoleTokens}. */
    public static Model fresh(ModelConfig config, Tokenizer tokenizer, long seed) {
        return fresh(config, FreshWeights.PLAIN, tokenizer, seed);
    }

    /**
     * A model with fresh weights that speaks {@link RoleTokens}.
     *
     * @throws UserException if a model of this shape cannot begin so
     */
    public static Model fresh(ModelConfig config, FreshWeights start, Tokenizer tokenizer, long seed) {
        var chat = new RoleTokens(tokenizer);
        ModelConfig complete = config.withEndTokens(List.copyOf(new TreeSet<>(chat.endTokens())));
        return new Model(Transformer.fresh(complete, start, seed), tokenizer, chat);
    }

    /**
     * Reads a model for training: all weights in float32, in memory.
     *
     * @throws UserException if something is missing, damaged or not supported
     */
    public static Model read(Path directory) {
        return load(directory, (config, files) -> {
            if (QuantizedFiles.are(files)) {
                files.close();
                throw new UserException("The model in " + directory
                        + " is quantised, for generation alone; take the model that it was made from.");
            }
            var weights = new FullWeights(config);
            try (files) {
                FullWeights.require(config, files);
                ParameterBuffer parameters = weights.trained();
                parameters.list().forEach(p -> files.copy(p.name(), parameters.memory(p)));
                return weights;
            } catch (RuntimeException e) {
                weights.close();
                throw e;
            }
        });
    }

    /**
     * Opens a model for inference: its weights are used where they lie in the files, which must not be changed while the
     * model is open. It takes little more memory than the files have, and the system shares that with others that use
     * them. The weights of a {@linkplain dev.selvedge.model.quant.QuantizedModel quantised} model are copied.
     *
     * @throws UserException if something is missing, damaged or not supported
     */
    public static Model open(Path directory) {
        return load(
                directory,
                (config, files) -> QuantizedFiles.are(files)
                        ? QuantizedFiles.read(config, files)
                        : MappedWeights.of(config, files));
    }

    private static Model load(Path directory, BiFunction<ModelConfig, TensorFiles, Weights> form) {
        if (!Files.isDirectory(directory)) {
            throw new UserException(directory + " is not a model directory: it does not exist.");
        }
        if (!Files.exists(directory.resolve("config.json"))) {
            throw new UserException(directory + " is not a model directory: it has no config.json.");
        }
        ModelConfig config = readConfig(directory);
        Tokenizer tokenizer = Tokenizer.read(directory.resolve("tokenizer.json"));
        ChatFormat chat = ChatFormat.read(directory, tokenizer);
        TensorFiles files = TensorFiles.open(directory);
        Companions companions;
        try {
            companions = Companions.read(directory, files);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
        Weights weights = form.apply(config, files);
        try {
            return new Model(new Transformer(weights), tokenizer, chat, companions);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** The shape of a model in a directory, without its weights. */
    public static ModelConfig readConfig(Path directory) {
        return ConfigReader.read(directory.resolve("config.json"));
    }

    /** The chat format of a model in a directory, without its weights. */
    public static ChatFormat readChat(Path directory) {
        return ChatFormat.read(directory, Tokenizer.read(directory.resolve("tokenizer.json")));
    }

    /** Tokens of which any ends a reply: those of the chat format, and those that the model's makers name. */
    public Set<Integer> endTokens() {
        List<Integer> said = companions.generation().endTokens();
        var all = new TreeSet<>(chat.endTokens());
        all.addAll(said.isEmpty() ? transformer.config().endTokens() : said);
        return Collections.unmodifiableSet(all);
    }

    /**
     * The token that the model wants before a plain text, if it wants one; a chat format writes it itself. Reads the
     * whole tokenizer.json, so keep the answer.
     */
    public OptionalInt beginToken() {
        return BeginToken.of(tokenizer, companions.text("tokenizer_config.json"));
    }

    /**
     * As {@link #write(Path, Function, long)}, each tensor in the precision in which it came, float32 where it came from
     * no file, in files of the usual size.
     */
    public Probe write(Path directory) {
        return write(directory, companions::precision, TensorSink.USUAL_FILE_BYTES);
    }

    /** As {@link #write(Path, Function, long)}, all tensors in one precision, in files of the usual size. */
    public Probe write(Path directory, Precision precision) {
        return write(directory, name -> precision, TensorSink.USUAL_FILE_BYTES);
    }

    /**
     * Writes a model directory, complete or not at all: it is made beside its place and then renamed. A model that is
     * already there is replaced. Before it gets its name it is read back and compared with this model: where no value is
     * rounded nothing may differ; else no logit may differ by more than a tenth of the greatest (a fiftieth for
     * float16 of a model that was read, not opened).
     *
     * @param precision of each tensor by its name
     * @param maxFileBytes most bytes of tensors in a file
     * @return the comparison, which is also stored beside the weights
     * @throws UserException if the place holds something else, writing fails, a value does not fit, or what is read back
     *     differs
     */
    public Probe write(Path directory, Function<String, Precision> precision, long maxFileBytes) {
        Path aside = directory.resolveSibling(directory.getFileName() + ".part");
        try {
            if (Files.exists(directory) && !Files.exists(directory.resolve("config.json"))) {
                throw new UserException(
                        directory + " exists and is not a model directory, so the model is not written there.");
            }
            delete(aside);
            Files.createDirectories(aside);
            return write(directory, aside, precision, maxFileBytes);
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        } finally {
            discard(aside);
        }
    }

    private Probe write(Path directory, Path aside, Function<String, Precision> precision, long maxFileBytes)
            throws IOException {
        double tolerance = writeFiles(aside, precision, maxFileBytes);
        Probe probe;
        try (Model read = transformer.weights() instanceof MappedWeights ? open(aside) : read(aside)) {
            probe = Probe.between(transformer, read.transformer);
        }
        probe.require(tolerance * probe.greatestLogit(), "The model that was read back from " + directory);
        Files.writeString(aside.resolve("probe.json"), Json.pretty(probe));
        delete(directory);
        Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
        return probe;
    }

    /** What was half written is of no use, and may be what fills the disk. */
    private static void discard(Path aside) {
        try {
            delete(aside);
        } catch (IOException e) {
            // The next write deletes it first.
        }
    }

    /** @return how far logits may be off, as a share of the greatest */
    private double writeFiles(Path directory, Function<String, Precision> precision, long maxFileBytes)
            throws IOException {
        ModelConfig config = transformer.config();
        List<TensorSink.Planned> tensors = FullWeights.shapes(config).entrySet().stream()
                .map(e -> new TensorSink.Planned(
                        e.getKey(), Arrays.stream(e.getValue()).boxed().toList(), precision.apply(e.getKey())))
                .toList();
        companions.write(directory, config, tensors.getFirst().precision());
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer.json());
        chat.write(directory);
        double tolerance = 0;
        try (var sink = new TensorSink(directory, tensors, maxFileBytes)) {
            for (TensorSink.Planned tensor : tensors) {
                tolerance = Math.max(tolerance, write(sink, tensor));
            }
            sink.finish();
        }
        return tolerance;
    }

    private double write(TensorSink sink, TensorSink.Planned tensor) {
        if (transformer.weights() instanceof MappedWeights mapped
                && mapped.files().precision(tensor.name()) == tensor.precision()) {
            sink.putBytes(tensor.name(), mapped.files().bytes(tensor.name()));
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocate(Math.multiplyExact(tensor.values(), 4L), 64);
            transformer.weights().copy(tensor.name(), floats);
            sink.put(tensor.name(), floats);
        }
        // Opened, values of another precision are multiplied in another arithmetic, too.
        return transformer.weights() instanceof MappedWeights
                ? 0.1
                : switch (tensor.precision()) {
                    case F32 -> 0;
                    case F16 -> 0.02;
                    case BF16 -> 0.1;
                };
    }

    private static void delete(Path tree) throws IOException {
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
    public void close() {
        transformer.close();
    }
}
