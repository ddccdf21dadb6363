package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verb as a process of its own: it tells its address, serves, and ends when it is told to. */
@Timeout(300)
class ServeTest {
    private static final String KEY = "correct-horse-battery";

    @TempDir
    private Path folder;

    private Path model() {
        return folder.resolve("tiny");
    }

    @BeforeEach
    void write() {
        Tokenizer tokenizer =
                new TokenizerTrainer(300, RoleTokens.SPECIAL_TOKENS).train(List.of("the quick brown fox"));
        var shape = ModelConfig.small(ModelConfig.Family.LLAMA, tokenizer.vocabularySize(), 32, 2, 4_096);
        try (Model fresh = Model.fresh(shape, tokenizer, 5)) {
            fresh.write(model());
        }
    }

    private Process serve(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.net.httpserver.maxReqTime=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.selvedge.cli.Main",
                "serve",
                model().toString(),
                "--json"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("THE_KEY", KEY);
        builder.environment().remove("SELVEDGE_API_KEY");
        return builder.redirectError(folder.resolve("err.txt").toFile()).start();
    }

    private static JsonNode told(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return Json.parse(String.valueOf(out.readLine()));
    }

    private static Socket ask(JsonNode told, String head, String body) throws IOException {
        int port = URI.create(told.path("url").stringValue()).getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write((head.replace("PORT", "" + port) + body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String post(String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost:PORT\r\nAuthorization: Bearer " + KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
    }

    @Test
    void servesUntilItIsToldToEnd() throws Exception {
        Process process = serve("--key-from-env", "THE_KEY", "--name", "mine", "--rows", "4");
        try {
            JsonNode told = told(process);
            assertThat(told.path("model").stringValue()).isEqualTo("mine");
            try (Socket stranger = ask(told, "GET /v1/models HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "")) {
                assertThat(new String(stranger.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                        .isEqualTo("HTTP/1.1 401");
            }
            String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"the quick\"}],\"stream\":true,"
                    + "\"max_tokens\":4000,\"min_tokens\":4000}";
            try (Socket slow = ask(told, post(body), "{\"never");
                    Socket client = ask(told, post(body), body)) {
                // A request that is not sent in time is given up.
                assertThat(slow.getInputStream().read()).isEqualTo(-1);
                InputStream in = client.getInputStream();
                assertThat(new String(in.readNBytes(600), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200");
                process.destroy();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("server_closing");
            }
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(folder.resolve("err.txt")))
                    .contains("Loading", "Loaded in")
                    .doesNotContain(KEY, "Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void mistakesAreToldInASentence() {
        for (String[] wrong : new String[][] {
            {"--host", "0.0.0.0"}, {"--port", "70000"}, {"--rows", "0"}, {"--key-from-env", "NO_SUCH_KEY"}
        }) {
            Said said = Said.by("serve", model().toString(), wrong[0], wrong[1]);
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.err().strip())
                    .endsWith(".")
                    .doesNotContain("Exception")
                    .hasLineCount(1);
        }
    }
}
