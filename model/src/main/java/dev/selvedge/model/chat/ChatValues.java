package dev.selvedge.model.chat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.jinja.Text;
import dev.selvedge.model.jinja.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation as the values that templates read, laid out as the Transformers library does. The origin of what a
 * message holds is its number, from 1; the origin of tools is {@link #TOOLS}.
 */
final class ChatValues {
    static final int TOOLS = Integer.MAX_VALUE;

    private ChatValues() {}

    /** None where there are none. */
    static Value tools(List<Tool> tools) {
        if (tools.isEmpty()) {
            return Value.None.NONE;
        }
        ArrayNode list = Json.array();
        for (Tool tool : tools) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", tool.parameters());
        }
        return Value.of(list, TOOLS);
    }

    static Value messages(List<Step> steps) {
        var messages = new ArrayList<Value>();
        for (int i = 0; i < steps.size(); i++) {
            messages.add(message(steps, i));
        }
        return Value.Items.list(messages);
    }

    private static Value message(List<Step> steps, int index) {
        Message message = steps.get(index).message();
        int origin = index + 1;
        var fields = new LinkedHashMap<Value, Value>();
        put(fields, "role", Text.literal(message.role().name().toLowerCase(Locale.ROOT)));
        put(fields, "content", Text.data(message.content(), origin));
        if (message.reasoning() != null) {
            put(fields, "reasoning_content", Text.data(message.reasoning(), origin));
        }
        if (!message.toolCalls().isEmpty()) {
            var calls = new ArrayList<Value>();
            message.toolCalls().forEach(call -> calls.add(call(call, origin)));
            put(fields, "tool_calls", new Value.Items(calls, false, origin));
        }
        if (message.toolCallId() != null) {
            put(fields, "tool_call_id", Text.data(message.toolCallId(), origin));
            String name = calledName(steps.subList(0, index), message.toolCallId());
            if (!name.isEmpty()) {
                put(fields, "name", Text.data(name, origin));
            }
        }
        return new Value.Mapping(fields, origin);
    }

    private static Value call(ToolCall call, int origin) {
        var function = new LinkedHashMap<Value, Value>();
        put(function, "name", Text.data(call.name(), origin));
        put(function, "arguments", arguments(call.arguments(), origin));
        var fields = new LinkedHashMap<Value, Value>();
        put(fields, "id", Text.data(call.id(), origin));
        put(fields, "type", Text.literal("function"));
        put(fields, "function", new Value.Mapping(function, origin));
        return new Value.Mapping(fields, origin);
    }

    /** Templates expect a dictionary; what is none is handed on as text. */
    private static Value arguments(String arguments, int origin) {
        try {
            JsonNode json = Json.parse(arguments);
            if (json.isObject()) {
                return Value.of(json, origin);
            }
        } catch (JacksonException e) {
            // told to the template as text
        }
        return Text.data(arguments, origin);
    }

    /** The tool whose call a message answers, the latest of this id. */
    private static String calledName(List<Step> before, String id) {
        for (Step step : before.reversed()) {
            if (step.message().role() == Role.ASSISTANT) {
                for (ToolCall call : step.message().toolCalls()) {
                    if (call.id().equals(id)) {
                        return call.name();
                    }
                }
            }
        }
        return "";
    }

    private static void put(Map<Value, Value> fields, String name, Value value) {
        fields.put(Text.literal(name), value);
    }
}
