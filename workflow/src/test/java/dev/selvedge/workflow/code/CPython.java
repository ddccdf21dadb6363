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

    private CPython() {}

    /** What Python refuses, a line for each; skips the test where there is no python3 of at least 3.10. */
    public static List<String> refused(List<String> codes, Path folder) throws IOException, InterruptedException {
        Path input = folder.resolve("codes.jsonl");
        Files.write(input, codes.stream().map(Json::write).toList(), StandardCharsets.UTF_8);
        Path output = folder.resolve("refused.txt");
        assumeTrue(run(output, "import sys; sys.exit(sys.version_info < (3, 10))") == 0, "no python3 of 3.10 or later");
        int status = run(output, SCRIPT, input.toString());
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
