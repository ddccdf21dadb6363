package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.serve.ApiKey;
import dev.selvedge.serve.ModelServer;
import dev.selvedge.serve.ServeSettings;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Orchestration over real HTTP, with the server's door and bounds. */
@Timeout(300)
class OrchestrateRouteTest {
    private static final String RIGHT =
            "1. Get it\n\n```python\nlevel = get_battery_level()\nshow_notification(text=f\"{level} %\")\n```";
    private static final String WRONG = RIGHT.replace("show_notification", "show_notifcation");
    private static final String BODY = "{\"query\": \"Show the battery level in a notification\"}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Wrong at first, right when it is told so. */
    static final Policy LEARNS = ScriptedPolicy.of(
            "learns", prompt -> ScriptedPolicy.say(prompt.messages().size() == 1 ? WRONG : RIGHT));

    private interface Use {
        void of(ModelServer server) throws Exception;
    }

    private static void serving(Policy policy, Function<ServeSettings, ServeSettings> change, Use use)
            throws Exception {
        try (OrchestrateRoute route = new OrchestrateRoute(policy, Orchestration.Settings.STANDARD);
                ModelServer server = ModelServer.start(policy, change.apply(ServeSettings.local(0)), List.of(route))) {
            use.of(server);
        }
    }

    private static HttpResponse<String> ask(ModelServer server, String body, @Nullable String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/orchestrate"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String raw(ModelServer server, String method, String headers, String body) throws Exception {
        int port = URI.create(server.url()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = method + " /v1/orchestrate HTTP/1.1\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.replace("PORT", "" + port).getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aQueryBecomesAWorkflowThatRan() throws Exception {
        serving(LEARNS, settings -> settings, server -> {
            String body = BODY.replace("}", ", \"trajectories\": true, \"shortcut\": true, \"scenario\": 7}");
            HttpResponse<String> response = ask(server, body, null);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonNode made = Json.parse(response.body());
            assertThat(made.path("object").stringValue()).isEqualTo("orchestration");
            assertThat(made.path("sound").booleanValue()).isTrue();
            assertThat(made.path("attempts").size()).isEqualTo(2);
            assertThat(made.at("/attempts/0/problems/0").stringValue()).contains("show_notifcation");
            assertThat(made.at("/execution/ending/kind").isMissingNode()).isFalse();
            assertThat(made.at("/trajectories/0/steps").size()).isEqualTo(4);
            assertThat(made.path("shortcut").stringValue()).isNotEmpty();
        });
    }

    @Test
    void attemptsCanBeFollowedAsEvents() throws Exception {
        serving(LEARNS, settings -> settings, server -> {
            List<String> lines = ask(server, BODY.replace("}", ", \"stream\": true}"), null)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
            assertThat(lines).hasSize(4).endsWith("[DONE]");
            assertThat(lines.get(0)).contains("orchestration.attempt", "show_notifcation");
            assertThat(Json.parse(lines.get(2)).path("sound").booleanValue()).isTrue();
        });
    }

    @Test
    void hostileRequestsAreRefusedInTheProtocolsForm() throws Exception {
        serving(LEARNS, settings -> settings, server -> {
            for (String body : List.of(
                    "",
                    "{",
                    "[]",
                    "{}",
                    "{\"query\": 7}",
                    "{\"query\": \"\"}",
                    "{\"query\": \"" + "x".repeat(5_000) + "\"}",
                    BODY.replace("}", ", \"actions\": [\"rm\"]}"),
                    BODY.replace("}", ", \"actions\": []}"),
                    BODY.replace("}", ", \"scenario\": \"/etc/passwd\"}"),
                    BODY.replace("}", ", \"scenario\": {\"nowhere\": 1}}"),
                    BODY.replace("}", ", \"stream\": 1}"),
                    BODY.replace("}", ", \"exec\": true}"),
                    "{\"query\":" + "[".repeat(5_000))) {
                HttpResponse<String> response = ask(server, body, null);
                assertThat(response.statusCode()).as(body).isEqualTo(400);
                assertThat(Json.parse(response.body()).at("/error/message").stringValue())
                        .as(body)
                        .isNotEmpty();
            }
            String json = "Content-Type: application/json\r\n";
            assertThat(raw(server, "POST", "Host: evil.example\r\n" + json, BODY))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(server, "POST", "Host: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n" + json, BODY))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(server, "POST", "Host: 127.0.0.1:PORT\r\nContent-Type: text/plain\r\n", BODY))
                    .startsWith("HTTP/1.1 415");
            assertThat(raw(server, "GET", "Host: 127.0.0.1:PORT\r\n", "")).startsWith("HTTP/1.1 405");
            assertThat(ask(server, " ".repeat((4 << 20) + 1), null).statusCode())
                    .isEqualTo(413);
        });
    }

    @Test
    void itAsksForTheKey() throws Exception {
        String key = "correct-horse-battery";
        serving(LEARNS, settings -> settings.at("", ApiKey.of("THE_KEY", key)), server -> {
            assertThat(ask(server, BODY, null).statusCode()).isEqualTo(401);
            assertThat(ask(server, BODY, "wrong").statusCode()).isEqualTo(401);
            assertThat(ask(server, BODY, key).statusCode()).isEqualTo(200);
        });
    }

    @Test
    void aClientThatLeavesEndsItsWorkAndRoomIsBounded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Policy slow = ScriptedPolicy.of("slow", prompt -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
                Thread.currentThread().interrupt();
            }
            return new Reply.Failure(dev.selvedge.core.Fault.SYSTEM, "Interrupted.");
        });
        serving(slow, settings -> settings.withRoom(1, 0, 0), server -> {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
                String body = BODY.replace("}", ", \"stream\": true}");
                String head = "POST /v1/orchestrate HTTP/1.1\r\nHost: 127.0.0.1:"
                        + URI.create(server.url()).getPort()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
                assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(ask(server, BODY, null).statusCode()).isEqualTo(429);
            }
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        });
    }

    @Test
    void withoutTheFlagThereIsNoSuchPath() throws Exception {
        try (ModelServer server = ModelServer.start(LEARNS, 0)) {
            assertThat(ask(server, BODY, null).statusCode()).isEqualTo(404);
        }
    }
}
