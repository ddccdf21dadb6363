package dev.selvedge.judge.ask;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes parts of a trajectory for a judge to read, with texts shortened where they are longer than allowed, and counts
 * what it left out. What tools gave back is shortened first: every other text may be {@value #OTHERS} times as long.
 */
final class Caps {
    /** Below this, a text says nothing any more. */
    static final int LEAST = 40;

    private static final int OTHERS = 10;
    private static final int FEWEST_CALLS = 3;

    private final int characters;
    private int shortened;
    private long leftOut;

    /** @param characters most of a tool's result */
    Caps(int characters) {
        this.characters = characters;
    }

    /** Texts that were shortened. */
    int shortened() {
        return shortened;
    }

    /** Characters that were left out. */
    long leftOut() {
        return leftOut;
    }

    /** A message as {@code [index, message]}. */
    ArrayNode message(int index, Message message) {
        ObjectNode node = Json.object();
        node.set("role", Json.tree(message.role()));
        node.put("content", message.role() == Role.TOOL ? result(message.content()) : other(message.content()));
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            int most = Math.max(FEWEST_CALLS, characters / LEAST);
            for (ToolCall call : message.toolCalls().stream().limit(most).toList()) {
                calls.addObject()
                        .put("id", other(call.id()))
                        .put("name", other(call.name()))
                        .put("arguments", other(call.arguments()));
            }
            int more = message.toolCalls().size() - most;
            if (more > 0) {
                calls.add("[... " + more + " calls left out ...]");
                leaveOut(message.toolCalls().subList(most, most + more).stream()
                        .mapToLong(call -> call.arguments().length())
                        .sum());
            }
        }
        if (message.toolCallId() != null) {
            node.put("tool_call_id", other(message.toolCallId()));
        }
        return Json.mapper().createArrayNode().add(index).add(node);
    }

    /** A tool; its schema becomes a text where it is too long. */
    ObjectNode tool(Tool tool) {
        ObjectNode node = Json.object().put("name", other(tool.name())).put("description", other(tool.description()));
        String schema = Json.write(tool.parameters());
        if (schema.length() <= most()) {
            node.set("parameters", tool.parameters());
        } else {
            node.put("parameters", other(schema));
        }
        return node;
    }

    String other(String text) {
        return shorten(text, most());
    }

    private int most() {
        return (int) Math.min(Integer.MAX_VALUE, (long) characters * OTHERS);
    }

    private String result(String text) {
        return shorten(text, characters);
    }

    private String shorten(String text, int most) {
        Shortened result = Shortened.of(text, most);
        if (result.leftOut() > 0) {
            leaveOut(result.leftOut());
        }
        return result.text();
    }

    private void leaveOut(long more) {
        shortened++;
        leftOut += more;
    }
}
