package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Resources;
import dev.selvedge.workflow.file.LzfseEncoder.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damaged files and damaged code. Whatever comes in, the answer comes in bounded time and memory: a workflow that can be
 * printed, read back and written, or a sentence that says why not.
 */
class FuzzTest {
    private static final Catalog CATALOG = Catalog.bundled();

    /** Time on the processor for one input with all that is done with it. */
    private static final int MILLIS = 2_000;

    /** Time on the clock after which an input counts as hanging. */
    private static final int HANGING_MILLIS = 60_000;

    /** Memory for one input: a fixed part, and so many times its length. */
    private static final long FIXED_BYTES = 64 << 20;

    private static final int BYTES_PER_BYTE = 4_000;
    private static final int LONGEST_SAMPLE = 60_000;
    private static final int MOST_FAILURES = 10;

    @Test
    void damageNeverFails() throws Exception {
        fuzz(5_000);
    }

    @Test
    @Tag("long")
    void damageNeverFailsIn200000Inputs() throws Exception {
        fuzz(200_000);
    }

    private final List<byte[]> files = new ArrayList<>();
    private final List<PlistValue> plists = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final AtomicReference<Input> current = new AtomicReference<>(new Input("nothing", new byte[0], ""));
    private int read;
    private int parsed;
    private long mostMillis;
    private double mostBytes;

    /** One input, a file or, where the bytes are empty, a code. */
    private record Input(String name, byte[] file, String code, long since) {
        Input(String name, byte[] file, String code) {
            this(name, file, code, System.nanoTime());
        }

        int length() {
            return Math.max(file.length, code.length());
        }
    }

    private void fuzz(int inputs) throws Exception {
        samples();
        Thread worker = new Thread(
                null,
                () -> {
                    for (int seed = 0; seed < inputs && failures.size() < MOST_FAILURES; seed++) {
                        try {
                            input(seed);
                        } catch (RuntimeException | Error e) {
                            failures.add(describe(current.get(), e));
                        }
                    }
                },
                "fuzz",
                1 << 20);
        worker.setDaemon(true);
        worker.start();
        while (worker.isAlive()) {
            worker.join(500);
            Input now = current.get();
            assertThat((System.nanoTime() - now.since()) / 1_000_000)
                    .as(() -> now.name() + " hangs at " + Arrays.toString(worker.getStackTrace()))
                    .isLessThan(HANGING_MILLIS);
        }
        assertThat(failures).isEmpty();
        System.out.printf(
                "fuzz: %d inputs, %d read as files, %d as code; at most %d ms and %.0f bytes a byte for one%n",
                inputs, read, parsed, mostMillis, mostBytes);
        assertThat(read).isGreaterThan(inputs / 10);
        assertThat(parsed).isGreaterThan(inputs / 100);
    }

    private static String describe(Input input, Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        String text = input.file().length == 0 ? ":\n" + input.code() : "";
        return input.name() + " of " + input.length() + " bytes: "
                + trace.toString().lines().limit(12).collect(Collectors.joining("\n")) + text;
    }

    // ---- samples

    private void samples() throws IOException {
        Random random = new Random(17);
        for (int seed = 0; seed < 60; seed++) {
            byte[] plist = BinaryPlistWriter.write(RandomFiles.file(seed));
            files.add(plist);
            if (seed % 6 == 0) {
                files.add(XmlPlistWriter.write(RandomFiles.file(seed)).getBytes(StandardCharsets.UTF_8));
                SignedFiles.Cut cut = new SignedFiles.Cut(1 << 20, 256, Kind.values()[seed / 6 % 4]);
                files.add(SignedFiles.of(plist, BinaryPlistWriter.write(nobody()), cut, random));
            }
        }
        Path shared = Path.of(System.getProperty("selvedge.data", ""), "shortcuts");
        for (String folder : List.of("shared", "signed")) {
            if (Files.isDirectory(shared.resolve(folder))) {
                try (Stream<Path> paths = Files.list(shared.resolve(folder))) {
                    for (Path path : paths.filter(file -> !file.toString().endsWith(".tsv"))
                            .sorted()
                            .toList()) {
                        if (Files.size(path) <= LONGEST_SAMPLE) {
                            files.add(Files.readAllBytes(path));
                        }
                    }
                }
            }
        }
        for (byte[] file : files) {
            Reading reading = WorkflowReader.read(file, CATALOG);
            plists.add(reading.source());
            codes.add(CodePrinter.print(reading.workflow(), CATALOG));
        }
    }

