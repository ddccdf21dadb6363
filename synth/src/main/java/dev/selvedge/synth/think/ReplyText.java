package dev.selvedge.synth.think;

import dev.selvedge.core.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What of a reply is the answer. */
public final class ReplyText {
    private static final String FENCE = "```";
    private static final String THOUGHTS_END = "</think>";
    private static final int LONGEST_PROBLEM = 200;

    private ReplyText() {}

    /** The answer: without the thoughts of a reasoning model, and what stands in the fence if there is just one. */
    public static String of(String reply) {
        String text = reply.substring(thoughtsEnd(reply)).strip();
        int open = text.indexOf(FENCE);
        int close = open < 0 ? -1 : text.indexOf(FENCE, open + FENCE.length());
        if (close < 0 || text.indexOf(FENCE, close + FENCE.length()) >= 0) {
            return text;
        }
        int start = text.indexOf('\n', open);
        return start < 0 || start > close
                ? text
                : text.substring(start + 1, close).strip();
    }

    private static int thoughtsEnd(String reply) {
        int end = reply.lastIndexOf(THOUGHTS_END);
        return end < 0 ? 0 : end + THOUGHTS_END.length();
    }

    /** The answer as one JSON object, or what is wrong with it; Jackson bounds its nesting. */
    public static Checked<ObjectNode> object(String reply) {
        try {
            JsonNode tree = Json.parse(of(reply));
            return tree instanceof ObjectNode object
                    ? Checked.of(object)
                    : Checked.problem(Flaw.NOT_JSON, "It is JSON, but not one object.");
        } catch (JacksonException e) {
            String message =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            return Checked.problem(
                    Flaw.NOT_JSON,
                    "It is not one JSON object and nothing else: "
                            + message.substring(0, Math.min(LONGEST_PROBLEM, message.length())) + ".");
        }
    }
}
