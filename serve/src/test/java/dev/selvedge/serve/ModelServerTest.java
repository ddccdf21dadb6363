package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.remote.Endpoint;
import dev.selvedge.core.remote.RemotePolicy;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A model behind the endpoint says what it says without one. */
@Timeout(300)
class ModelServerTest {
    private static Model model;
    private static ModelServer server;

    @BeforeAll
    static void start() {
        model = TinyModel.fresh(256);
        server = ModelServer.start("tiny", model, 2, ServeSettings.local(0));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    private static String chat(String more) {
        return "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"the quick brown fox\"}],"
                + "\"max_tokens\":40" + more + "}";
    }

    private static String text(List<JsonNode> events, int choice) {
        return events.stream()
                .map(event -> event.path("choices").path(0))
                .filter(each -> each.path("index").asInt(-1) == choice)
                .map(each -> each.path("delta").path("content").asString(""))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"temperature\":0", ",\"seed\":7", ",\"seed\":7,\"top_p\":0.9,\"top_k\":40"})
    void aStreamSaysWhatADocumentSays(String how) throws Exception {
        String same = how.contains("seed") || how.contains("\"temperature\":0") ? how : ",\"seed\":1" + how;
        JsonNode document = Wire.document(server, "/chat/completions", chat(same));
        List<JsonNode> events = Wire.events(server, "/chat/completions", chat(same + ",\"stream\":true"));
        JsonNode message = document.path("choices").path(0).path("message");
        assertThat(text(events, 0)).isEqualTo(message.path("content").stringValue());
        assertThat(events.getFirst()
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .stringValue())
                .isEqualTo("assistant");
        assertThat(events.getLast().path("choices").path(0).path("finish_reason"))
                .isEqualTo(document.path("choices").path(0).path("finish_reason"));
        assertThat(events)
                .hasSizeGreaterThan(2)
                .allMatch(event -> event.path("object").stringValue().equals("chat.completion.chunk"));
        assertThat(document.path("usage").path("completion_tokens").asInt()).isBetween(1, 40);
    }

