package dev.selvedge.core.remote;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Sampling;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request, without the key. Reasoning of earlier messages is not sent: some endpoints refuse it, and
 * those that want it take it as an extra field. {@code top_k} is sent only where a sampling has one: vLLM, SGLang and
 * llama.cpp take it, but it is no field of OpenAI's, and an endpoint that is as strict may refuse it by name.
 *
 * @param body one line of JSON
 * @param hash of its canonical form without what only says how the reply is sent
 */
record ChatRequest(String body, ContentHash hash) {
    static ChatRequest of(Endpoint endpoint, Prompt prompt) {
        ObjectNode body = Json.object().put("model", endpoint.model());
        ArrayNode messages = body.putArray("messages");
        prompt.messages().forEach(message -> {
            ObjectNode written = ChatMessage.write(message);
            written.remove(ChatMessage.REASONING);
            messages.add(written);
        });
        if (!prompt.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            prompt.tools().forEach(tool -> tools.add(ChatMessage.write(tool)));
        }
        sampling(body, prompt.sampling(), endpoint.maxTokensField());
        if (endpoint.logProbs()) {
            body.put("logprobs", true);
            if (endpoint.topLogProbs() > 0) {
                body.put("top_logprobs", endpoint.topLogProbs());
            }
        }
        body.put("stream", endpoint.stream());
        if (endpoint.stream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        endpoint.extra().forEachEntry((name, value) -> {
            if (value.isNull()) {
                body.remove(name);
            } else {
                body.set(name, value);
            }
        });
        String text = Json.write(body);
        return new ChatRequest(text, ContentHash.ofJson(body.without(List.of("stream", "stream_options"))));
    }

    private static void sampling(ObjectNode body, Sampling sampling, String maxTokensField) {
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        if (sampling.topK() > 0) {
            body.put("top_k", sampling.topK());
        }
        body.put(maxTokensField, sampling.maxTokens());
        body.put("seed", sampling.seed());
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
    }
}