    private static PlistValue.Dict nobody() {
        return Plists.dict("SigningCertificateChain", List.of());
    }

    // ---- one input

    private void input(int seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Mutations mutations = new Mutations(random);
        int sample = random.nextInt(files.size());
        int donor = random.nextInt(files.size());
        Input input = switch (seed % 5) {
            case 0 -> file(seed + ", bytes", mutations.bytes(files.get(sample), files.get(donor)));
            case 1 -> file(seed + ", signed", signed(plists.get(sample), mutations, files.get(donor), random));
            case 2 ->
                file(
                        seed + ", property list",
                        BinaryPlistWriter.write(mutations.plist(plists.get(sample), plists.get(donor))));
            default -> new Input(seed + ", code", new byte[0], mutations.code(codes.get(sample), codes.get(donor)));
        };
        current.set(input);
        Cost cost = Cost.of(() -> {
            if (input.code().isEmpty()) {
                read(input.file());
            } else {
                parse(input.code());
            }
        });
        assertThat(cost.millis()).as("milliseconds").isLessThan(MILLIS);
        assertThat(cost.bytes()).as("bytes").isLessThan(FIXED_BYTES + (long) BYTES_PER_BYTE * input.length());
        mostMillis = Math.max(mostMillis, cost.millis());
        mostBytes = Math.max(mostBytes, input.length() < 1_000 ? 0 : (double) cost.bytes() / input.length());
    }

    private static Input file(String name, byte[] file) {
        return new Input(name, file, "");
    }

    /** Damage where checksums would hide it: in the compressed stream alone, or before it is signed. */
    private static byte[] signed(PlistValue plist, Mutations mutations, byte[] donor, Random random) {
        byte[] content = BinaryPlistWriter.write(plist);
        byte[] inner = random.nextBoolean() ? mutations.bytes(content, donor) : content;
        Kind kind = Kind.values()[random.nextInt(4)];
        byte[] file = SignedFiles.of(
                inner,
                new byte[10],
                new SignedFiles.Cut(1 + random.nextInt(20_000), 1 + random.nextInt(8), kind),
                random);
        return inner == content ? mutations.bytes(file, donor) : file;
    }

    private void read(byte[] file) {
        Reading reading;
        try {
            reading = WorkflowReader.read(file, CATALOG);
        } catch (WorkflowFormatException e) {
            assertSentence(String.valueOf(e.getMessage()));
            return;
        }
        read++;
        reading.problems().forEach(problem -> assertSentence(problem.message()));
        Workflow workflow = reading.workflow();
        String code = CodePrinter.print(workflow, CATALOG);
        CodeParser.Parsed back = CodeParser.parse(code, CATALOG, Resources.of(workflow));
        assertThat(back.workflow()).as(() -> back.diagnostics() + "\n" + code).isEqualTo(workflow);
        write(workflow);
    }

    private void parse(String code) {
        CodeParser.Parsed result = CodeParser.parse(code, CATALOG);
        for (Diagnostic diagnostic : result.diagnostics()) {
            // A hint may end in code.
            assertSentence(diagnostic.message());
            assertSentence(diagnostic.hint() + ".");
        }
        Workflow workflow = result.workflow();
        if (workflow == null) {
            assertThat(result.diagnostics()).isNotEmpty();
            return;
        }
        parsed++;
        String print = CodePrinter.print(workflow, CATALOG);
        CodeParser.Parsed back = CodeParser.parse(print, CATALOG);
        assertThat(back.workflow()).as(() -> back.diagnostics() + "\n" + print).isEqualTo(workflow);
        write(workflow);
    }

    private static void write(Workflow workflow) {
        byte[] written;
        try {
            written = WorkflowWriter.write(workflow, CATALOG);
        } catch (WorkflowFormatException e) {
            assertSentence(String.valueOf(e.getMessage()));
            return;
        }
        WorkflowReader.read(written, CATALOG);
    }

    private static void assertSentence(String text) {
        assertThat(text)
                .as("a sentence")
                .matches("(?s).{0,1500}[.?]")
                .doesNotContain("Exception", "java.")
                .doesNotMatch("(?s).*\\p{Cntrl}.*");
    }
}
