package dev.selvedge.model.chat;

import dev.selvedge.core.Tool;
import dev.selvedge.core.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a family of models writes calls of tools. What a model wrote is read, never run; a text that should be a call and
 * is none is told as such and not dropped.
 */
enum CallSyntax {
    /** Calls are not written apart. */
    NONE,
    /** {@code <tool_call>{"name": …, "arguments": {…}}</tool_call>}, any number of them: Hermes, Qwen. */
    HERMES,
    /**
     * The whole reply is {@code {"name": …, "parameters": {…}}}, or several with semicolons between, after an optional
     * {@code <|python_tag|>}, which may also precede {@code name.call(key="value")}: Llama 3.
     */
    LLAMA_JSON,
    /** The whole reply is {@code [name(key=value), …]}: Llama 3.2, Llama 4. */
    PYTHONIC,
    /** Python calls, in a fence or a list, between {@code <|tool_call_start|>} and {@code <|tool_call_end|>}. */
    MINICPM,
    /** {@code [TOOL_CALLS]} and a list of JSON calls, or name and arguments one after the other. */
    MISTRAL;

    /** What a template tells of it. */
    static CallSyntax of(String template) {
        if (template.contains("<|tool_call_start|>")) {
            return MINICPM;
        }
        if (template.contains("<tool_call>")) {
            return HERMES;
        }
        if (template.contains("[TOOL_CALLS]")) {
            return MISTRAL;
        }
        if (template.contains("<|python_tag|>")) {
            return LLAMA_JSON;
        }
        return template.contains("[func_name1(") ? PYTHONIC : NONE;
    }

    /** As chat_format.json names it. */
    static CallSyntax named(Path directory, String name) {
        for (CallSyntax syntax : values()) {
            if (syntax.word().equals(name)) {
                return syntax;
            }
        }
        throw new UserException(directory.resolve("chat_format.json") + " names tool_calls " + name + "; there are "
                + Arrays.stream(values()).map(CallSyntax::word).collect(Collectors.joining(", ")) + ".");
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What stands before the tool's name as JSON, between the name and the arguments, and after them, in a reply that is
     * one call; null where arguments are not written as JSON.
     */
    @Nullable
    List<String> frame() {
        return switch (this) {
            case HERMES -> List.of("<tool_call>\n{\"name\": ", ", \"arguments\": ", "}\n</tool_call>");
            case LLAMA_JSON -> List.of("{\"name\": ", ", \"parameters\": ", "}");
            case MISTRAL -> List.of("[TOOL_CALLS][{\"name\": ", ", \"arguments\": ", "}]");
            case NONE, PYTHONIC, MINICPM -> null;
        };
    }

    /** The parts of a reply, in order. */
    List<Part> parts(String reply, List<Tool> tools) {
        return switch (this) {
            case NONE -> List.of(new Part.Words(reply));
            case HERMES -> between(reply, "<tool_call>", "</tool_call>", (raw, text) -> JsonCalls.one(raw, text));
            case LLAMA_JSON -> JsonCalls.llama(reply);
            case PYTHONIC -> PythonCalls.list(reply, tools);
            case MINICPM ->
                between(
                        reply,
                        "<|tool_call_start|>",
                        "<|tool_call_end|>",
                        (raw, text) -> PythonCalls.fenced(raw, text, tools));
            case MISTRAL -> JsonCalls.mistral(reply);
        };
    }

    private interface Reader {
        /**
         * @param raw the text with its markers
         * @param text the text between them
         */
        List<Part> read(String raw, String text);
    }

    private static List<Part> between(String reply, String open, String close, Reader reader) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < reply.length()) {
            int from = reply.indexOf(open, at);
            if (from < 0 || parts.size() > 2 * ReplyReader.MAX_CALLS) {
                break;
            }
            words(reply.substring(at, from), parts);
            int end = reply.indexOf(close, from);
            if (end < 0) {
                parts.add(new Part.Malformed(
                        reply.substring(from), "The call has no end: " + close + " is missing after " + open + "."));
                return parts;
            }
            at = end + close.length();
            parts.addAll(reader.read(reply.substring(from, at), reply.substring(from + open.length(), end)));
        }
        words(reply.substring(at), parts);
        return parts;
    }

    private static void words(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Words(text));
        }
    }
}
