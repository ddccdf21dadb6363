package dev.selvedge.serve;

import dev.selvedge.core.Tool;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether a reply calls tools. */
sealed interface ToolChoice {
    /** As the model likes. */
    record Auto() implements ToolChoice {}

    /** Not at all; the model is not told of the tools. */
    record None() implements ToolChoice {}

    /** One of them at least. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}

    static ToolChoice read(JsonNode given, List<Tool> tools) throws Refusal {
        if (given.isMissingNode()) {
            return new Auto();
        }
        String name = given.path("function").path("name").asString("");
        String word = given.isString() ? given.stringValue() : name.isEmpty() ? "" : "named";
        ToolChoice choice = switch (word) {
            case "auto" -> new Auto();
            case "none" -> new None();
            case "required" -> new Required();
            case "named" -> new Named(name);
            default -> throw Fields.expected("tool_choice", "'none', 'auto', 'required' or a function by name", given);
        };
        if (choice instanceof Required && tools.isEmpty()) {
            throw Refusal.invalid("tool_choice", "'tool_choice' requires a tool, but the request has none.");
        }
        if (choice instanceof Named
                && tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw Refusal.invalid("tool_choice", "'tool_choice' names a tool that the request does not have.");
        }
        return choice;
    }
}
