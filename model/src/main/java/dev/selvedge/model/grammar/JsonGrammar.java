package dev.selvedge.model.grammar;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Grammars of JSON texts: any value, any object, or what a JSON schema (draft 2020-12) describes.
 *
 * <p>Every text of a schema's grammar satisfies the schema, but not every value that does is in the grammar: properties
 * come in the schema's order; those that it does not list appear only where it says so (an object that lists properties and
 * says nothing has no others); of {@code oneOf} any alternative may be met, also where another is met too; a tuple has all
 * its listed items; numbers have at most 18 digits before the point and 16 after it. Between parts stand at most one
 * space, or a line break with spaces.
 *
 * <p>Supported are {@code type, properties, required, additionalProperties, items, prefixItems, minItems, maxItems, enum,
 * const, anyOf, oneOf, allOf} (of one schema), {@code $ref} within the schema, {@code minLength, maxLength, pattern} (see
 * {@link PatternGrammar}), {@code format} (date, time, date-time, uuid, email, ipv4), {@code minimum, maximum,
 * exclusiveMinimum, exclusiveMaximum} of integers (of numbers, 0 as the least), and what only annotates. Anything else is
 * an error that names it, with its place.
 */
public final class JsonGrammar {
    private static final int MAX_LEVELS = 100;

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly",
            "strict",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions");

    private static final Map<String, List<String>> KEYWORDS_OF_TYPE = Map.of(
            "object", List.of("properties", "required", "additionalProperties"),
            "array", List.of("items", "prefixItems", "minItems", "maxItems"),
            "string", List.of("minLength", "maxLength", "pattern", "format"),
            "number", List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "integer", List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "boolean", List.of(),
            "null", List.of());

    private static final String COMMON = """
            ws ::= (" " | "\\n" " "{0,40})?
            value ::= object | array | string | number | "true" | "false" | "null"
            object ::= "{" ws (member ("," ws member)* ws)? "}"
            member ::= string " "? ":" ws value
            array ::= "[" ws (value ("," ws value)* ws)? "]"
            string ::= "\\"" char* "\\""
            char ::= plain | "\\\\" (["\\\\/bfnrt] | "u" ([0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex))
            plain ::= [^"\\\\\\x00-\\x1f\\x7f]
            hex ::= [0-9a-fA-F]
            integer ::= "-"? natural
            natural ::= "0" | [1-9] [0-9]{0,17}
            number ::= "-"? unsigned
            unsigned ::= natural ("." [0-9]{1,16})? ([eE] [+-]? [0-9]{1,2})?
            """;

    private static final Map<String, String> FORMATS = Map.of(
            "date", "date",
            "time", "time",
            "date-time", "date \"T\" time",
            "uuid", "hex{8} \"-\" hex{4} \"-\" hex{4} \"-\" hex{4} \"-\" hex{12}",
            "email", "[a-z0-9_]{1,32} (\".\" [a-z0-9_]{1,32}){0,3} \"@\" [a-z0-9]{1,32} (\".\" [a-z]{2,16}){1,3}",
            "ipv4", "byte \".\" byte \".\" byte \".\" byte");

    private static final String FORMAT_RULES = """
            date ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8])
            time ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})? ("Z" | [+-] ("0" [0-9] | "1" [0-3]) ":" [0-5] [0-9])
            byte ::= "25" [0-5] | "2" [0-4] [0-9] | "1" [0-9] [0-9] | [1-9]? [0-9]
            """;

    private final JsonNode root;
    private final Map<String, String> rules = new LinkedHashMap<>();
    /** Rules of what is referred to, by the reference. */
    private final Map<String, String> referred = new HashMap<>();

    private JsonGrammar(JsonNode root) {
        this.root = root;
    }

    /** Any JSON object. */
    public static Grammar anyObject() {
        return Grammar.parse("root ::= object\n" + COMMON);
    }

