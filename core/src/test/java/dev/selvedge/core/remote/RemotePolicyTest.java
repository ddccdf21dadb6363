package dev.selvedge.core.remote;

import static dev.selvedge.core.remote.StubServer.endStream;
import static dev.selvedge.core.remote.StubServer.event;
import static dev.selvedge.core.remote.StubServer.reply;
import static dev.selvedge.core.remote.StubServer.send;
import static dev.selvedge.core.remote.StubServer.stream;
import static dev.selvedge.core.remote.StubServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Role;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(300)
class RemotePolicyTest {
    private static final String KEY = "sk-very-secret-0123456789";

    private static Endpoint endpoint(StubServer server) {
        return Endpoint.of(server.url(), "small")
                .with("retry", new Endpoint.Retry(3, 0.01, 2, 7))
                .with("timeouts", new Endpoint.Timeouts(60, 60, 60));
    }

    private static RemotePolicy open(Endpoint endpoint) {
        return RemotePolicy.open(endpoint.withKeyVariable("THE_KEY"), null, Map.of("THE_KEY", KEY)::get);
    }

    private static Prompt prompt(String text) {
        return new Prompt(List.of(Message.user(text)), List.of(), Sampling.greedy(50));
    }

    private static Exchange ask(StubServer.Answer answer) throws IOException {
        return ask(answer, endpoint -> endpoint);
    }

    private static Exchange ask(StubServer.Answer answer, UnaryOperator<Endpoint> change) throws IOException {
        try (StubServer server = new StubServer(answer);
                RemotePolicy policy = open(change.apply(endpoint(server)))) {
            return policy.ask(prompt("hi"));
        }
    }

    private static Reply.Failure failure(StubServer.Answer answer) throws IOException {
        Exchange exchange = ask(answer);
        assertThat(exchange.reply()).isInstanceOf(Reply.Failure.class);
        Reply.Failure failure = (Reply.Failure) exchange.reply();
        assertThat(failure.reason()).doesNotContain(KEY).hasSizeLessThan(700);
        assertThat(exchange.toString()).doesNotContain(KEY);
        return failure;
    }

