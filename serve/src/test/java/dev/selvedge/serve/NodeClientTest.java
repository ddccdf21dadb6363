package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Message;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The official OpenAI client for Node talks to the endpoint. It is installed from npm into the build's folder. */
@Timeout(300)
class NodeClientTest {
    private static final Path SOURCE =
            Path.of(System.getProperty("selvedge.root", ".."), "serve", "src", "test", "node");
    private static final Path FOLDER =
            Path.of(System.getProperty("selvedge.root", ".."), "serve", "target", "node-client");
    private static final String KEY = "correct-horse-battery";

    /** What a program says, and how it ended; -1 if it is not there. */
    private record Ran(int code, String output) {}

    private static Ran run(Map<String, String> environment, String... command) throws Exception {
        Path output = FOLDER.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            Process process = builder.start();
            if (!process.waitFor(240, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ran(-1, String.valueOf(e.getMessage()));
        }
    }

    private static void install() throws Exception {
        Files.createDirectories(FOLDER);
        assumeTrue(run(Map.of(), "node", "--version").code() == 0, "node is not installed, so its client is not tried");
        for (String file : List.of("package.json", "suite.mjs")) {
            Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path installed = FOLDER.resolve("node_modules/openai/package.json");
        String wanted =
                Files.readString(FOLDER.resolve("package.json")).replaceAll("(?s).*\"openai\": (\"[^\"]+\").*", "$1");
        if (Files.exists(installed) && Files.readString(installed).contains("\"version\": " + wanted)) {
            return;
        }
        Ran npm = run(Map.of(), "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts");
        assumeTrue(npm.code() == 0, "npm cannot install the client, so it is not tried: " + npm.output());
    }

    private static Reply calls() {
        return new Reply.Completion(
                new Message(
                        Role.ASSISTANT,
                        "",
                        null,
                        List.of(
                                new ToolCall("a", "get_weather", "{\"city\":\"Köln\",\"days\":1}"),
                                new ToolCall("b", "get_weather", "{\"city\":\"Bonn\",\"days\":2}")),
                        null),
                "tool_calls",
                5,
                7,
                null);
    }

    @Test
    void theClientsSuitePasses() throws Exception {
        install();
        ServeSettings locked = ServeSettings.local(0).at("", ApiKey.of("KEY", KEY));
        try (Model model = TinyModel.fresh(4_096);
                ModelServer tiny = ModelServer.start("tiny", model, 2, ServeSettings.local(0));
                ModelServer script = ModelServer.start(ScriptedPolicy.of("script", prompt -> calls()), locked)) {
            Ran suite = run(
                    Map.of(
                            "SELVEDGE_MODEL", tiny.url(),
                            "SELVEDGE_SCRIPT", script.url(),
                            "SELVEDGE_TEST_KEY", KEY),
                    "node",
                    "suite.mjs");
            assertThat(suite.code()).as(suite.output()).isZero();
            assertThat(suite.output()).contains("# fail 0");
        }
    }
}
