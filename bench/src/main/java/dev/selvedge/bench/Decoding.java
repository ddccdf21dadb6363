package dev.selvedge.bench;

import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Generator;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Scales;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import dev.selvedge.model.Transformer;
import dev.selvedge.model.gguf.GgufExport;
import dev.selvedge.model.gguf.GgufType;
import dev.selvedge.model.quant.PackedWeights;
import dev.selvedge.model.quant.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How fast replies are generated, beside llama.cpp (npm's node-llama-cpp) on the same weights with the same number of
 * threads, by turns: a random Llama of 157 million parameters, greedy, one sequence and eight side by side. Medians of
 * the rounds, and their ratio.
 *
 * <p>The arguments are the folder with decode.js, the number of rounds, and the number of tokens of each sequence.
 */
public final class Decoding {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int[] SEQUENCES = {1, 8};

    /** One of ours, and what llama.cpp has at as many bits; empty for none. */
    private record Pair(String ours, Packing packing, String theirs) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("float16", Packing.F16, "f16"),
            new Pair("int8", Packing.INT8, "q8_0"),
            new Pair("int4", Packing.INT4, ""));

    private final Path scripts;
    private final int rounds;
    private final int tokens;
    private final Path folder;

    private Decoding(Path scripts, int rounds, int tokens, Path folder) {
        this.scripts = scripts;
        this.rounds = rounds;
        this.tokens = tokens;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("selvedge-decoding");
        try {
            int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
            int tokens = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
            new Decoding(Path.of(arguments[0]), rounds, tokens, folder).run();
        } finally {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void run() throws IOException {
        Path installed = install();
        Path directory = folder.resolve("model");
        try (Model model = fresh()) {
            model.write(directory);
            for (Pair pair : PAIRS) {
                if (!pair.theirs.isEmpty()) {
                    GgufType type = GgufType.valueOf(pair.theirs.toUpperCase(Locale.ROOT));
                    GgufExport.write(directory, folder.resolve(pair.theirs + ".gguf"), type);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "tokens per second, %d threads, medians of %d rounds by turns, %d tokens a sequence%n",
                    CORES,
                    rounds,
                    tokens);
            for (Pair pair : PAIRS) {
                var weights = PackedWeights.of(model.transformer().weights(), pair.packing);
                try (var packed = new Model(new Transformer(weights), model.tokenizer(), model.chat())) {
                    for (int sequences : SEQUENCES) {
                        compare(pair, packed, sequences, installed);
                    }
                }
            }
        }
    }

    private static Model fresh() {
        Tokenizer tokenizer = new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("abc abc"));
        var config = new ModelConfig(
                Family.LLAMA,
                16_000,
                1_024,
                2_816,
                12,
                16,
                8,
                64,
                1e-5,
                new Rope.Plain(10_000),
                1_024,
                true,
                0.02,
                Scales.NONE,
                List.of());
        return Model.fresh(config, tokenizer, 1);
    }

    private void compare(Pair pair, Model packed, int sequences, Path installed) throws IOException {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ours[round] = ours(packed, sequences);
            theirs[round] = pair.theirs.isEmpty() ? Double.NaN : theirs(pair.theirs, sequences, installed);
        }
        double median = median(ours);
        double other = median(theirs);
        System.out.printf(
                Locale.ROOT,
                "%-8s %d sequences: %6.1f%s%n",
                pair.ours,
                sequences,
                median,
                pair.theirs.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, ", llama.cpp %s %6.1f, ratio %.2f", pair.theirs, other, median / other));
    }

    private double ours(Model model, int sequences) {
        try (var generator = new Generator(model, CORES, sequences)) {
            generator.generate(requests(sequences, 8));
            long begin = System.nanoTime();
            generator.generate(requests(sequences, tokens));
            return sequences * tokens / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static List<GenerationRequest> requests(int count, int tokens) {
        var requests = new ArrayList<GenerationRequest>();
        for (int i = 0; i < count; i++) {
            requests.add(GenerationRequest.of(new int[] {1, 2, 3, 4 + i, 5}, tokens));
        }
        return requests;
    }

    private double theirs(String type, int sequences, Path installed) throws IOException {
        return Double.parseDouble(output(
                installed,
                "node",
                "decode.js",
                folder.resolve(type + ".gguf").toString(),
                String.valueOf(CORES),
                String.valueOf(sequences),
                String.valueOf(tokens)));
    }

    private Path install() throws IOException {
        Path installed = scripts.resolveSibling("llama-cpp");
        Files.createDirectories(installed);
        for (String name : List.of("package.json", "decode.js")) {
            Files.copy(scripts.resolve(name), installed.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(installed.resolve("node_modules"))) {
            output(
                    installed,
                    "npm",
                    "install",
                    "--omit=optional",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--no-package-lock");
        }
        return installed;
    }

    private static String output(Path folder, String... command) throws IOException {
        Path log = folder.resolve("error.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(log.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(command[0] + " failed; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output.strip();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
