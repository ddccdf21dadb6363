package dev.selvedge.core.python;

import dev.selvedge.core.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as lenient as Python's. */
final class PythonJson {
    static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private PythonJson() {}

    /** Whether an infinite number is written INF somewhere, which Jackson takes and Python does not. */
    static boolean hasOtherInfinity(String json) {
        if (!json.contains("INF")) {
            return false;
        }
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.getString().endsWith("INF")) {
                    return true;
                }
            }
        }
        return false;
    }
}
