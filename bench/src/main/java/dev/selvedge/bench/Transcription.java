package dev.selvedge.bench;

import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import dev.selvedge.workflow.file.PlistValue;
import dev.selvedge.workflow.file.Reading;
import dev.selvedge.workflow.file.Sidecar;
import dev.selvedge.workflow.file.WorkflowReader;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How fast workflow files become code, and the ways back. Beside it stands the reference transcriber: the times that its
 * table has for the same files where there is one ({@code ../reference/TABLE.tsv}, column {@code ms}), else 3 ms a file.
 */
public final class Transcription {
    private static final int WARM_UP_ROUNDS = 30;
    private static final int ROUNDS = 15;
    private static final double REFERENCE_MILLIS = 3;
    private static final int LARGE_BYTES = 300_000;
    private static final String ACTIONS = "WFWorkflowActions";

    private final Catalog catalog = Catalog.bundled();
    private final List<byte[]> files;
    private final double referenceMillis;

    private Transcription(List<byte[]> files, double referenceMillis) {
        this.files = files;
        this.referenceMillis = referenceMillis;
    }

    /** @param arguments a folder of workflow files; without one those that ship with Selvedge */
    public static void main(String[] arguments) throws IOException {
        List<byte[]> files = new ArrayList<>();
        double referenceMillis = REFERENCE_MILLIS;
        if (arguments.length == 0) {
            BundledWorkflow.all().forEach(workflow -> files.add(workflow.bytes()));
        } else {
            Path folder = Path.of(arguments[0]);
            List<Path> paths;
            try (Stream<Path> listed = Files.list(folder)) {
                paths = listed.filter(WorkflowReader::looksLikeWorkflow)
                        .sorted()
                        .toList();
            }
            for (Path path : paths) {
                files.add(Files.readAllBytes(path));
            }
            referenceMillis = reference(folder.resolveSibling("reference").resolve("TABLE.tsv"), paths);
        }
        new Transcription(files, referenceMillis).report();
    }

    /** Milliseconds a file of the reference over these files. */
    private static double reference(Path table, List<Path> paths) throws IOException {
        if (!Files.exists(table)) {
            return REFERENCE_MILLIS;
        }
        List<String> lines = Files.readAllLines(table);
        int column = List.of(lines.getFirst().split("\t", -1)).indexOf("ms");
        List<String> names = paths.stream()
                .map(path -> path.getFileName().toString().replaceFirst("\\..*", ""))
                .toList();
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(row -> names.contains(row[0]) && !row[column].isEmpty())
                .mapToDouble(row -> Double.parseDouble(row[column]))
                .average()
                .orElse(REFERENCE_MILLIS);
    }

    private void report() {
        System.out.printf(
                Locale.ROOT,
                "%d files, %.1f kB each; the reference transcriber needs %.2f ms a file%n%n",
                files.size(),
                files.stream().mapToInt(file -> file.length).average().orElse(0) / 1000,
                referenceMillis);
        System.out.println("| job | ms a file | files a second | times the reference |");
        System.out.println("|---|---|---|---|");
        row("file to code", this::transcribe, 1);
        int cores = Runtime.getRuntime().availableProcessors();
        row("file to code, " + cores + " threads", this::transcribe, cores);
        row("file to code and sidecar, read back", this::convert, 1);
        row("file to a run on the virtual device", this::run, 1);
        System.out.println();
        large();
        memory();
    }

    private int transcribe(byte[] file) {
        return CodePrinter.print(WorkflowReader.read(file, catalog).workflow(), catalog)
                .length();
    }

    private int convert(byte[] file) {
        Reading reading = WorkflowReader.read(file, catalog);
        String code = CodePrinter.print(reading.workflow(), catalog);
        Workflow workflow = Objects.requireNonNull(
                CodeParser.parse(code, catalog, reading.resources()).workflow());
        return Sidecar.of(reading.source(), workflow, catalog).json().length();
    }

    private long run(byte[] file) {
        Device device = new Device(catalog, Limits.STANDARD);
        return device.run(WorkflowReader.read(file, catalog).workflow(), Scenario.seeded(1))
                .steps();
    }

    private void row(String job, Consumer<byte[]> work, int threads) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(work, threads);
        }
        double[] seconds = new double[ROUNDS];
        Arrays.setAll(seconds, i -> round(work, threads));
        Arrays.sort(seconds);
        double millis = seconds[ROUNDS / 2] * 1000 / files.size();
        System.out.printf(
                Locale.ROOT, "| %s | %.3f | %.0f | %.1f |%n", job, millis, 1000 / millis, referenceMillis / millis);
    }

    private double round(Consumer<byte[]> work, int threads) {
        long start = System.nanoTime();
        if (threads == 1) {
            files.forEach(work);
        } else {
            files.parallelStream().forEach(work);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** A file of 300 kB, made of the actions of the file that has the most of them, again and again. */
    private void large() {
        PlistValue.Dict largest = files.stream()
                .map(file -> WorkflowReader.read(file, catalog).source())
                .max(Comparator.comparingInt(source -> actions(source).size()))
                .orElseThrow();
        List<PlistValue> many = new ArrayList<>();
        byte[] bytes;
        do {
            many.addAll(actions(largest));
            Map<String, PlistValue> entries = new LinkedHashMap<>(largest.entries());
            entries.put(ACTIONS, new PlistValue.Array(many));
            bytes = WorkflowWriter.write(new PlistValue.Dict(entries));
        } while (bytes.length < LARGE_BYTES);
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            transcribe(bytes);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "A file of %d kB with %d actions to code: %.1f ms in the median, %.1f at most%n",
                bytes.length / 1000,
                many.size(),
                millis[ROUNDS / 2],
                millis[ROUNDS - 1]);
    }

    private static List<PlistValue> actions(PlistValue.Dict source) {
        return source.get(ACTIONS) instanceof PlistValue.Array(var items) ? items : List.of();
    }

    /** What is left on the heap after more and more files. */
    private void memory() {
        for (int rounds = 1; rounds <= 16; rounds *= 4) {
            for (int i = 0; i < rounds; i++) {
                files.forEach(this::convert);
            }
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    Locale.ROOT,
                    "Heap in use after %d files more: %.1f MB%n",
                    rounds * files.size(),
                    (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
        }
    }
}
