package dev.selvedge.serve;

import tools.jackson.databind.JsonNode;

/** What the text of a reply must be like. */
sealed interface Shape {
    /** Any text. */
    record Text() implements Shape {}

    /** Any JSON object. */
    record AnyObject() implements Shape {}

    /** JSON that fits a schema. */
    record Fitting(JsonNode schema) implements Shape {}

    static Shape read(JsonNode given) throws Refusal {
        if (given.isMissingNode()) {
            return new Text();
        }
        return switch (given.path("type").asString("")) {
            case "text" -> new Text();
            case "json_object" -> new AnyObject();
            case "json_schema" -> fitting(given.path("json_schema").path("schema"));
            default ->
                throw Fields.expected("response_format", "an object of type text, json_object or json_schema", given);
        };
    }

    private static Shape fitting(JsonNode schema) throws Refusal {
        if (!schema.isObject()) {
            throw Refusal.invalid(
                    "response_format.json_schema.schema", "'response_format.json_schema' has a schema, an object.");
        }
        return new Fitting(schema);
    }
}
