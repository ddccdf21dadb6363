package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.code.PythonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Actions as Python functions with types, defaults and a docstring, for prompts and for people. Every one is syntax of
 * Python 3.10. Parameters stand in the order of the catalogue, those without a default first, as Python wants it.
 */
public final class PythonFunction {
    private static final String INDENT = "    ";

    private PythonFunction() {}

    /** An action as a function whose body is its docstring; ends with a line break. */
    public static String of(Action action) {
        Output output = action.output();
        String gives = output == null ? "None" : type(output.type());
        String head = parameters(action).stream()
                .map(PythonFunction::parameter)
                .collect(Collectors.joining(", ", "def " + action.function() + "(", ") -> " + gives + ":\n"));
        List<String> lines = new ArrayList<>(says(action).lines().toList());
        if (!action.parameters().isEmpty()) {
            lines.add("");
            lines.add("Args:");
            parameters(action).forEach(parameter -> lines.add(INDENT + explanation(parameter)));
        }
        if (output != null) {
            lines.add("");
            lines.add("Returns:");
            lines.add(INDENT + (output.name().isBlank() ? "Result" : Wording.oneLine(output.name())) + ".");
        }
        return head + docstring(lines);
    }

    /** Many actions as one module, which begins with what the types need. */
    public static String module(Collection<Action> actions) {
        return actions.stream()
                .map(PythonFunction::of)
                .collect(Collectors.joining(
                        "\n\n", "from __future__ import annotations\n\nfrom typing import Literal\n\n\n", ""));
    }

    /** What an action does, a sentence, and what else a caller should know. */
    static String says(Action action) {
        String sentence = action.describe(parameter -> Optional.of("`" + parameter.name() + "`"));
        String said = sentence.isBlank() ? Wording.words(action.function()) : sentence;
        String details = action.details();
        return said + "." + (details == null || details.isBlank() ? "" : "\n\n" + details);
    }

    private static List<Parameter> parameters(Action action) {
        List<Parameter> ordered = new ArrayList<>();
        action.parameters().stream().filter(PythonFunction::needed).forEach(ordered::add);
        action.parameters().stream().filter(parameter -> !needed(parameter)).forEach(ordered::add);
        return ordered;
    }

    private static boolean needed(Parameter parameter) {
        return parameter.required() && parameter.defaultValue() == null;
    }

    private static String parameter(Parameter parameter) {
        String type = parameter.values().isEmpty()
                ? type(parameter.type())
                : parameter.values().stream()
                        .map(value -> literal(value, parameter.type()))
                        .collect(Collectors.joining(", ", "Literal[", "]"));
        String named = parameter.name() + ": " + type;
        return needed(parameter)
                ? named
                : parameter.defaultValue() == null
                        ? named + " | None = None"
                        : named + " = " + literal(parameter.defaultValue(), parameter.type());
    }

    private static String explanation(Parameter parameter) {
        return parameter.name() + ": " + Wording.oneLine(parameter.label())
                + (parameter.input() ? "; the output of the action before it where it is left out" : "") + ".";
    }

    /** Types by their Python names; content that Python has no type for is named after itself. */
    static String type(ContentType type) {
        return switch (type) {
            case ANY, OTHER -> "object";
            case TEXT -> "str";
            case NUMBER -> "float";
            case BOOLEAN -> "bool";
            case DICTIONARY -> "dict";
            case LIST -> "list";
            case DATE -> "datetime";
            case DURATION -> "timedelta";
            case URL,
                    QUANTITY,
                    FILE,
                    FOLDER,
                    IMAGE,
                    MEDIA,
                    RICH_TEXT,
                    WEB_PAGE,
                    ARTICLE,
                    CONTACT,
                    LOCATION,
                    EVENT,
                    REMINDER,
                    NOTE,
                    PHOTO,
                    APP,
                    WORKFLOW,
                    HEALTH,
                    WEATHER ->
                type == ContentType.URL
                        ? "URL"
                        : Arrays.stream(type.label().split("_"))
                                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                                .collect(Collectors.joining());
        };
    }

    private static String literal(String text, ContentType type) {
        return python(JsonFunction.literal(text, type));
    }

    private static String python(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> PythonText.quote(field.getKey()) + ": " + python(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream().map(PythonFunction::python).collect(Collectors.joining(", ", "[", "]"));
        }
        if (node.isBoolean()) {
            return node.booleanValue() ? "True" : "False";
        }
        if (node.isNull()) {
            return "None";
        }
        return node.isNumber() ? node.toString() : PythonText.quote(node.asString(""));
    }

    private static String docstring(List<String> lines) {
        List<String> escaped = lines.stream().map(PythonFunction::escaped).toList();
        if (escaped.size() == 1) {
            return INDENT + "\"\"\"" + escaped.getFirst() + "\"\"\"\n";
        }
        return escaped.stream()
                .map(line -> line.isBlank() ? "" : INDENT + line)
                .collect(Collectors.joining("\n", "", "\n" + INDENT + "\"\"\"\n"))
                .replaceFirst("^ {4}", INDENT + "\"\"\"");
    }

    /** A line between three quotes; a quote that stands before another or at the end is escaped. */
    private static String escaped(String line) {
        StringBuilder out = new StringBuilder();
        String[] pieces = line.split("\"", -1);
        for (int i = 0; i < pieces.length; i++) {
            PythonText.escape(pieces[i], '"', out);
            if (i + 1 < pieces.length) {
                out.append(pieces[i + 1].isEmpty() ? "\\\"" : "\"");
            }
        }
        return out.toString();
    }
}