    @Test
    void plainTextBeginsAsTheModelWants(@TempDir Path folder) throws Exception {
        Path directory = folder.resolve("model");
        model.write(directory);
        Files.writeString(
                directory.resolve("tokenizer_config.json"), "{\"bos_token\":\"<|system|>\",\"add_bos_token\":true}");
        String body = "{\"prompt\":\"the quick\",\"max_tokens\":3,\"temperature\":0,\"echo\":true}";
        JsonNode without = Wire.document(server, "/completions", body);
        try (Model read = Model.read(directory);
                ModelServer other = ModelServer.start("tiny", read, 1, ServeSettings.local(0))) {
            JsonNode with = Wire.document(other, "/completions", body);
            int tokens = without.path("usage").path("prompt_tokens").asInt();
            assertThat(with.path("usage").path("prompt_tokens").asInt()).isEqualTo(tokens + 1);
            assertThat(with.path("choices").path(0).path("text").asString()).startsWith("the quick");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ourOwnClientGetsTheExactTokens(boolean stream) {
        Prompt prompt = new Prompt(
                List.of(Message.system("Be brief."), Message.user("every workflow")), List.of(), Sampling.greedy(30));
        ObjectNode extra = Json.object().put("return_token_ids", true);
        try (LocalPolicy local = new LocalPolicy("tiny", TinyModel.fresh(256), 1);
                RemotePolicy remote = RemotePolicy.open(
                        Endpoint.of(server.url(), "tiny")
                                .with("stream", stream)
                                .with("logProbs", true)
                                .with("extra", extra),
                        null)) {
            Reply.Completion alone = (Reply.Completion) local.complete(prompt);
            Reply.Completion served = (Reply.Completion) remote.complete(prompt);
            assertThat(served.message()).isEqualTo(alone.message());
            assertThat(served.finish()).isEqualTo(alone.finish());
            assertThat(served.promptTokens()).isEqualTo(alone.promptTokens());
            assertThat(served.completionTokens()).isEqualTo(alone.completionTokens());
            assertThat(Objects.requireNonNull(served.tokens()).ids())
                    .isEqualTo(Objects.requireNonNull(alone.tokens()).ids());
            for (int i = 0; i < served.tokens().logProbs().length; i++) {
                assertThat(served.tokens().logProbs()[i])
                        .isCloseTo(alone.tokens().logProbs()[i], within(1e-4f));
            }
        }
    }

    @Test
    void severalChoicesAreDifferentAndEachIsWhole() throws Exception {
        String body = chat(",\"n\":4,\"seed\":3,\"temperature\":1.5");
        JsonNode document = Wire.document(server, "/chat/completions", body);
        List<JsonNode> events = Wire.events(
                server,
                "/chat/completions",
                body.replace("\"n\":4", "\"n\":4,\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        List<String> said = StreamSupport.stream(document.path("choices").spliterator(), false)
                .map(choice -> choice.path("message").path("content").stringValue())
                .toList();
        assertThat(said).hasSize(4).doesNotHaveDuplicates();
        for (int i = 0; i < 4; i++) {
            assertThat(text(events, i)).isEqualTo(said.get(i));
        }
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().path("usage")).isEqualTo(document.path("usage"));
        assertThat(events.getFirst().path("usage").isNull()).isTrue();
    }

    @Test
    void tokensAreToldWithTheirChances() throws Exception {
        JsonNode document = Wire.document(
                server, "/chat/completions", chat(",\"temperature\":0,\"logprobs\":true,\"top_logprobs\":3"));
        JsonNode content = document.path("choices").path(0).path("logprobs").path("content");
        assertThat(content)
                .hasSize(document.path("usage").path("completion_tokens").asInt());
        for (JsonNode token : content) {
            assertThat(token.path("logprob").asDouble()).isNegative();
            assertThat(token.path("top_logprobs")).hasSize(3);
            assertThat(token.path("top_logprobs").path(0).path("token")).isEqualTo(token.path("token"));
            assertThat(token.path("bytes")).isNotEmpty();
        }
    }

    @Test
    void aStopTextEndsTheReplyAndIsNotInIt() throws Exception {
        JsonNode whole = Wire.document(server, "/chat/completions", chat(",\"temperature\":0"));
        String content =
                whole.path("choices").path(0).path("message").path("content").stringValue();
        assertThat(content.length()).isGreaterThan(12);
        String stop = content.substring(6, 9);
        String how = ",\"temperature\":0,\"stop\":" + Json.write(List.of("never said", stop));
        JsonNode stopped = Wire.document(server, "/chat/completions", chat(how));
        JsonNode choice = stopped.path("choices").path(0);
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(choice.path("message").path("content").stringValue())
                .isEqualTo(content.substring(0, content.indexOf(stop)));
        assertThat(text(Wire.events(server, "/chat/completions", chat(how + ",\"stream\":true")), 0))
                .isEqualTo(choice.path("message").path("content").stringValue());
    }

    @Test
    void plainTextIsContinued() throws Exception {
        String body = "{\"prompt\":[\"the quick\",\"every work\"],\"max_tokens\":12,\"temperature\":0,\"n\":2,"
                + "\"logprobs\":2,\"seed\":1}";
        JsonNode document = Wire.document(server, "/completions", body);
        assertThat(document.path("object").stringValue()).isEqualTo("text_completion");
        assertThat(document.path("choices")).hasSize(4);
        JsonNode logProbs = document.path("choices").path(0).path("logprobs");
        assertThat(logProbs.path("tokens")).hasSameSizeAs(logProbs.path("token_logprobs"));
        assertThat(logProbs.path("text_offset").path(0).asInt(-1)).isZero();
        List<JsonNode> events = Wire.events(server, "/completions", body.replace("\"n\":2", "\"n\":2,\"stream\":true"));
        for (int i = 0; i < 4; i++) {
            int index = i;
            String streamed = events.stream()
                    .map(event -> event.path("choices").path(0))
                    .filter(choice -> choice.path("index").asInt() == index)
                    .map(choice -> choice.path("text").stringValue())
                    .collect(Collectors.joining());
            assertThat(streamed)
                    .isEqualTo(document.path("choices").path(i).path("text").stringValue());
        }
        int[] ids = model.tokenizer().encode("the quick");
        JsonNode byIds = Wire.document(
                server,
                "/completions",
                "{\"prompt\":" + Json.write(ids) + ",\"max_tokens\":12,\"temperature\":0,\"echo\":true}");
        assertThat(byIds.path("choices").path(0).path("text").stringValue())
                .isEqualTo("the quick"
                        + document.path("choices").path(0).path("text").stringValue());
    }

    @Test
    void textsBecomeVectorsOfLengthOne() throws Exception {
        JsonNode document = Wire.document(server, "/embeddings", "{\"input\":[\"the quick\",\"every\",\"the quick\"]}");
        List<List<Double>> vectors = new ArrayList<>();
        for (JsonNode each : document.path("data")) {
            vectors.add(StreamSupport.stream(each.path("embedding").spliterator(), false)
                    .map(JsonNode::doubleValue)
                    .toList());
        }
        assertThat(vectors).hasSize(3);
        assertThat(vectors.get(0)).hasSize(32).isNotEqualTo(vectors.get(1));
        assertThat(vectors.getFirst().stream().mapToDouble(v -> v * v).sum()).isCloseTo(1, within(1e-4));
        assertThat(document.path("usage").path("prompt_tokens").asInt()).isPositive();
    }

    @Test
    void theSameRequestWithoutASeedIsAnsweredAnew() throws Exception {
        JsonNode one = Wire.document(server, "/chat/completions", chat(""));
        JsonNode two = Wire.document(server, "/chat/completions", chat(""));
        assertThat(two.path("choices")).isNotEqualTo(one.path("choices"));
    }

    @Test
    void whatTheMakersSayHoldsUnlessTheRequestSaysOtherwise(@TempDir Path folder) throws Exception {
        Path directory = folder.resolve("greedy");
        model.write(directory);
        Files.writeString(directory.resolve("generation_config.json"), "{\"do_sample\":false}");
        try (Model greedy = Model.open(directory);
                ModelServer second = ModelServer.start("tiny", greedy, 1, ServeSettings.local(0))) {
            JsonNode one = Wire.document(second, "/chat/completions", chat(""));
            JsonNode two = Wire.document(second, "/chat/completions", chat(""));
            assertThat(two.path("choices")).isEqualTo(one.path("choices"));
            JsonNode other = Wire.document(second, "/chat/completions", chat(",\"temperature\":1.5,\"seed\":1"));
            assertThat(other.path("choices")).isNotEqualTo(one.path("choices"));
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        String longer = "x y ".repeat(300);
        for (String body : List.of(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + longer + "\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + longer + "\"}],\"stream\":true}")) {
            var response = Wire.ask(server, "/chat/completions", body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Json.parse(response.body()).path("error").path("code").stringValue())
                    .isEqualTo("context_length_exceeded");
        }
    }

    @Test
    void itTellsWhatItIsAndDoes() throws Exception {
        assertThat(Wire.get(server, "/health").statusCode()).isEqualTo(200);
        assertThat(Wire.get(server, "/v1/models").body()).contains("\"id\":\"tiny\"");
        assertThat(Wire.get(server, "/v1/models/tiny").statusCode()).isEqualTo(200);
        assertThat(Wire.get(server, "/v1/models/other").statusCode()).isEqualTo(404);
        Wire.document(server, "/chat/completions", chat(""));
        Wire.await(
                "the request is counted",
                () -> Wire.metrics(server)
                        .contains("selvedge_requests_total{path=\"/v1/chat/completions\",status=\"200\"}"));
        Wire.await("no choice in work", () -> Wire.metrics(server).contains("selvedge_choices_active 0\n"));
        assertThat(Wire.metrics(server))
                .contains("selvedge_engine_rows_active")
                .matches("(?s)(# (HELP|TYPE) \\w+ [^\n]+\n|\\w+(\\{[^}]*})? [0-9.]+\n)+");
    }
}
