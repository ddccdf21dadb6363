package dev.selvedge.bench;

import dev.selvedge.core.Json;
import dev.selvedge.model.merge.Merge;
import dev.selvedge.model.merge.MergeConfig;
import dev.selvedge.model.merge.MergePlan;
import dev.selvedge.model.merge.Places;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast models are merged, beside how fast this machine copies the same input bytes one file after the other. Both
 * write through to the disk before their time ends, and take turns, so that what else the machine does hits both.
 */
public final class Merging {
    private static final int ROUNDS = 5;
    private static final int WIDTH = 1024;
    private static final List<String> MODELS = List.of("base", "a", "b");
    private static final Map<String, String> RECIPES = new LinkedHashMap<>();

    static {
        RECIPES.put("linear", """
                merge_method: linear
                models: [{model: a, parameters: {weight: 0.7}}, {model: b, parameters: {weight: 0.3}}]
                """);
        RECIPES.put("task_arithmetic", """
                merge_method: task_arithmetic
                base_model: base
                models: [{model: a, parameters: {weight: 0.6}}, {model: b, parameters: {weight: 0.4}}]
                """);
        RECIPES.put("ties", """
                merge_method: ties
                base_model: base
                models:
                - {model: a, parameters: {weight: 0.6, density: 0.5}}
                - {model: b, parameters: {weight: 0.4, density: 0.5}}
                """);
    }

    private final Path folder;
    private final long modelBytes;

    private Merging(Path folder, long modelBytes) {
        this.folder = folder;
        this.modelBytes = modelBytes;
    }

    /** @param arguments a folder for some gigabytes, and the bytes of a model; 1.0e9 without */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "merging.tmp");
        double bytes = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1e9;
        Files.createDirectories(folder);
        try {
            for (String type : List.of("BF16", "F32")) {
                new Merging(folder, (long) bytes).report(type);
            }
        } finally {
            delete(folder);
        }
    }

    private void report(String type) throws IOException {
        for (int i = 0; i < MODELS.size(); i++) {
            write(folder.resolve(MODELS.get(i)), type, i);
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s, models of %.2f GB each, median of %d%n| method | GB read | copy, s | merge, s | copy / merge |%n"
                        + "|---|---|---|---|---|%n",
                type,
                modelBytes / 1e9,
                ROUNDS);
        for (Map.Entry<String, String> recipe : RECIPES.entrySet()) {
            Path config = Files.writeString(folder.resolve(recipe.getKey() + ".yml"), recipe.getValue());
            List<String> inputs = recipe.getKey().equals("linear") ? List.of("a", "b") : MODELS;
            double[] copies = new double[ROUNDS];
            double[] merges = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                double copy = copy(inputs);
                double merge = merge(config);
                if (round >= 0) {
                    copies[round] = copy;
                    merges[round] = merge;
                    ratios[round] = copy / merge;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                    recipe.getKey(),
                    inputs.size() * modelBytes / 1e9,
                    median(copies),
                    median(merges),
                    median(ratios));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private double copy(List<String> models) throws IOException {
        Path out = folder.resolve("copied");
        Files.createDirectories(out);
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        long start = System.nanoTime();
        for (String model : models) {
            try (FileChannel from = FileChannel.open(folder.resolve(model).resolve("model.safetensors"));
                    FileChannel to = FileChannel.open(
                            out.resolve(model), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (from.read(buffer.clear()) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        to.write(buffer);
                    }
                }
                to.force(true);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        delete(out);
        return seconds;
    }

    private double merge(Path config) throws IOException {
        Path out = folder.resolve("merged");
        long start = System.nanoTime();
        try (MergePlan plan = MergePlan.of(MergeConfig.read(config), Places.of(config, folder), 0)) {
            Merge.standard().write(plan, out);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        delete(out);
        return seconds;
    }

    /** A checkpoint of an architecture that nobody has, so that no probe runs: equal matrices in equal layers. */
    private void write(Path model, String type, long seed) throws IOException {
        Files.createDirectories(model);
        int bytes = type.equals("F32") ? 4 : 2;
        long perTensor = 4L * WIDTH * WIDTH * bytes;
        int layers = (int) Math.max(1, modelBytes / perTensor);
        ObjectNode header = Json.object();
        List<Long> seeds = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            ObjectNode entry = header.putObject("model.layers." + layer + ".mlp.up_proj.weight");
            entry.put("dtype", type).putArray("shape").add(4 * WIDTH).add(WIDTH);
            entry.putArray("data_offsets").add(layer * perTensor).add((layer + 1) * perTensor);
            seeds.add(seed * 1000 + layer);
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                model.resolve("config.json"),
                Json.write(Json.object().put("model_type", "bench").put("num_hidden_layers", layers)));
        try (FileChannel file = FileChannel.open(
                model.resolve("model.safetensors"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer start = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(file, start.putLong(text.length).put(text).flip());
            for (long one : seeds) {
                writeFully(file, values(type, one));
            }
            file.force(true);
        }
    }

    /** Nearly normal values: the sum of the four quarters of 64 random bits. */
    private static ByteBuffer values(String type, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 4 * WIDTH * WIDTH;
        ByteBuffer buffer =
                ByteBuffer.allocate(count * (type.equals("F32") ? 4 : 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long bits = random.nextLong();
            float value = ((short) bits + (short) (bits >> 16) + (short) (bits >> 32) + (short) (bits >> 48)) * 1e-6f;
            if (type.equals("F32")) {
                buffer.putFloat(value);
            } else {
                buffer.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            }
        }
        return buffer.flip();
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