    /** @throws UserException if the schema has something that is not supported, or cannot be satisfied */
    public static Grammar ofSchema(JsonNode schema) {
        var reader = new JsonGrammar(schema);
        String top = reader.schema(schema, "#", 0);
        var text = new StringBuilder("root ::= " + top + "\n");
        reader.rules.forEach(
                (name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
        return Grammar.parse(text + COMMON + FORMAT_RULES);
    }

    private String rule(String body) {
        String name = "s" + rules.size();
        rules.put(name, body);
        return name;
    }

    /** The name of a rule, or an expression that can stand wherever one can. */
    private String schema(JsonNode schema, String place, int level) {
        if (level > MAX_LEVELS) {
            throw wrong(place, "it nests deeper than " + MAX_LEVELS + " levels");
        }
        if (schema.isBoolean() && schema.booleanValue()) {
            return "value";
        }
        if (!schema.isObject()) {
            throw wrong(place, schema.isBoolean() ? "nothing satisfies false" : "a schema is an object or true");
        }
        Set<String> keywords = new LinkedHashSet<>(schema.propertyNames());
        keywords.removeAll(ANNOTATIONS);
        for (String combining : List.of("$ref", "anyOf", "oneOf", "allOf", "const", "enum")) {
            if (keywords.remove(combining)) {
                boolean choice = combining.equals("const") || combining.equals("enum");
                if (choice) {
                    keywords.remove("type");
                }
                refuse(keywords, place, " beside " + combining);
                return combined(combining, schema, place, level);
            }
        }
        List<String> types = types(schema, place);
        keywords.remove("type");
        types.forEach(type -> keywords.removeAll(KEYWORDS_OF_TYPE.getOrDefault(type, List.of())));
        refuse(keywords, place, types.isEmpty() ? "" : " for the type " + String.join(" or ", types));
        if (types.isEmpty()) {
            return "value";
        }
        return "("
                + String.join(
                        " | ",
                        types.stream().map(t -> typed(t, schema, place, level)).toList())
                + ")";
    }

    private static void refuse(Set<String> keywords, String place, String where) {
        if (!keywords.isEmpty()) {
            throw wrong(place, "the keyword '" + keywords.iterator().next() + "' is not supported" + where);
        }
    }

    private static List<String> types(JsonNode schema, String place) {
        JsonNode type = schema.get("type");
        if (type == null) {
            boolean object = schema.has("properties") || schema.has("additionalProperties") || schema.has("required");
            boolean array = schema.has("items") || schema.has("prefixItems");
            return object ? List.of("object") : array ? List.of("array") : List.of();
        }
        var types = new ArrayList<String>();
        for (JsonNode one : type.isArray() ? type : List.of(type)) {
            types.add(one.asString(""));
            if (!KEYWORDS_OF_TYPE.containsKey(types.getLast())) {
                throw wrong(place, "the type " + one + " is none");
            }
        }
        return types;
    }

    private String combined(String keyword, JsonNode schema, String place, int level) {
        JsonNode value = schema.path(keyword);
        switch (keyword) {
            case "$ref" -> {
                return reference(value.asString(""), place, level);
            }
            case "const" -> {
                return Grammar.literal(Json.write(value));
            }
            case "enum" -> {
                return choice(value, schema, place);
            }
            default -> {
                if (!value.isArray() || value.isEmpty() || keyword.equals("allOf") && value.size() > 1) {
                    throw wrong(
                            place,
                            keyword.equals("allOf")
                                    ? "allOf is supported with one schema alone"
                                    : keyword + " is a list of at least one schema");
                }
                var alternatives = new ArrayList<String>();
                for (int i = 0; i < value.size(); i++) {
                    alternatives.add(schema(value.get(i), place + "/" + keyword + "/" + i, level + 1));
                }
                return "(" + String.join(" | ", alternatives) + ")";
            }
        }
    }

    private static String choice(JsonNode values, JsonNode schema, String place) {
        List<String> types = types(schema, place);
        var literals = new ArrayList<String>();
        for (JsonNode value : values) {
            if (types.isEmpty()
                    || types.contains(typeOf(value))
                    || value.isIntegralNumber() && types.contains("number")) {
                literals.add(Grammar.literal(Json.write(value)));
            }
        }
        if (literals.isEmpty()) {
            throw wrong(place, "no value of its enum is of its type");
        }
        return "(" + String.join(" | ", literals) + ")";
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    private String reference(String reference, String place, int level) {
        String known = referred.get(reference);
        if (known != null) {
            return known;
        }
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            throw wrong(place, "the reference '" + reference + "' does not lead into this schema");
        }
        JsonNode target = root.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw wrong(place, "there is nothing at '" + reference + "'");
        }
        // Named before it is read, for it may refer to itself.
        String name = rule("");
        referred.put(reference, name);
        rules.put(name, schema(target, reference, level + 1));
        return name;
    }

    private String typed(String type, JsonNode schema, String place, int level) {
        return switch (type) {
            case "object" -> object(schema, place, level);
            case "array" -> array(schema, place, level);
            case "string" -> string(schema, place);
            case "integer" -> integer(schema, place);
            case "number" -> number(schema, place);
            case "boolean" -> "(\"true\" | \"false\")";
            default -> "\"null\"";
        };
    }

    private String object(JsonNode schema, String place, int level) {
        JsonNode additional = schema.path("additionalProperties");
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        if (!schema.has("properties") && required.isEmpty() && (additional.isMissingNode() || additional.isBoolean())) {
            return additional.isBoolean() && !additional.booleanValue() ? "\"{}\"" : "object";
        }
        boolean closed = additional.isMissingNode() || additional.isBoolean() && !additional.booleanValue();
        String other = closed ? null : schema(additional, place + "/additionalProperties", level + 1);
        Map<String, String> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String of = place + "/properties/" + property.getKey();
            members.put(property.getKey(), rule(schema(property.getValue(), of, level + 1)));
        }
        for (String name : required) {
            if (additional.isBoolean() && !additional.booleanValue() && !members.containsKey(name)) {
                throw wrong(place, "'" + name + "' is required but no property");
            }
            members.putIfAbsent(name, other == null ? "value" : other);
        }
        return members(members, required, other);
    }

