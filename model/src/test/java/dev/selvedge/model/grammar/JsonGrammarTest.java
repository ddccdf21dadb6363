package dev.selvedge.model.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonGrammarTest {
    static final String WEATHER = """
            {"type": "object", "title": "Weather", "properties": {
               "city": {"type": "string", "minLength": 1, "maxLength": 8},
               "days": {"type": "integer", "minimum": -3, "maximum": 145},
               "unit": {"enum": ["C", "F", null]},
               "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-c\\\\d\\"]{2,3}(-x)?$"}, "minItems": 1, "maxItems": 3},
               "where": {"$ref": "#/$defs/place"}
             }, "required": ["days", "where"], "additionalProperties": false,
             "$defs": {"place": {"type": "object", "properties": {
                "lat": {"type": "number"}, "next": {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]}},
                "required": ["lat"]}}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                WEATHER,
                "{}",
                "true",
                "{\"type\": \"object\"}",
                "{\"type\": [\"string\", \"null\", \"boolean\"]}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}}",
                "{\"properties\": {\"ab\": {\"const\": {\"x\": [1, 2.5]}}, \"ac\": {\"type\": \"number\", \"minimum\": 0}},"
                        + " \"additionalProperties\": {\"type\": \"boolean\"}, \"required\": [\"other\"]}",
                "{\"type\": \"array\", \"prefixItems\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]}",
                "{\"type\": \"array\", \"prefixItems\": [{\"type\": \"null\"}], \"items\": {\"type\": \"boolean\"},"
                        + " \"minItems\": 2, \"maxItems\": 4}",
                "{\"type\": \"array\", \"maxItems\": 2}",
                "{\"oneOf\": [{\"type\": \"integer\", \"exclusiveMinimum\": 98}, {\"type\": \"string\", \"pattern\": \"a.c|^x$\"}]}",
                "{\"type\": \"string\", \"pattern\": \"^(?:\\\\w+@\\\\S{1,2}|[^\\\\d\\\\s]\\\\\\\\)$\"}"
            })
    void textsOfASchemaSatisfyIt(String text) {
        JsonNode schema = Json.parse(text);
        Grammar grammar = JsonGrammar.ofSchema(schema);
        var check = new SchemaCheck(schema);
        for (int seed = 0; seed < 60; seed++) {
            String value = grammar.random(seed, 40 + 5 * seed);
            assertThat(check.holds(Json.parse(value))).as(value).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"days\": 145, \"where\": {\"lat\": -1.5e3}} ~ true",
                "{\"city\":\"a\u00e9\u4e00\",\"days\":-3,\"unit\":null,\"where\":{\"lat\":0,\"next\":{\"lat\":1}}} ~ true",
                "{\"days\": 1, \"tags\": [\"a1\\\"-x\", \"bc\"], \"where\": {\"lat\": 0}} ~ true",
                "{\"days\": 146, \"where\": {\"lat\": 0}} ~ false",
                "{\"days\": 1, \"tags\": [], \"where\": {\"lat\": 0}} ~ false",
                "{\"days\": 1, \"where\": {\"lat\": 0}, \"more\": 1} ~ false",
                "{\"days\": 1} ~ false",
                "{\"city\": \"123456789\", \"days\": 1, \"where\": {\"lat\": 0}} ~ false"
            })
    void takesWhatTheSchemaDescribes(String value, boolean satisfies) {
        assertThat(JsonGrammar.ofSchema(Json.parse(WEATHER)).accepts(value)).isEqualTo(satisfies);
    }

    @Test
    void takesAnyObject() {
        Grammar object = JsonGrammar.anyObject();
        assertThat(object.accepts(Json.pretty(Json.parse(WEATHER)))).isTrue();
        assertThat(object.accepts(Json.write(Json.parse(WEATHER)))).isTrue();
        assertThat(object.accepts("[]")).isFalse();
        for (int seed = 0; seed < 60; seed++) {
            assertThat(Json.parse(object.random(seed, 300)).isObject()).isTrue();
        }
    }

    @Test
    void integersWithinBounds() {
        var random = new Random(5);
        for (int round = 0; round < 60; round++) {
            int span = round % 3 == 0 ? 30 : 3_000;
            long least = random.nextInt(span) - span / 2;
            long most = least + random.nextInt(span);
            Grammar grammar = JsonGrammar.ofSchema(
                    Json.parse("{\"type\": \"integer\", \"minimum\": " + least + ", \"maximum\": " + most + "}"));
            for (long value = -span - 2; value < 2L * span; value += 1 + random.nextInt(span / 20)) {
                assertThat(grammar.accepts(Long.toString(value)))
                        .as("%d in %d to %d", value, least, most)
                        .isEqualTo(least <= value && value <= most);
            }
            assertThat(grammar.accepts(Long.toString(least))).isTrue();
            assertThat(grammar.accepts(Long.toString(most))).isTrue();
            assertThat(grammar.accepts(Long.toString(most + 1))).isFalse();
        }
    }

    @Test
    void formatsAreWhatTheySay() {
        Grammar times = JsonGrammar.ofSchema(Json.parse("{\"type\": \"string\", \"format\": \"date-time\"}"));
        Grammar uuids = JsonGrammar.ofSchema(Json.parse("{\"type\": \"string\", \"format\": \"uuid\"}"));
        for (int seed = 0; seed < 100; seed++) {
            assertThat(OffsetDateTime.parse(Json.parse(times.random(seed, 60)).asString()))
                    .isNotNull();
            assertThat(UUID.fromString(Json.parse(uuids.random(seed, 60)).asString()))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"type\": \"string\", \"not\": {}} ~ not' is not supported for the type string",
                "{\"properties\": {\"a\": {\"type\": \"array\", \"uniqueItems\": true}}} ~ #/properties/a: the keyword 'uniqueItems'",
                "{\"$ref\": \"http://elsewhere\"} ~ does not lead into this schema",
                "{\"$ref\": \"#/$defs/gone\"} ~ there is nothing at",
                "{\"type\": \"thing\"} ~ is none",
                "{\"type\": \"integer\", \"minimum\": 3, \"maximum\": 2} ~ no integer fits",
                "{\"type\": \"number\", \"maximum\": 2} ~ not for numbers",
                "{\"type\": \"string\", \"format\": \"poem\"} ~ the format",
                "{\"type\": \"string\", \"pattern\": \"a(?=b)\"} ~ at character 4",
                "{\"enum\": [1], \"type\": \"string\"} ~ no value of its enum",
                "{\"anyOf\": []} ~ at least one",
                "{\"properties\": {\"a\": false}} ~ nothing satisfies false",
                "{\"$ref\": \"#\"} ~ never ends",
                "{\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\": [\"a\"]} ~ never ends"
            })
    void saysWhatItDoesNotSupport(String schema, String message) {
        assertThatThrownBy(() -> JsonGrammar.ofSchema(Json.parse(schema)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }
}
