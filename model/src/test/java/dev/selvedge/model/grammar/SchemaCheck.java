package dev.selvedge.model.grammar;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether a value satisfies a JSON schema, by the letter of the specification, for the keywords that are supported. */
final class SchemaCheck {
    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    boolean holds(JsonNode value) {
        return holds(root, value);
    }

    private boolean holds(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        if (schema.has("$ref")) {
            return holds(root.at(schema.get("$ref").asString().substring(1)), value);
        }
        for (String any : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.has(any) && schema.get(any).valueStream().noneMatch(s -> holds(s, value))) {
                return false;
            }
        }
        if (schema.has("const") && !schema.get("const").equals(value)
                || schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            return false;
        }
        if (schema.has("type")) {
            JsonNode type = schema.get("type");
            boolean fits = type.isArray()
                    ? type.valueStream().anyMatch(t -> is(t.asString(), value))
                    : is(type.asString(), value);
            if (!fits) {
                return false;
            }
        }
        return switch (value.getNodeType()) {
            case OBJECT -> object(schema, value);
            case ARRAY -> array(schema, value);
            case STRING -> string(schema, value.asString());
            case NUMBER ->
                !(value.doubleValue() < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                        || value.doubleValue() > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
                        || schema.has("exclusiveMinimum")
                                && value.doubleValue()
                                        <= schema.get("exclusiveMinimum").doubleValue());
            default -> true;
        };
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private boolean object(JsonNode schema, JsonNode value) {
        return schema.path("required").valueStream().allMatch(name -> value.has(name.asString()))
                && value.properties().stream().allMatch(member -> {
                    JsonNode of = schema.path("properties").path(member.getKey());
                    JsonNode other = schema.path("additionalProperties");
                    return of.isMissingNode()
                            ? other.isMissingNode() || holds(other, member.getValue())
                            : holds(of, member.getValue());
                });
    }

    private boolean array(JsonNode schema, JsonNode value) {
        int tuple = schema.path("prefixItems").size();
        for (int i = 0; i < value.size(); i++) {
            JsonNode of = i < tuple ? schema.path("prefixItems").get(i) : schema.path("items");
            if (!of.isMissingNode() && !holds(of, value.get(i))) {
                return false;
            }
        }
        return value.size() >= schema.path("minItems").asInt(0)
                && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE);
    }

    private static boolean string(JsonNode schema, String text) {
        int length = text.codePointCount(0, text.length());
        return length >= schema.path("minLength").asInt(0)
                && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                && (!schema.has("pattern")
                        || Pattern.compile(schema.get("pattern").asString())
                                .matcher(text)
                                .find());
    }
}
