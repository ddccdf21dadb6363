package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A language model: a transformer, its tokenizer and its chat format. On disk it is a directory in the Hugging Face
 * layout: config.json, model.safetensors, tokenizer.json, generation_config.json, and chat_format.json, which names the
 * chat format, and probe.json, the {@link Probe} of what was read back after writing.
 *
 * <p>Owns its transformer.
 *
 * @param transformer the network
 * @param tokenizer its vocabulary
 * @param chat how conversations become tokens
 */
public record Model(Transformer transformer, Tokenizer tokenizer, ChatFormat chat) implements AutoCloseable {
    private static final String WEIGHTS = "model.safetensors";

    public Model {
        int rows = transformer.config().vocabularySize();
        if (tokenizer.vocabularySize() > rows) {
            throw new UserException("The tokenizer has " + tokenizer.vocabularySize() + " tokens but the model only "
                    + rows + " embedding rows; they do not belong together.");
        }
    }

    /** A model with fresh weights that speaks {@link RoleTokens}. */
    public static Model fresh(ModelConfig config, Tokenizer tokenizer, long seed) {
        var chat = new RoleTokens(tokenizer);
        ModelConfig complete = config.withEndTokens(List.copyOf(new TreeSet<>(chat.endTokens())));
        return new Model(Transformer.fresh(complete, seed), tokenizer, chat);
    }

    /** @throws UserException if something is missing, damaged or not supported */
    public static Model read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UserException(directory + " is not a model directory: it does not exist.");
        }
        if (!Files.exists(directory.resolve("config.json"))) {
            throw new UserException(directory + " is not a model directory: it has no config.json.");
        }
        ModelConfig config = ConfigReader.read(directory.resolve("config.json"));
        Tokenizer tokenizer = Tokenizer.read(directory.resolve("tokenizer.json"));
        ChatFormat chat = readChatFormat(directory.resolve("chat_format.json"), tokenizer);
        var weights = new FullWeights(config);
        try {
            readWeights(directory.resolve(WEIGHTS), weights);
            return new Model(new Transformer(weights), tokenizer, chat);
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
        return readChatFormat(
                directory.resolve("chat_format.json"), Tokenizer.read(directory.resolve("tokenizer.json")));
    }

    private static ChatFormat readChatFormat(Path file, Tokenizer tokenizer) {
        try {
            JsonNode json = Json.parse(Files.readString(file));
            String name = json.path("format").asString("none");
            if (!name.equals(RoleTokens.NAME)) {
                throw new UserException(
                        file + " names the chat format " + name + "; supported is " + RoleTokens.NAME + ".");
            }
            return new RoleTokens(tokenizer);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static void readWeights(Path file, FullWeights weights) {
        ParameterBuffer parameters = weights.trained();
        try (SafeTensors tensors = SafeTensors.open(file)) {
            for (ParameterBuffer.Parameter parameter : parameters.list()) {
                List<Long> shape = tensors.entry(parameter.name()).shape();
                if (!shape.equals(parameter.shape())) {
                    throw new UserException(file + " holds " + parameter.name() + " with the shape " + shape
                            + ", but config.json asks for " + parameter.shape() + ".");
                }
                tensors.copy(parameter.name(), parameters.memory(parameter));
            }
            var unknown = new TreeSet<>(tensors.names());
            parameters.list().forEach(p -> unknown.remove(p.name()));
            unknown.removeIf(name -> name.endsWith("rotary_emb.inv_freq")
                    || name.equals("lm_head.weight") && weights.config().tiedEmbeddings());
            if (!unknown.isEmpty()) {
                throw new UserException(file + " holds " + unknown.size() + " tensors that a model of this kind does"
                        + " not have, such as " + unknown.first() + ".");
            }
        }
    }

    /**
     * Writes a model directory, complete or not at all: it is made beside its place and then renamed. A model that is
     * already there is replaced. Before it gets its name it is read back and compared with this model.
     *
     * @return the comparison, which is also stored beside the weights
     * @throws UserException if the place holds something else, writing fails, or what is read back differs
     */
    public Probe write(Path directory) {
        Path aside = directory.resolveSibling(directory.getFileName() + ".part");
        try {
            if (Files.exists(directory) && !Files.exists(directory.resolve("config.json"))) {
                throw new UserException(
                        directory + " exists and is not a model directory, so the model is not written there.");
            }
            delete(aside);
            Files.createDirectories(aside);
            writeFiles(aside);
            Probe probe;
            try (Model read = read(aside)) {
                probe = Probe.between(transformer, read.transformer);
            }
            probe.require(0, "The model that was read back from " + directory);
            Files.writeString(aside.resolve("probe.json"), Json.pretty(probe));
            delete(directory);
            Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
            return probe;
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        }
    }

    private void writeFiles(Path directory) throws IOException {
        Files.writeString(directory.resolve("config.json"), transformer.config().json());
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer.json());
        ObjectNode format = Json.object().put("format", RoleTokens.NAME);
        Files.writeString(directory.resolve("chat_format.json"), Json.pretty(format));
        ObjectNode generation = Json.object();
        transformer.config().endTokens().forEach(generation.putArray("eos_token_id")::add);
        Files.writeString(directory.resolve("generation_config.json"), Json.pretty(generation));
        var sources = new ArrayList<SafeTensors.Source>();
        ParameterBuffer parameters = transformer.parameters();
        for (ParameterBuffer.Parameter parameter : parameters.list()) {
            sources.add(new SafeTensors.Source(parameter.name(), parameter.shape(), parameters.memory(parameter)));
        }
        SafeTensors.write(directory.resolve(WEIGHTS), sources);
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
