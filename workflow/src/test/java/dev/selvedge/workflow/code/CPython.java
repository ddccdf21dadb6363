package dev.selvedge.workflow.code;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real Python as a judge of syntax, one process for many codes. */
public final class CPython {
    private static final String SCRIPT = """
            import ast, json, sys, warnings
            warnings.simplefilter("ignore")
            for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
                try:
                    ast.parse(json.loads(line), feature_version=(3, 10))
                except Exception as e:
                    print(number, repr(e)[:300])
            """;

    private static final String LINES = """
            import ast, json, sys, warnings
            warnings.simplefilter("ignore")
            for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
                code = json.loads(line)
                if chr(0) in code:
                    print(number, code[:code.index(chr(0))].count("\\n") + 1, "NUL")
                    continue
                try:
                    ast.parse(code)
                except SyntaxError as e:
                    print(number, e.lineno or 1, e.msg)
            """;

    private CPython() {}

    /**
     * Where Python finds the first fault of a code.
     *
     * @param code its place in the list
     * @param line 1-based
     */
    record Fault(int code, int line, String message) {}

    /** The faults of the codes that Python refuses; skips the test as {@link #refused} does. */
    static List<Fault> faults(List<String> codes, Path folder) throws IOException, InterruptedException {
        return lines(LINES, codes, folder).stream()
                .map(line -> line.split(" ", 3))
                .map(parts -> new Fault(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]))
                .toList();
    }

    /** What Python refuses, a line for each; skips the test where there is no python3 of at least 3.10. */
    public static List<String> refused(List<String> codes, Path folder) throws IOException, InterruptedException {
        return lines(SCRIPT, codes, folder);
    }

    private static List<String> lines(String script, List<String> codes, Path folder)
            throws IOException, InterruptedException {
        Path input = folder.resolve("codes.jsonl");
        Files.write(input, codes.stream().map(Json::write).toList(), StandardCharsets.UTF_8);
        Path output = folder.resolve("refused.txt");
        assumeTrue(run(output, "import sys; sys.exit(sys.version_info < (3, 10))") == 0, "no python3 of 3.10 or later");
        int status = run(output, script, input.toString());
        List<String> lines = Files.readAllLines(output);
        return status == 0 ? lines : List.of("python3 ended with " + status + ": " + lines);
    }

    private static int run(Path output, String script, String... arguments) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
