package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.Exchange;
import dev.selvedge.core.remote.RemotePolicy;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Our endpoint and our client understand each other, and nobody else on the network is served. */
@Timeout(300)
class PolicyServerTest {
    private static final Prompt PROMPT = new Prompt(
            List.of(
                    Message.system("Be \"brief\".\n漢"),
                    Message.user("Hi"),
                    new Message(Role.ASSISTANT, "", null, List.of(new ToolCall("c1", "add", "{\"a\": 1}")), null),
                    new Message(Role.TOOL, "2", null, List.of(), "c1")),
            List.of(new Tool("add", "Adds.", Json.parse("{\"type\":\"object\"}"))),
            new Sampling(0.5, 0.9, 7, 77, 12, List.of("END")));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPromptComesThroughAndTheReplyComesBack(boolean stream) {
        AtomicReference<Prompt> asked = new AtomicReference<>();
        Reply.Completion said = new Reply.Completion(
                new Message(
                        Role.ASSISTANT,
                        "Two \ud83c\udf09",
                        "one and one",
                        List.of(new ToolCall("x", "add", "{}")),
                        null),
                "tool_calls",
                31,
                3,
                new Tokens(new int[] {5, 6, 7}, new float[] {-0.5f, -0.25f, -1}));
        Policy policy = ScriptedPolicy.of("tiny", prompt -> {
            asked.set(prompt);
            return said;
        });
        try (ModelServer server = ModelServer.start(policy, 0);
                RemotePolicy client = RemotePolicy.open(
                        Endpoint.of(server.url(), "tiny").with("stream", stream).with("logProbs", true), null)) {
            Exchange exchange = client.ask(PROMPT);
            assertThat(exchange.reply()).isEqualTo(said);
            assertThat(asked.get()).isEqualTo(PROMPT);
        }
    }

    @Test
    void failuresKeepTheirFault() {
        for (Fault fault : List.of(Fault.POLICY, Fault.SYSTEM)) {
            Policy policy = ScriptedPolicy.of("tiny", prompt -> new Reply.Failure(fault, "The prompt is too long."));
            try (ModelServer server = ModelServer.start(policy, 0);
                    RemotePolicy client = RemotePolicy.open(
                            Endpoint.of(server.url(), "tiny").with("retry", new Endpoint.Retry(1, 0, 0, 0)), null)) {
                assertThat(client.complete(PROMPT)).isInstanceOfSatisfying(Reply.Failure.class, failure -> {
                    assertThat(failure.fault()).isEqualTo(fault);
                    assertThat(failure.reason()).contains("too long");
                });
            }
        }
    }

    @Test
    void onlyThisMachineIsServed() throws IOException {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        String json = "Content-Type: application/json\r\n";
        try (ModelServer server = ModelServer.start(ScriptedPolicy.answering("tiny", last -> "yes"), 0)) {
            assertThat(Wire.raw(server, Wire.post("Host: 127.0.0.1:PORT\r\n" + json, body)))
                    .startsWith("HTTP/1.1 200")
                    .contains("yes");
            assertThat(Wire.raw(
                            server,
                            Wire.post("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n" + json, body)))
                    .startsWith("HTTP/1.1 200");
            for (String headers : List.of(
                    "Host: evil.example:PORT\r\n",
                    "Host: evil.example\r\n",
                    "Host: 127.0.0.1:PORT.evil.example\r\n",
                    "Host: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n",
                    "Host: 127.0.0.1:PORT\r\nOrigin: null\r\n",
                    "Host: 127.0.0.1:PORT\r\nOrigin: http://localhost:1\r\n")) {
                assertThat(Wire.raw(server, Wire.post(headers + json, body)))
                        .as(headers)
                        .startsWith("HTTP/1.1 403");
            }
            assertThat(Wire.raw(server, Wire.post("Host: 127.0.0.1:PORT\r\nContent-Type: text/plain\r\n", body)))
                    .startsWith("HTTP/1.1 415");
        }
    }

    @Test
    void badRequestsAreToldInTheProtocolsForm() throws IOException {
        String head = "Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n";
        try (ModelServer server = ModelServer.start(ScriptedPolicy.answering("tiny", last -> "yes"), 0)) {
            for (String body : List.of(
                    "",
                    "{",
                    "[]",
                    "{\"messages\":[]}",
                    "{\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":7}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
                    "{\"min_p\":0.2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                    "{\"temperature\":-1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                    "{\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                    "{\"a\":" + "[".repeat(5_000))) {
                String answer = Wire.raw(server, Wire.post(head, body));
                assertThat(answer).as(body).startsWith("HTTP/1.1 400");
                JsonNode error =
                        Json.parse(answer.substring(answer.indexOf("\r\n\r\n"))).path("error");
                assertThat(error.path("message").asString("")).as(body).isNotEmpty();
                assertThat(error.path("type").asString("")).isEqualTo("invalid_request_error");
            }
            assertThat(Wire.raw(
                            server,
                            Wire.post(
                                    head, "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")))
                    .startsWith("HTTP/1.1 404")
                    .contains("model_not_found");
            assertThat(Wire.raw(
                            server,
                            Wire.post(head, " ".repeat(ServeSettings.local(0).bodyBytes() + 1))))
                    .startsWith("HTTP/1.1 413");
            assertThat(Wire.raw(
                            server,
                            "GET /v1/chat/completions HTTP/1.1\r\nConnection: close\r\nHost: localhost:PORT\r\n\r\n"))
                    .startsWith("HTTP/1.1 405");
            assertThat(Wire.raw(
                            server, "GET /etc/passwd HTTP/1.1\r\nConnection: close\r\nHost: localhost:PORT\r\n\r\n"))
                    .startsWith("HTTP/1.1 404");
            assertThat(Wire.raw(server, "GET /v1/models HTTP/1.1\r\nConnection: close\r\nHost: localhost:PORT\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"id\":\"tiny\"");
        }
    }
}
