package dev.selvedge.eval.teval;

import dev.selvedge.core.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How T-Eval reads what a model wrote (its {@code format_load}): without a code fence, from the first start character to
 * the last end character, as a Python literal, else as JSON, else as JSON with its single quotes made double.
 */
final class LooseJson {
    private static final String FENCE = "```json";
    /** As {@code json.loads}: the last of equal keys counts, and there are numbers that are none. */
    private static final JsonMapper LENIENT = Json.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private LooseJson() {}

    /**
     * Reads a text whole, but for a fence.
     *
     * @return nothing where it cannot be read
     */
    static Optional<PythonValue> read(String text) {
        return parse(unfenced(text));
    }

    /** Reads the part of a text from the first start character to the last end character. */
    static Optional<PythonValue> read(String text, char start, char end) {
        String body = unfenced(text);
        int from = body.indexOf(start);
        int to = body.lastIndexOf(end);
        return from < 0 || to < from ? Optional.empty() : parse(body.substring(from, to + 1));
    }

    private static String unfenced(String text) {
        int fence = text.indexOf(FENCE);
        if (fence < 0) {
            return text;
        }
        String body = text.substring(fence + FENCE.length());
        int start = 0;
        int end = body.length();
        while (start < end && body.charAt(start) == '`') {
            start++;
        }
        while (end > start && body.charAt(end - 1) == '`') {
            end--;
        }
        return body.substring(start, end);
    }

    private static Optional<PythonValue> parse(String body) {
        return PythonLiteral.read(body).or(() -> json(body)).or(() -> json(body.replace('\'', '"')));
    }

    /** A JSON text; nothing where it is none. */
    static Optional<PythonValue> json(String body) {
        try {
            return body.isBlank() ? Optional.empty() : Optional.of(PythonValue.of(LENIENT.readTree(body)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
