package dev.selvedge.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.ScriptedPolicy;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever means harm, or only errs, gets a sentence, and everybody else goes on. */
@Timeout(300)
class HostileTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"the quick\"}]";
    private static final String HEAD = "Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n";

    private static Model model;
    private static ModelServer server;

    @BeforeAll
    static void start() {
        model = TinyModel.fresh(2_048);
        server = ModelServer.start("tiny", model, 2, ServeSettings.local(0).withRoom(8, 16, 60));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'temperature':-1",
                "'temperature':'hot'",
                "'temperature':1e999",
                "'temperature':null,'top_p':2",
                "'top_p':-0.1",
                "'top_k':-2",
                "'top_k':1.5",
                "'min_p':2",
                "'repetition_penalty':0",
                "'presence_penalty':3",
                "'frequency_penalty':-3",
                "'max_tokens':0",
                "'max_tokens':-5",
                "'max_tokens':'many'",
                "'max_tokens':1e3",
                "'max_tokens':99999999999999999999",
                "'max_completion_tokens':true",
                "'n':0",
                "'n':100000",
                "'seed':1.5",
                "'seed':99999999999999999999",
                "'stop':7",
                "'stop':['']",
                "'stop':[1]",
                "'stop':[[]]",
                "'logit_bias':[1]",
                "'logit_bias':{'x':1}",
                "'logit_bias':{'5':1000}",
                "'logit_bias':{'99999999':1}",
                "'logprobs':1",
                "'top_logprobs':5",
                "'logprobs':true,'top_logprobs':21",
                "'stream':'yes'",
                "'stream_options':{'include_usage':true}",
                "'stream':true,'stream_options':{'include_usage':1}",
                "'stream':true,'stream_options':{'include_everything':true}",
                "'tools':{}",
                "'tools':[7]",
                "'tools':[{'type':'function','function':{}}]",
                "'tools':[{'type':'retrieval'}]",
                "'tools':[{'type':'function','function':{'name':'a','parameters':[]}}]",
                "'tool_choice':'required'",
                "'tool_choice':{'type':'function','function':{'name':'nobody'}}",
                "'tool_choice':'always'",
                "'response_format':'json'",
                "'response_format':{'type':'xml'}",
                "'response_format':{'type':'json_schema'}",
                "'best_of':3",
                "'reasoning_effort':'high'",
                "'tempratur':1",
                "'ignore_eos':true",
                "'model':7",
                "'messages':[]",
                "'messages':{}",
                "'messages':[7]",
                "'messages':[{}]",
                "'messages':[{'role':'king','content':'x'}]",
                "'messages':[{'role':'user','content':7}]",
                "'messages':[{'role':'user','content':{'text':'x'}}]",
                "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'http://x'}}]}]",
                "'messages':[{'role':'assistant','tool_calls':[{'id':'1'}]}]",
            })
    void whatIsWrongIsTold(String fields) throws Exception {
        String more = fields.replace('\'', '"');
        String body = more.contains("\"messages\"") ? "{" + more + "}" : "{" + HELLO + "," + more + "}";
        HttpResponse<String> response = Wire.ask(server, "/chat/completions", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = Json.parse(response.body()).path("error");
        assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").stringValue()).endsWith(".").hasSizeLessThan(400);
        assertThat(error.path("param").stringValue("")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'user':'me'",
                "'metadata':{'a':'b'}",
                "'store':false",
                "'logit_bias':null,'tools':null,'stop':null,'seed':null,'tool_choice':null",
                "'tools':[],'tool_choice':'none','parallel_tool_calls':true",
                "'echo':false,'skip_special_tokens':true,'length_penalty':1.0",
                "'top_k':-1,'min_p':0,'seed':-9223372036854775808",
                "'temperature':0.0,'top_p':0",
                "'max_tokens':5,'min_tokens':5,'stop_token_ids':[3]",
                "'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]",
                "'messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'1','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'1','content':'x'}]",
            })
    void whatIsHarmlessIsTaken(String fields) throws Exception {
        String more = fields.replace('\'', '"');
        String body = more.contains("\"messages\"") ? "{" + more : "{" + HELLO + "," + more;
        body += body.contains("max_tokens") ? "}" : ",\"max_tokens\":3}";
        assertThat(Wire.ask(server, "/chat/completions", body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/completions | {}",
                "/completions | {'prompt':''}",
                "/completions | {'prompt':[]}",
                "/completions | {'prompt':[[]]}",
                "/completions | {'prompt':[-1]}",
                "/completions | {'prompt':[99999999]}",
                "/completions | {'prompt':[1,'x']}",
                "/completions | {'prompt':'a','suffix':'b'}",
                "/completions | {'prompt':'a','echo':true,'logprobs':1}",
                "/completions | {'prompt':'a','best_of':2}",
                "/embeddings | {}",
                "/embeddings | {'input':''}",
                "/embeddings | {'input':['a','']}",
                "/embeddings | {'input':'a','encoding_format':'hex'}",
                "/embeddings | {'input':'a','dimensions':7}",
                "/embeddings | {'input':{'a':1}}",
            })
    void otherEndpointsTellTheSame(String path, String body) throws Exception {
        HttpResponse<String> response = Wire.ask(server, path, body.replace('\'', '"'));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../v1/models",
                "/v1/%6dodels",
                "/v1/models/",
                "/v1//models",
                "/v1/models/../../etc/passwd",
                "/v1/models/%2e%2e%2fetc",
                "/V1/MODELS",
                "/",
                "*",
                "/v1/models;x=1"
            })
    void pathsAreTakenAsTheyAre(String path) throws Exception {
        assertThat(Wire.raw(server, "GET " + path + " HTTP/1.1\r\nConnection: close\r\nHost: localhost:PORT\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (400|404) .*")
                .doesNotContain("root:");
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        for (String method : List.of("HEAD", "DELETE", "OPTIONS", "PUT", "NONSENSE")) {
            String request = method + " /v1/models HTTP/1.1\r\nConnection: close\r\nHost: localhost:PORT\r\n\r\n";
            assertThat(Wire.raw(server, request))
                    .as(method)
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET");
        }
    }

    @Test
    void deepAndBrokenBodiesAreRefused() throws Exception {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{" + HELLO + ",\"a\":" + "9".repeat(100_000) + "}",
                "{" + HELLO + "," + HELLO + "}",
                "{" + HELLO + "} trailing",
                "\u0000",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}],\"x\":1}")) {
            assertThat(Wire.raw(server, Wire.post(HEAD, body))).startsWith("HTTP/1.1 400");
        }
        String half = "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}],\"max_tokens\":3}";
        assertThat(Wire.raw(server, Wire.post(HEAD, half))).startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientThatPromisesMoreThanItSendsHoldsNobodyUp() throws Exception {
        try (Socket slow = Wire.connect(server);
                Socket silent = Wire.connect(server)) {
            Wire.send(server, slow, "POST /v1/chat/completions HTTP/1.1\r\n" + HEAD + "Content-Length: 100\r\n\r\n{");
            assertThat(silent.isConnected()).isTrue();
            assertThat(Wire.ask(server, "/chat/completions", "{" + HELLO + ",\"max_tokens\":3}")
                            .statusCode())
                    .isEqualTo(200);
            Wire.await("no choice in work", () -> server.active() == 0);
        }
    }

    @Test
    void whoeverLeavesMidwayFreesTheRow() throws Exception {
        for (boolean stream : new boolean[] {true, false}) {
            String body = "{" + HELLO + ",\"max_tokens\":2000,\"min_tokens\":2000,\"stream\":" + stream + "}";
            try (Socket socket = Wire.connect(server)) {
                Wire.send(server, socket, Wire.post(HEAD, body));
                if (stream) {
                    socket.getInputStream().readNBytes(500);
                }
            }
        }
        Wire.await("no choice in work", () -> server.active() == 0);
        Wire.await("clients gone are counted", () -> !Wire.metrics(server).contains("selvedge_clients_gone_total 0\n"));
    }

    @Test
    void aKeyIsAskedForAndCompared() throws Exception {
        ApiKey key = ApiKey.of("THE_KEY", "correct-horse-battery");
        try (ModelServer locked = ModelServer.start(
                ScriptedPolicy.answering("tiny", last -> "yes"),
                ServeSettings.local(0).at("", key))) {
            String body = "{" + HELLO + "}";
            for (String header : List.of(
                    "",
                    "Authorization: Bearer wrong-horse-battery\r\n",
                    "Authorization: Bearer \r\n",
                    "Authorization: correct-horse-battery\r\n",
                    "Authorization: Basic correct-horse-battery\r\n",
                    "Authorization: Bearer correct-horse-battery2\r\n")) {
                assertThat(Wire.raw(locked, Wire.post(HEAD + header, body)))
                        .as(header)
                        .startsWith("HTTP/1.1 401")
                        .contains("invalid_api_key")
                        .doesNotContain("correct");
                assertThat(Wire.raw(locked, "GET /metrics HTTP/1.1\r\nConnection: close\r\n" + HEAD + header + "\r\n"))
                        .startsWith("HTTP/1.1 401");
            }
            assertThat(Wire.raw(locked, Wire.post(HEAD + "Authorization: Bearer correct-horse-battery\r\n", body)))
                    .startsWith("HTTP/1.1 200");
            assertThat(Wire.get(locked, "/health").statusCode()).isEqualTo(200);
            assertThat(key.toString()).doesNotContain("correct");
        }
    }

    @Test
    void othersAreServedOnlyWithAKey() {
        assertThatThrownBy(() -> ServeSettings.local(0).at("0.0.0.0", null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("SELVEDGE_API_KEY");
        assertThatThrownBy(() -> ApiKey.of("THE_KEY", "short")).hasMessageContaining("THE_KEY");
        assertThatThrownBy(() -> ApiKey.of("THE_KEY", null)).hasMessageContaining("not set");
        assertThatThrownBy(() -> ApiKey.of("THE_KEY", "umläute sind keine")).hasMessageNotContaining("uml");
    }

    @Test
    void theLineIsBoundedInLengthAndTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ScriptedPolicy slow = ScriptedPolicy.of("slow", prompt -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedPolicy.say("done");
        });
        try (ModelServer small = ModelServer.start(slow, ServeSettings.local(0).withRoom(1, 1, 0.5));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first =
                    threads.submit(() -> Wire.ask(small, "/chat/completions", "{" + HELLO + "}"));
            begun.await();
            Future<HttpResponse<String>> second =
                    threads.submit(() -> Wire.ask(small, "/chat/completions", "{" + HELLO + "}"));
            Wire.await("the second waits", () -> Wire.metrics(small).contains("selvedge_choices_waiting 1"));
            HttpResponse<String> third = Wire.ask(small, "/chat/completions", "{" + HELLO + "}");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(third.body()).contains("rate_limit_error").contains("1 choices wait");
            assertThat(second.get().statusCode()).isEqualTo(429);
            assertThat(second.get().body()).contains("0.5 seconds");
            go.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void closingEndsStreamsWithAnErrorAndSendsOthersAway() throws Exception {
        String body = "{" + HELLO + ",\"max_tokens\":2000,\"min_tokens\":2000,\"stream\":true}";
        ModelServer closing =
                ModelServer.start("tiny", model, 1, ServeSettings.local(0).withReaders(600, 4_000, 0));
        try (Socket socket = Wire.connect(closing)) {
            Wire.send(closing, socket, Wire.post(HEAD, body));
            String begin = new String(socket.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
            assertThat(begin).startsWith("HTTP/1.1 200");
            long start = System.nanoTime();
            closing.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(120));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("server_closing")
                    .doesNotContain("[DONE]");
        }
        assertThatThrownBy(() -> Wire.get(closing, "/health")).isInstanceOf(IOException.class);
    }

    @Test
    void aReaderThatTakesNothingIsCutOff() throws Exception {
        try (ModelServer strict = ModelServer.start(
                        "tiny", model, 1, ServeSettings.local(0).withReaders(1, 1_000_000, 5));
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(2_048);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Wire.port(strict)));
            String body = "{" + HELLO + ",\"max_tokens\":2000,\"min_tokens\":2000,\"stream\":true,\"n\":8,"
                    + "\"logprobs\":true,\"top_logprobs\":20}";
            Wire.send(strict, socket, Wire.post(HEAD, body));
            Wire.await("the reader is counted", () -> Wire.metrics(strict).contains("selvedge_slow_readers_total 1\n"));
            Wire.await("no choice in work", () -> strict.active() == 0);
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefusedEverywhere() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (String path : List.of("/models", "/chat/completions", "/embeddings")) {
            HttpRequest request = Wire.request(server, path, "{}")
                    .header("Origin", "https://evil.example")
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
