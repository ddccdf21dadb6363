package dev.selvedge.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The llama.cpp engine, from npm's node-llama-cpp, as an independent reader of the files that we write. */
final class LlamaCpp {
    private static final Path ROOT =
            Path.of(System.getProperty("selvedge.root", "..")).toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("model/src/test/node");
    private static final Path INSTALLED = ROOT.resolve("model/target/llama-cpp");

    /**
     * What is asked of a model.
     *
     * @param prompts token ids
     * @param greedy length of the greedy continuation of each prompt
     */
    record Request(String file, List<int[]> prompts, int greedy, List<String> texts, int contextSize) {}

    /** Logits by prompt, position and token; the rest by prompt or text. */
    record Answer(List<List<float[]>> logits, List<int[]> continuations, List<int[]> tokens) {}

    private record Answers(List<Answer> list) {}

    private LlamaCpp() {}

    static List<Answer> ask(Path folder, List<Request> requests) throws IOException {
        install();
        Path question = folder.resolve("requests.json");
        Path answer = folder.resolve("answers.json");
        Files.writeString(question, Json.write(requests));
        int code = run(INSTALLED, 120, "node", "llama.js", question.toString(), answer.toString());
        assertThat(code).as("llama.cpp").isZero();
        return Json.read("{\"list\":" + Files.readString(answer) + "}", Answers.class)
                .list();
    }

    private static synchronized void install() throws IOException {
        Files.createDirectories(INSTALLED);
        boolean present = Files.exists(INSTALLED.resolve("node_modules/@node-llama-cpp/linux-x64/package.json"));
        for (String name : List.of("package.json", "llama.js")) {
            Files.copy(SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!present) {
            int code = run(
                    INSTALLED,
                    300,
                    "npm",
                    "install",
                    "--omit=optional",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--no-package-lock");
            Assumptions.assumeTrue(code == 0, "npm or its packages are missing, so llama.cpp cannot be asked");
        }
    }

    private static int run(Path folder, int seconds, String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(command[0] + ".log").toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } catch (IOException e) {
            Assumptions.assumeTrue(false, command[0] + " is missing, so llama.cpp cannot be asked");
            return -1;
        }
    }
}