    /** From the last property to the first, what may follow when a member stands before it, and when none does. */
    private String members(Map<String, String> members, Set<String> required, @Nullable String other) {
        String first = "";
        String more = "";
        if (other != null) {
            String member = rule(new KeyGrammar(members.keySet(), this::rule).otherKey() + " \" \"? \":\" ws " + other);
            more = rule("(\",\" ws " + member + ")*");
            first = "(" + member + " " + more + ")?";
        }
        List<String> names = new ArrayList<>(members.keySet());
        for (String name : names.reversed()) {
            String member = Grammar.literal(Json.write(name)) + " \" \"? \":\" ws " + members.get(name);
            boolean must = required.contains(name);
            String begun = member + " " + more;
            first = rule(must ? begun : begun + " | " + first);
            more = rule(must ? "\",\" ws " + begun : "\",\" ws " + begun + " | " + more);
        }
        return "\"{\" ws " + first + " ws \"}\"";
    }

    private String array(JsonNode schema, String place, int level) {
        JsonNode tuple = schema.path("prefixItems");
        JsonNode items = schema.path("items");
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        var parts = new ArrayList<String>();
        for (int i = 0; i < tuple.size(); i++) {
            parts.add(schema(tuple.get(i), place + "/prefixItems/" + i, level + 1));
        }
        boolean noMore = !parts.isEmpty() && (items.isMissingNode() || items.isBoolean() && !items.booleanValue());
        if (most < least || most < parts.size() || noMore && least > parts.size()) {
            throw wrong(place, "no number of items fits");
        }
        if (most == 0) {
            return "\"[]\"";
        }
        String item = noMore ? "" : rule(items.isMissingNode() ? "value" : schema(items, place + "/items", level + 1));
        String listed = String.join(" \",\" ws ", parts);
        if (noMore) {
            return "\"[\" ws " + listed + " ws \"]\"";
        }
        if (parts.isEmpty()) {
            String rest = item + " (\",\" ws " + item + ")" + times(Math.max(0, least - 1), most, 1);
            return least == 0 ? "\"[\" ws (" + rest + " ws)? \"]\"" : "\"[\" ws " + rest + " ws \"]\"";
        }
        return "\"[\" ws " + listed + " (\",\" ws " + item + ")"
                + times(Math.max(0, least - parts.size()), most, parts.size()) + " ws \"]\"";
    }

    private static String times(int least, int most, int already) {
        return "{" + least + "," + (most == Integer.MAX_VALUE ? "" : most - already) + "}";
    }

    private static String string(JsonNode schema, String place) {
        boolean bounded = schema.has("minLength") || schema.has("maxLength");
        if ((bounded ? 1 : 0) + (schema.has("pattern") ? 1 : 0) + (schema.has("format") ? 1 : 0) > 1) {
            throw wrong(place, "of pattern, format and the lengths only one is supported at a time");
        }
        if (schema.has("pattern")) {
            return "\"\\\"\" " + PatternGrammar.of(schema.path("pattern").asString(""), place) + " \"\\\"\"";
        }
        if (schema.has("format")) {
            String format = FORMATS.get(schema.path("format").asString(""));
            if (format == null) {
                throw wrong(place, "the format " + schema.path("format") + " is not supported");
            }
            return "\"\\\"\" " + format + " \"\\\"\"";
        }
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        int least = schema.path("minLength").asInt(0);
        if (most < least) {
            throw wrong(place, "no length fits");
        }
        return bounded ? "\"\\\"\" char" + times(least, most, 0) + " \"\\\"\"" : "string";
    }

    private static String integer(JsonNode schema, String place) {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        for (String keyword : KEYWORDS_OF_TYPE.getOrDefault("integer", List.of())) {
            if (schema.has(keyword)) {
                double bound = schema.path(keyword).asDouble(Double.NaN);
                if (!(Math.abs(bound) < 1e15)) {
                    throw wrong(place, keyword + " is " + schema.path(keyword) + "; a number below 1e15 is supported");
                }
                switch (keyword) {
                    case "minimum" -> least = Math.max(least, (long) Math.ceil(bound));
                    case "exclusiveMinimum" -> least = Math.max(least, (long) Math.floor(bound) + 1);
                    case "maximum" -> most = Math.min(most, (long) Math.floor(bound));
                    default -> most = Math.min(most, (long) Math.ceil(bound) - 1);
                }
            }
        }
        if (least > most) {
            throw wrong(place, "no integer fits");
        }
        return IntegerRange.of(least, most);
    }

    private static String number(JsonNode schema, String place) {
        for (String keyword : List.of("maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.has(keyword)) {
                throw wrong(place, keyword + " is supported for integers, not for numbers");
            }
        }
        if (schema.has("minimum") && schema.path("minimum").asDouble(1) != 0) {
            throw wrong(place, "the only minimum of numbers that is supported is 0");
        }
        return schema.has("minimum") ? "unsigned" : "number";
    }

    static UserException wrong(String place, String what) {
        return new UserException("The JSON schema cannot be used at " + place + ": " + what + ".");
    }
}
