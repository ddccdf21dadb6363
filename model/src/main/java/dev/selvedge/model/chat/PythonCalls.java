package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls written as Python: {@code name(key=value)} with literal values. They are read as text and never run.
 *
 * <p>Names that Python does not allow are written differently by the models: a hyphen as an underscore, which the names
 * of the tools tell, and an argument that is a word of Python with an underscore after it.
 */
final class PythonCalls {
    private static final Set<String> PYTHON_WORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private PythonCalls() {}

    /** A call as it was written. */
    record Written(String name, ObjectNode arguments) {}

    /** @param reason what is wrong, null where nothing is */
    record Outcome(List<Written> calls, @Nullable String reason) {}

    /** A whole reply that is a list of calls, else words. */
    static List<Part> list(String reply, List<Tool> tools) {
        String text = reply.strip();
        boolean call = text.matches("(?s)\\[\\s*[\\p{L}_][\\w.]*\\(.*");
        return call ? parts(reply, text, tools) : List.of(new Part.Words(reply));
    }

    /** Calls between markers, in a fence or without one. */
    static List<Part> fenced(String raw, String text, List<Tool> tools) {
        String code = text.strip();
        if (code.startsWith("```")) {
            int line = code.indexOf('\n');
            int end = code.lastIndexOf("```");
            code = line >= 0 && end > line ? code.substring(line, end).strip() : code;
        }
        return parts(raw, code, tools);
    }

    private static List<Part> parts(String raw, String code, List<Tool> tools) {
        Outcome outcome = parse(code);
        if (outcome.reason() != null) {
            return List.of(new Part.Malformed(raw, outcome.reason()));
        }
        var parts = new ArrayList<Part>();
        for (Written written : outcome.calls()) {
            parts.add(new Part.Call(toolName(written.name(), tools), Json.write(argumentNames(written.arguments()))));
        }
        return parts;
    }

    /** Reads calls one after the other, or a list of them. */
    static Outcome parse(String code) {
        var reader = new PythonLiterals(code);
        try {
            return new Outcome(reader.calls(), null);
        } catch (PythonLiterals.Mistake e) {
            return new Outcome(List.of(), e.getMessage());
        }
    }

    private static String toolName(String written, List<Tool> tools) {
        if (tools.stream().anyMatch(tool -> tool.name().equals(written))) {
            return written;
        }
        List<String> named = tools.stream()
                .map(Tool::name)
                .filter(name -> name.replace('-', '_').equals(written))
                .toList();
        return named.size() == 1 ? named.getFirst() : written;
    }

    private static ObjectNode argumentNames(ObjectNode written) {
        ObjectNode named = Json.object();
        written.properties().forEach(entry -> {
            String name = entry.getKey();
            String bare = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
            named.set(PYTHON_WORDS.contains(bare) ? bare : name, entry.getValue());
        });
        return named;
    }
}
