package dev.selvedge.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteEmbeddingsTest {
    private static RemoteEmbeddings open(StubServer server) {
        return RemoteEmbeddings.open(
                Endpoint.of(server.url(), "vectors").with("retry", new Endpoint.Retry(2, 0.01, 0.01, 0)));
    }

    @Test
    void vectorsStandInTheOrderOfTheTextsAndFailuresThatPassAreTriedAgain() throws IOException {
        try (StubServer server = new StubServer((request, out) -> {
                    String reply =
                            "{\"data\": [{\"index\": 1, \"embedding\": [0, 1]}, {\"index\": 0, \"embedding\": [1, 0]}]}";
                    StubServer.send(out, request.number() == 0 ? 503 : 200, "", reply);
                });
                RemoteEmbeddings embeddings = open(server)) {
            List<float[]> vectors = embeddings.embed(List.of("one", "two"));
            assertThat(vectors.get(0)).containsExactly(1, 0);
            assertThat(vectors.get(1)).containsExactly(0, 1);
            assertThat(server.requests.get(1).head()).startsWith("POST /v1/embeddings ");
            assertThat(server.requests.get(1).json().get("input").size()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNoAnswerIsASentence() throws IOException {
        List<String> replies = List.of(
                "no JSON",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [\"x\"]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1, 2]}]}");
        try (StubServer server =
                        new StubServer((request, out) -> StubServer.send(out, 200, "", replies.get(request.number())));
                RemoteEmbeddings embeddings = open(server)) {
            for (String reply : replies) {
                assertThatThrownBy(() -> embeddings.embed(List.of("one", "two")))
                        .as(reply)
                        .isInstanceOf(UserException.class)
                        .hasMessageStartingWith("No embeddings: the endpoint 'vectors'");
            }
        }
    }
}