    private static String content(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Completion.class);
        return ((Reply.Completion) reply).message().content();
    }

    @Test
    void sendsTheWholeConversationAndTheKeyInTheHeaderOnly() throws Exception {
        try (StubServer server = new StubServer((request, out) -> send(out, 200, "", reply("héllo 😀")))) {
            Endpoint endpoint = endpoint(server)
                    .with("stream", false)
                    .with("extra", Map.of("min_p", 0.5, "chat_template_kwargs", Map.of("thinking", false)))
                    .with("topLogProbs", 2)
                    .with("logProbs", true);
            Message asked = new Message(
                    Role.ASSISTANT, "", "private thought", List.of(new ToolCall("c1", "look", "{\"at\":1}")), null);
            Message answer = new Message(Role.TOOL, "sunny", null, List.of(), "c1");
            Prompt prompt = new Prompt(
                    List.of(Message.system("s"), Message.user("u"), asked, answer),
                    List.of(new Tool("look", "looks", Json.parse("{\"type\":\"object\"}"))),
                    new Sampling(0.5, 0.9, 7, 77, 42, List.of("END")));
            try (RemotePolicy policy = open(endpoint)) {
                Reply reply = policy.complete(prompt);
                assertThat(reply).isEqualTo(new Reply.Completion(Message.assistant("héllo 😀"), "stop", 3, 5, null));
                assertThat(policy.toString()).doesNotContain(KEY);
            }
            StubServer.Request request = server.requests.getFirst();
            assertThat(request.head())
                    .startsWith("POST /v1/chat/completions HTTP/1.1")
                    .contains("Authorization: Bearer " + KEY);
            assertThat(request.body()).doesNotContain(KEY).doesNotContain("private thought");
            assertThat(request.json()).isEqualTo(Json.parse("""
                    {"model":"small","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},
                     {"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function",
                      "function":{"name":"look","arguments":"{\\"at\\":1}"}}]},
                     {"role":"tool","content":"sunny","tool_call_id":"c1"}],
                     "tools":[{"type":"function","function":{"name":"look","description":"looks",
                      "parameters":{"type":"object"}}}],
                     "temperature":0.5,"top_p":0.9,"top_k":7,"max_tokens":77,"seed":42,"stop":["END"],
                     "logprobs":true,"top_logprobs":2,"stream":false,"min_p":0.5,
                     "chat_template_kwargs":{"thinking":false}}"""));
        }
    }

    @Test
    void extraFieldsReplaceAndRemove() throws Exception {
        try (StubServer server = new StubServer((request, out) -> send(out, 200, "", reply("ok")))) {
            Endpoint endpoint = endpoint(server)
                    .with("maxTokensField", "max_completion_tokens")
                    .with("extra", Json.parse("{\"seed\":null,\"temperature\":1}"));
            try (RemotePolicy policy = open(endpoint)) {
                content(policy.complete(prompt("x")));
            }
            JsonNode body = server.requests.getFirst().json();
            assertThat(body.has("seed")).isFalse();
            assertThat(body.has("top_k")).as("not every endpoint knows it").isFalse();
            assertThat(body.has("max_tokens")).isFalse();
            assertThat(body.get("max_completion_tokens").intValue()).isEqualTo(50);
            assertThat(body.get("temperature").intValue()).isEqualTo(1);
        }
    }

    @Test
    void putsAStreamTogetherWithToolCallsReasoningAndLogProbabilities() throws Exception {
        Exchange exchange = ask((request, out) -> {
            stream(out);
            event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning_content\":\"hm\"}}]}");
            text(out, "d\r\n: keep-alive\n\r\n");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[{\"token\":\"token_id:7\","
                            + "\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"token_id:7\",\"logprob\":-0.5}]}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"content\":\"b\"},\"logprobs\":{\"content\":[{\"token\":\"token_id:9\","
                            + "\"logprob\":-1.5}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\","
                            + "\"arguments\":\"\"}}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"g\","
                            + "\"arguments\":\"{}\"}}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}]}}]}");
            event(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]},"
                            + "\"finish_reason\":\"tool_calls\"}]}");
            event(out, "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":22}}");
            endStream(out);
        });
        Message message = new Message(
                Role.ASSISTANT,
                "ab",
                "hm",
                List.of(new ToolCall("c1", "f", "{\"x\":1}"), new ToolCall("c2", "g", "{}")),
                null);
        Tokens tokens = new Tokens(new int[] {7, 9}, new float[] {-0.5f, -1.5f});
        assertThat(exchange.reply()).isEqualTo(new Reply.Completion(message, "tool_calls", 11, 22, tokens));
        assertThat(exchange.tokens().getFirst().alternatives()).containsEntry("token_id:7", -0.5);
        assertThat(exchange.attempts()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAServerThatKeepsAFinishedStreamOpen() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Exchange exchange = ask((request, out) -> {
            stream(out);
            event(out, "{\"choices\":[{\"delta\":{\"content\":\"data: [DONE]\"},\"finish_reason\":\"stop\"}]}");
            event(out, "[DONE]");
            answered.await();
        });
        answered.countDown();
        assertThat(content(exchange.reply())).isEqualTo("data: [DONE]");
        assertThat(exchange.attempts()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAs429AsksAndThenSucceeds() throws Exception {
        Exchange exchange = ask((request, out) -> {
            if (request.number() == 0) {
                send(out, 429, "Retry-After: 1\r\n", "{\"error\":{\"message\":\"slow down\"}}");
            } else {
                send(out, 200, "", reply("ok"));
            }
        });
        assertThat(content(exchange.reply())).isEqualTo("ok");
        assertThat(exchange.attempts()).isEqualTo(2);
        assertThat(exchange.milliseconds()).isBetween(1000L, 60_000L);
    }

    @Test
    void doesNotWaitLongerThanAllowed() throws Exception {
        Reply.Failure failure = failure((request, out) -> send(out, 429, "Retry-After: 3600\r\n", "later"));
        assertThat(failure.reason()).contains("status 429: later").contains("asks to wait 3600.0 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 500, 502, 503, 529})
    void triesAgainOnStatusesThatMayPass(int status) throws Exception {
        Exchange exchange = ask((request, out) -> {
            if (request.number() < 2) {
                send(out, status, "", "<html><head><title>Bad luck</title></head></html>");
            } else {
                send(out, 200, "", reply("ok"));
            }
        });
        assertThat(content(exchange.reply())).isEqualTo("ok");
        assertThat(exchange.attempts()).isEqualTo(3);
    }

    @Test
    void givesUpAfterTheAttemptsAndSaysWhy() throws Exception {
        Reply.Failure failure =
                failure((request, out) -> send(out, 503, "", "<html><title>Bad luck</title>" + "x".repeat(5000)));
        assertThat(failure.fault()).isEqualTo(Fault.SYSTEM);
        assertThat(failure.reason())
                .startsWith("Endpoint 'small' (http://127.0.0.1:")
                .contains("status 503: an HTML page titled 'Bad luck'")
                .endsWith("(after 3 attempts).");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 422})
    void doesNotTryAgainOnRefusals(int status) throws Exception {
        Exchange exchange = ask((request, out) ->
                send(out, status, "Location: http://127.0.0.1:1/\r\n", "no, " + KEY + " is wrong" + "!".repeat(9999)));
        assertThat(exchange.attempts()).isEqualTo(1);
        String reason = ((Reply.Failure) exchange.reply()).reason();
        assertThat(reason).contains("status " + status + ": no, [key] is wrong").hasSizeLessThan(700);
        assertThat(exchange.toString()).doesNotContain(KEY);
        if (status == 401) {
            assertThat(reason).contains("check the key in the environment variable THE_KEY");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}",
                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 9 tokens.\",\"code\":400}",
                "{\"error\":{\"message\":\"Your input exceeds the context window of this model.\"}}",
                "{\"error\":{\"message\":\"Invalid request: total message size 4636717 exceeds limit 4194304\"}}"
            })
    void aPromptThatOutgrewTheWindowIsThePolicysFault(String body) throws Exception {
        Reply.Failure failure = failure((request, out) -> send(out, 400, "", body));
        assertThat(failure.fault()).isEqualTo(Fault.POLICY);
    }

    @Test
    void triesAgainWhenAStreamBreaksOrEndsEarlyOrStalls() throws Exception {
        UnaryOperator<Endpoint> impatient = endpoint -> endpoint.with("timeouts", new Endpoint.Timeouts(60, 60, 2));
        Exchange exchange = ask(
                (request, out) -> {
                    if (request.number() == 2) {
                        send(out, 200, "", reply("whole"));
                        return;
                    }
                    stream(out);
                    event(out, "{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}");
                    if (request.number() == 0) {
                        Thread.sleep(60_000);
                    }
                },
                impatient);
        assertThat(content(exchange.reply())).isEqualTo("whole");
        assertThat(exchange.attempts()).isEqualTo(3);
        Exchange stalled = ask(
                (request, out) -> {
                    stream(out);
                    event(out, "{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}");
                    Thread.sleep(60_000);
                },
                endpoint -> impatient.apply(endpoint).with("retry", new Endpoint.Retry(1, 0, 1, 0)));
        assertThat(((Reply.Failure) stalled.reply()).reason()).contains("nothing came for 2.0 s");
        Reply.Failure early = failure((request, out) -> {
            stream(out);
            event(out, "{\"choices\":[{\"delta\":{\"content\":\"half\"}}]}");
            text(out, "0\r\n\r\n");
        });
        assertThat(early.reason()).contains("the stream ended in the middle");
    }

    @Test
    void repliesThatAreNoneAreSentences() throws Exception {
        assertThat(failure((request, out) -> send(out, 200, "", "<!DOCTYPE html><title>Login</title>"))
                        .reason())
                .contains("is not JSON but: an HTML page titled 'Login'");
        assertThat(failure((request, out) -> send(out, 200, "", "{\"choices\":[{\"mess"))
                        .reason())
                .contains("is not JSON but")
                .contains("after 3 attempts");
        assertThat(failure((request, out) -> send(out, 200, "", "")).reason()).contains("is empty");
        assertThat(failure((request, out) -> send(out, 200, "", "[1,2]")).reason())
                .contains("has no choices: [1,2]");
        assertThat(failure((request, out) -> send(out, 200, "", "{\"choices\":[]}"))
                        .reason())
                .contains("has no choices");
        assertThat(failure((request, out) -> send(out, 200, "", "{\"error\":{\"code\":400,\"message\":\"m\"}}"))
                        .reason())
                .contains("is an error");
        assertThat(failure((request, out) -> send(out, 200, "", "[".repeat(100_000)))
                        .reason())
                .contains("not JSON");
        Reply.Failure nameless = failure((request, out) -> send(
                out, 200, "", "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":{}}}]}}]}"));
        assertThat(nameless.fault()).isEqualTo(Fault.POLICY);
        assertThat(failure((request, out) -> text(out, "SSH-2.0-OpenSSH_9.2\r\n"))
                        .reason())
                .contains("broke the connection");
        assertThat(failure((request, out) -> {}).reason()).contains("after 3 attempts");
    }

    @Test
    void aHugeReplyIsCutOffWithoutBeingHeld() throws Exception {
        try (StubServer server = new StubServer((request, out) -> {
                    stream(out);
                    while (true) {
                        event(out, "x".repeat(10_000));
                    }
                });
                RemotePolicy policy = open(endpoint(server).with("replyBytesLimit", 100_000))) {
            Reply.Failure failure = (Reply.Failure) policy.complete(prompt("x"));
            assertThat(failure.reason()).contains("longer than 100000 bytes");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void aRefusedConnectionIsASentence() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Endpoint endpoint =
                Endpoint.of("http://127.0.0.1:" + port + "/v1", "m").with("retry", new Endpoint.Retry(2, 0.01, 1, 0));
        try (RemotePolicy policy = RemotePolicy.open(endpoint, null)) {
            assertThat(((Reply.Failure) policy.complete(prompt("x"))).reason())
                    .contains("cannot be reached")
                    .endsWith("(after 2 attempts).");
        }
    }

    @Test
    void anAnswerThatDoesNotBeginOrEndInTimeIsASentence() throws Exception {
        Endpoint.Timeouts timeouts = new Endpoint.Timeouts(60, 2, 60);
        try (StubServer server = new StubServer((request, out) -> {
                    if (request.number() == 0) {
                        Thread.sleep(60_000);
                    }
                    stream(out);
                    for (int i = 0; i < 6_000; i++) {
                        event(out, "{\"choices\":[{\"delta\":{\"content\":\"and so on \"}}]}");
                        Thread.sleep(10);
                    }
                });
                RemotePolicy policy = open(
                        endpoint(server).with("timeouts", timeouts).with("retry", new Endpoint.Retry(1, 0, 1, 0)))) {
            assertThat(((Reply.Failure) policy.complete(prompt("x"))).reason()).contains("did not answer within 2.0 s");
            assertThat(((Reply.Failure) policy.complete(prompt("x"))).reason())
                    .contains("did not end within the request timeout");
        }
    }

    @Test
    void keepsRepliesInOrderAndRequestsInFlightBounded() throws Exception {
        try (StubServer server = new StubServer((request, out) -> {
                    Thread.sleep(5);
                    send(out, 200, "", reply("re: " + request.lastMessage()));
                });
                RemotePolicy policy = open(endpoint(server).with("inFlight", 4))) {
            List<Prompt> prompts =
                    IntStream.range(0, 60).mapToObj(i -> prompt("p" + i)).toList();
            List<String> texts = policy.completeAll(prompts).stream()
                    .map(RemotePolicyTest::content)
                    .toList();
            assertThat(texts)
                    .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "re: p" + i).toList());
            assertThat(server.mostAtOnce.get()).isBetween(2, 4);
        }
    }

    @Test
    void anInterruptedRequestEndsAtOnceAndKeepsTheInterrupt() throws Exception {
        try (StubServer server = new StubServer((request, out) -> Thread.sleep(60_000));
                RemotePolicy policy = open(endpoint(server))) {
            AtomicReference<Reply> reply = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>(false);
            Thread asking = Thread.ofPlatform().start(() -> {
                reply.set(policy.complete(prompt("x")));
                flag.set(Thread.currentThread().isInterrupted());
            });
            while (server.requests.isEmpty()) {
                Thread.sleep(5);
            }
            asking.interrupt();
            asking.join(50_000);
            assertThat(reply.get()).isEqualTo(new Reply.Failure(Fault.SYSTEM, "The request was interrupted."));
            assertThat(flag.get()).isTrue();
        }
    }

    @Test
    void aMissingOrBrokenKeyIsASentenceWithoutTheKey() {
        Endpoint endpoint = Endpoint.of("http://127.0.0.1:1/v1", "m").withKeyVariable("NO_SUCH_KEY");
        assertThatThrownBy(() -> RemotePolicy.open(endpoint, null, variable -> null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("NO_SUCH_KEY")
                .hasMessageContaining("is not set");
        assertThatThrownBy(() -> RemotePolicy.open(endpoint, null, variable -> "two\nlines"))
                .isInstanceOf(UserException.class)
                .hasMessageNotContaining("lines");
    }

    @Test
    void anEndpointIsReadWithAllItsProblemsAtOnce() {
        Endpoint endpoint = Endpoint.parse(
                Json.parse("{\"baseUrl\":\"http://h/v1\",\"model\":\"m\",\"timeouts\":{\"idleSeconds\":5}}"), "e.json");
        assertThat(endpoint.name()).isEqualTo("m");
        assertThat(endpoint.timeouts().idleSeconds()).isCloseTo(5, within(1e-9));
        assertThat(Json.read(Json.write(endpoint), Endpoint.class)).isEqualTo(endpoint);
        assertThatThrownBy(() -> Endpoint.parse(
                        Json.parse("{\"baseurl\":\"http://h\",\"inFlight\":\"many\",\"retry\":{\"attempt\":1}}"),
                        "e.json"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("e.json: there is no setting 'baseurl' (did you mean 'baseUrl'?)")
                .hasMessageContaining("'inFlight' is a whole number such as 16, not \"many\"")
                .hasMessageContaining("'retry.attempt' (did you mean 'attempts'?)");
        assertThatThrownBy(() -> Endpoint.parse(
                        Json.parse("{\"baseUrl\":\"http://me:" + KEY + "@h/v1\",\"keyVariable\":\"" + KEY + "\"}"),
                        "e"))
                .hasMessageContaining("'model' is missing")
                .hasMessageContaining("no user, password")
                .hasMessageContaining("not the key itself")
                .hasMessageNotContaining(KEY);
    }
}
