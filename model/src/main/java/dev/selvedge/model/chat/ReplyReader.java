package dev.selvedge.model.chat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.Reading;
import java.util.ArrayList;
import java.util.List;

/** Makes a message of what a model wrote. */
record ReplyReader(CallSyntax calls, Thinking thinking) {
    /** More than a reply ever has; what goes beyond it is words. */
    static final int MAX_CALLS = 128;

    Reading read(String reply, List<Tool> tools) {
        Thinking.Split split = thinking.split(reply);
        var content = new StringBuilder();
        var wellFormed = new ArrayList<ToolCall>();
        var malformed = new ArrayList<Reading.MalformedCall>();
        for (Part part : calls.parts(split.rest(), tools)) {
            switch (part) {
                case Part.Words(String text) -> content.append(text);
                case Part.Call(String name, String arguments) ->
                    wellFormed.add(new ToolCall("call_" + wellFormed.size(), name, arguments));
                case Part.Malformed(String text, String reason) -> {
                    content.append(text);
                    malformed.add(new Reading.MalformedCall(text, reason));
                }
            }
        }
        String words =
                wellFormed.isEmpty() ? content.toString() : content.toString().strip();
        return new Reading(new Message(Role.ASSISTANT, words, split.thought(), wellFormed, null), malformed);
    }
}
