package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Calls written as JSON objects with a name and arguments, which some models call parameters. */
final class JsonCalls {
    private static final String PYTHON_TAG = "<|python_tag|>";
    private static final String MISTRAL_TAG = "[TOOL_CALLS]";

    private JsonCalls() {}

    /** One call between markers. */
    static List<Part> one(String raw, String text) {
        return List.of(call(raw, text));
    }

    private static Part call(String raw, String text) {
        JsonNode json;
        try {
            json = Json.parse(text);
        } catch (JacksonException e) {
            return new Part.Malformed(raw, "The call is not JSON: " + firstLine(e.getOriginalMessage()) + ".");
        }
        if (!json.isObject()) {
            return new Part.Malformed(raw, "The call is not a JSON object with name and arguments.");
        }
        JsonNode name = json.path("name");
        if (!name.isString() || name.stringValue().isBlank()) {
            return new Part.Malformed(raw, "The call does not say the tool's name as a string under \"name\".");
        }
        String field = json.has("arguments") ? "arguments" : "parameters";
        JsonNode arguments = json.path(field);
        if (arguments.isMissingNode()) {
            return new Part.Call(name.stringValue(), "{}");
        }
        if (arguments.isString() && isObject(arguments.stringValue())) {
            return new Part.Call(name.stringValue(), arguments.stringValue());
        }
        if (!arguments.isObject()) {
            return new Part.Malformed(raw, "The call's \"" + field + "\" are not a JSON object.");
        }
        return new Part.Call(name.stringValue(), asWritten(text, field, arguments));
    }

    private static boolean isObject(String text) {
        try {
            return Json.parse(text).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Arguments are kept as the policy wrote them, not written anew. */
    private static String asWritten(String text, String field, JsonNode arguments) {
        try (JsonParser parser = Json.mapper().createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(field);
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                if (found) {
                    int to = (int) parser.currentLocation().getCharOffset();
                    return text.substring(from, to);
                }
            }
        } catch (JacksonException e) {
            // was read once already
        }
        return Json.write(arguments);
    }

    /** Calls as Llama 3 writes them: they are the whole reply. */
    static List<Part> llama(String reply) {
        String text = reply.strip();
        boolean tagged = text.startsWith(PYTHON_TAG);
        String calls = tagged ? text.substring(PYTHON_TAG.length()).strip() : text;
        if (!tagged && !(calls.startsWith("{") && calls.contains("\"name\""))) {
            return List.of(new Part.Words(reply));
        }
        if (!calls.startsWith("{")) {
            return List.of(builtIn(reply, calls));
        }
        var parts = new ArrayList<Part>();
        for (String one : objects(calls)) {
            Part part = call(one, one);
            boolean answer = !tagged && part instanceof Part.Malformed && !looksLikeCall(one);
            parts.add(answer ? new Part.Words(one) : part);
        }
        return parts.stream().allMatch(part -> part instanceof Part.Words) ? List.of(new Part.Words(reply)) : parts;
    }

    private static boolean looksLikeCall(String text) {
        return text.contains("\"name\"") && (text.contains("\"parameters\"") || text.contains("\"arguments\""));
    }

    /** {@code brave_search.call(query="…")}. */
    private static Part builtIn(String raw, String text) {
        PythonCalls.Outcome outcome = PythonCalls.parse(text);
        if (outcome.calls().size() == 1 && outcome.calls().getFirst().name().endsWith(".call")) {
            PythonCalls.Written written = outcome.calls().getFirst();
            String name = written.name().substring(0, written.name().length() - ".call".length());
            return new Part.Call(name, Json.write(written.arguments()));
        }
        String reason = outcome.reason();
        return new Part.Malformed(
                raw,
                "After " + PYTHON_TAG + " stands neither a JSON object nor name.call(key=\"value\")"
                        + (reason == null ? "." : ": " + reason));
    }

    /** Cuts text into the JSON objects that stand in it with semicolons or white space between. */
    private static List<String> objects(String text) {
        var objects = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length() && objects.size() < ReplyReader.MAX_CALLS; i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                objects.add(text.substring(from, i + 1));
                int next = i + 1;
                while (next < text.length() && "; \n\r\t".indexOf(text.charAt(next)) >= 0) {
                    next++;
                }
                from = next;
                i = next - 1;
            }
        }
        if (from < text.length()) {
            objects.add(text.substring(from));
        }
        return objects;
    }

    /** {@code [TOOL_CALLS][{…}, …]}, or {@code [TOOL_CALLS]name{…}} with {@code [ARGS]} in between or not. */
    static List<Part> mistral(String reply) {
        int tag = reply.indexOf(MISTRAL_TAG);
        if (tag < 0) {
            return List.of(new Part.Words(reply));
        }
        var parts = new ArrayList<Part>();
        if (tag > 0) {
            parts.add(new Part.Words(reply.substring(0, tag)));
        }
        String raw = reply.substring(tag);
        String calls = raw.substring(MISTRAL_TAG.length()).strip();
        if (calls.startsWith("[")) {
            JsonNode list = list(calls);
            if (list == null) {
                parts.add(new Part.Malformed(raw, "The list of calls is not a JSON array."));
            } else {
                for (int i = 0; i < Math.min(list.size(), ReplyReader.MAX_CALLS); i++) {
                    String one = Json.write(list.get(i));
                    parts.add(call(one, one));
                }
            }
            return parts;
        }
        for (String one : calls.split(java.util.regex.Pattern.quote(MISTRAL_TAG), ReplyReader.MAX_CALLS)) {
            parts.add(named(one));
        }
        return parts;
    }

    private static @Nullable JsonNode list(String text) {
        try {
            JsonNode json = Json.parse(text);
            return json.isArray() ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Part named(String text) {
        int brace = text.indexOf('{');
        String name = (brace < 0 ? text : text.substring(0, brace))
                .replace("[ARGS]", "")
                .strip();
        String arguments = brace < 0 ? "" : text.substring(brace).strip();
        if (name.isEmpty() || name.length() > 200 || !isObject(arguments)) {
            return new Part.Malformed(
                    MISTRAL_TAG + text, "After " + MISTRAL_TAG + " stands no name with a JSON object of arguments.");
        }
        return new Part.Call(name, arguments);
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it cannot be read"
                : message.lines().findFirst().orElse("it cannot be read");
    }
}
