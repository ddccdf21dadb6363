package dev.selvedge.model.gguf;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.Probe;
import dev.selvedge.model.Tokenizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A model directory as a GGUF file. Matrices are stored in the wanted type, norms and biases in float32, and so is a
 * matrix in float16 whose rows do not divide into the blocks of the type, as llama.cpp's own converter does. The file is
 * made beside its place, read back, compared, and then renamed; the comparison stays beside it as NAME.probe.json.
 *
 * @param probe how far the file's model is from its source
 * @param warnings what a user of the file should know, in sentences
 */
public record GgufExport(Probe probe, List<String> warnings) {
    public GgufExport {
        warnings = List.copyOf(warnings);
    }

    /**
     * Exports a model.
     *
     * @param directory a model directory in the Hugging Face layout
     * @param file to be written; replaced if it is there
     * @throws UserException if the model cannot be read, the format cannot say what it does, or the file's model differs
     *     from it by more than rounding explains
     */
    public static GgufExport write(Path directory, Path file, GgufType type) {
        try (Model model = Model.read(directory)) {
            var metadata = new GgufMetadata(file.toString());
            var warnings = new ArrayList<String>();
            describe(directory, model, type, metadata).ifPresent(warnings::add);
            Path aside = file.resolveSibling(file.getFileName() + ".part");
            try {
                writeTensors(model, type, metadata, aside);
                Probe probe = probe(model, aside, type, file);
                Files.writeString(file.resolveSibling(file.getFileName() + ".probe.json"), Json.pretty(probe));
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
                return new GgufExport(probe, warnings);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private static Probe probe(Model model, Path written, GgufType type, Path file) {
        try (Model read = GgufImport.read(written)) {
            Probe probe = Probe.between(model.transformer(), read.transformer());
            double tolerance = tolerance(type) * Math.max(1, probe.greatestLogit());
            probe.require(tolerance, "The model that was read back from " + file);
            return probe;
        }
    }

    /** Of the greatest logit. Float32 differs where a multiplier was rounded. */
    private static double tolerance(GgufType type) {
        return switch (type) {
            case F32 -> 1e-4;
            case F16 -> 0.02;
            case BF16 -> 0.1;
            case Q8_0 -> 0.2;
        };
    }

    private static Optional<String> describe(Path directory, Model model, GgufType type, GgufMetadata to) {
        ModelConfig config = model.transformer().config();
        ShapeFields.write(config, to);
        to.put(
                "general.name",
                directory.toAbsolutePath().normalize().getFileName().toString());
        to.put("general.file_type", type.fileType);
        to.put("general.quantization_version", 2);
        Optional<String> warning = Vocabulary.write(model.tokenizer(), config.vocabularySize(), to);
        JsonNode settings = json(directory.resolve("tokenizer_config.json"));
        List<Integer> ends = config.endTokens();
        OptionalInt begin = special(model.tokenizer(), settings.path("bos_token"));
        OptionalInt stated = special(model.tokenizer(), settings.path("eos_token"));
        int end = stated.orElse(ends.isEmpty() ? 0 : ends.getFirst());
        // Without these, tools take token 11 for both.
        to.put("tokenizer.ggml.bos_token_id", begin.orElse(end));
        to.put("tokenizer.ggml.eos_token_id", end);
        String[] more = {"tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"};
        List<Integer> others = ends.stream().filter(id -> id != end).toList();
        for (int i = 0; i < Math.min(more.length, others.size()); i++) {
            to.put(more[i], others.get(i));
        }
        to.put(
                "tokenizer.ggml.add_bos_token",
                begin.isPresent() && settings.path("add_bos_token").asBoolean(false));
        template(directory, settings).ifPresent(text -> to.put("tokenizer.chat_template", text));
        return warning;
    }

    private static OptionalInt special(Tokenizer tokenizer, JsonNode token) {
        return tokenizer.findSpecial(token.isObject() ? token.path("content").asString("") : token.asString(""));
    }

    private static Optional<String> template(Path directory, JsonNode settings) {
        Path file = directory.resolve("chat_template.jinja");
        if (Files.exists(file)) {
            try {
                return Optional.of(Files.readString(file));
            } catch (IOException e) {
                throw UserException.reading(file, e);
            }
        }
        JsonNode template = settings.path("chat_template");
        if (template.isString()) {
            return Optional.of(template.asString());
        }
        for (JsonNode named : template) {
            if (named.path("name").asString("").equals("default")) {
                return Optional.of(named.path("template").asString());
            }
        }
        return Optional.empty();
    }

    private static JsonNode json(Path file) {
        if (!Files.exists(file)) {
            return Json.object();
        }
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static void writeTensors(Model model, GgufType type, GgufMetadata metadata, Path file) {
        ModelConfig config = model.transformer().config();
        ParameterBuffer parameters = model.transformer().parameters();
        var sources = new ArrayList<GgufWriter.Source>();
        try (Arena arena = Arena.ofConfined()) {
            for (ParameterBuffer.Parameter parameter : parameters.list()) {
                sources.add(new GgufWriter.Source(
                        TensorNames.of(parameter.name()),
                        parameter.shape(),
                        type(type, parameter.shape()),
                        TensorNames.order(config, parameter.name()),
                        parameters.memory(parameter)));
            }
            for (Map.Entry<String, List<Double>> factors :
                    ShapeFields.factors(config).entrySet()) {
                MemorySegment values = arena.allocate(
                        ValueLayout.JAVA_FLOAT, factors.getValue().size());
                for (int i = 0; i < factors.getValue().size(); i++) {
                    values.setAtIndex(
                            ValueLayout.JAVA_FLOAT, i, factors.getValue().get(i).floatValue());
                }
                List<Long> shape = List.of((long) factors.getValue().size());
                sources.add(new GgufWriter.Source(factors.getKey(), shape, GgufType.F32, RowOrder.SAME, values));
            }
            GgufWriter.write(file, metadata, sources);
        }
    }

    private static GgufType type(GgufType wanted, List<Long> shape) {
        if (shape.size() == 1) {
            return GgufType.F32;
        }
        return shape.getLast() % wanted.blockValues == 0 ? wanted : GgufType.F16;
    }
}
