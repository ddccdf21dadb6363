package dev.selvedge.core.remote;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Vectors of texts from an OpenAI-compatible endpoint ({@code POST /embeddings}). Failures that may pass are tried again
 * as the endpoint's settings say. Safe for several threads.
 */
public final class RemoteEmbeddings implements AutoCloseable {
    private static final int MOST_TEXTS = 256;
    private static final int MOST_DIMENSIONS = 1 << 16;

    private final Endpoint endpoint;
    private final Wire wire;

    private RemoteEmbeddings(Endpoint endpoint, @Nullable String key) {
        this.endpoint = endpoint;
        this.wire = new Wire(endpoint, key);
    }

    /**
     * Opens it; the key comes from the process's environment.
     *
     * @throws UserException if the key is named but missing or not fit for a header
     */
    public static RemoteEmbeddings open(Endpoint endpoint) {
        return new RemoteEmbeddings(endpoint, RemotePolicy.key(endpoint, System::getenv));
    }

    /**
     * A vector for each text, all of the same length, in the order of the texts.
     *
     * @throws UserException if the endpoint gives none
     */
    public List<float[]> embed(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (int start = 0; start < texts.size(); start += MOST_TEXTS) {
            vectors.addAll(some(texts.subList(start, Math.min(texts.size(), start + MOST_TEXTS))));
        }
        if (vectors.stream().anyMatch(vector -> vector.length != vectors.getFirst().length)) {
            throw failed("gave vectors of different lengths");
        }
        return vectors;
    }

    private List<float[]> some(List<String> texts) {
        ObjectNode body = Json.object().put("model", endpoint.model()).put("encoding_format", "float");
        body.set("input", Json.tree(texts));
        double wait = endpoint.retry().firstWaitSeconds();
        for (int attempt = 1; ; attempt++) {
            String reason;
            try {
                HttpResponse<BoundedBody> response = wire.post(endpoint.embeddings(), Json.write(body), null);
                String reply = read(response);
                if (response.statusCode() == 200) {
                    return vectors(reply, texts.size());
                }
                reason = "answered with status " + response.statusCode() + ": " + Excerpt.of(wire.redact(reply));
                if (!HttpStatus.isPassing(response.statusCode())) {
                    throw failed(reason);
                }
            } catch (BoundedBody.TooLong e) {
                throw failed("sent too much: " + e.getMessage());
            } catch (IOException e) {
                reason = "did not answer: " + e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("was not waited for");
            }
            if (attempt >= endpoint.retry().attempts()) {
                throw failed(reason);
            }
            sleep(wait);
            wait = Math.min(2 * wait, endpoint.retry().longestWaitSeconds());
        }
    }

    private String read(HttpResponse<BoundedBody> response) throws IOException, InterruptedException {
        return response.body()
                .read(endpoint.replyBytesLimit(), endpoint.timeouts().idleSeconds(), wire.deadline());
    }

    /** Vectors are put where their index says. */
    private List<float[]> vectors(String reply, int count) {
        JsonNode list;
        try {
            list = Json.parse(reply).path("data");
        } catch (JacksonException e) {
            throw failed("gave no JSON");
        }
        float[][] vectors = new float[count][];
        for (JsonNode one : list) {
            int index = one.path("index").asInt(-1);
            if (index >= 0 && index < count && vectors[index] == null) {
                vectors[index] = vector(one.path("embedding"));
            }
        }
        for (float[] vector : vectors) {
            if (vector == null) {
                throw failed("gave " + list.size() + " vectors for " + count + " texts");
            }
        }
        return List.of(vectors);
    }

    private float[] vector(JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty() || numbers.size() > MOST_DIMENSIONS) {
            throw failed("gave an embedding that is no list of 1 to " + MOST_DIMENSIONS + " numbers");
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = numbers.get(i);
            vector[i] = number.isNumber() ? (float) number.doubleValue() : Float.NaN;
            if (!Float.isFinite(vector[i])) {
                throw failed("gave an embedding with something that is no number");
            }
        }
        return vector;
    }

    private void sleep(double seconds) {
        try {
            Thread.sleep(Wire.duration(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for");
        }
    }

    private UserException failed(String what) {
        return new UserException("No embeddings: the " + endpoint.told() + " " + what + ".");
    }

    @Override
    public void close() {
        wire.close();
    }
}
