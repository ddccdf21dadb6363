package dev.selvedge.synth.export;

import dev.selvedge.core.Message;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.UserException;
import java.io.Serializable;
import java.util.List;

/**
 * How long a row may be: a longer one is refused and counted, never cut.
 *
 * @param most in the measure's unit
 * @param measure of a conversation
 */
public record Limit(long most, Measure measure) implements Serializable {
    /** No limit. */
    public static final Limit NONE = new Limit(Long.MAX_VALUE, new Characters());

    /** How long a conversation is. */
    public interface Measure extends Serializable {
        /**
         * The length of a conversation with the tools that may be called in it.
         *
         * @throws UserException if it has none, such as one that a chat format does not take
         */
        long of(ChatRow row, List<Message> conversation);

        /** Plural of what is counted. */
        String unit();
    }

    /** UTF-16 code units of all texts, calls and tools, without what a chat format puts around them. */
    public record Characters() implements Measure {
        @Override
        public long of(ChatRow row, List<Message> conversation) {
            long length = Messages.toolsText(row.tools()).length();
            for (Message message : conversation) {
                length += Messages.thinkingText(message).length();
                for (ToolCall call : message.toolCalls()) {
                    length += call.name().length() + call.arguments().length();
                }
            }
            return length;
        }

        @Override
        public String unit() {
            return "characters";
        }
    }

    private static String withoutStop(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    }

    /** @throws UnfitRow if a conversation of the row is longer */
    void check(ChatRow row) {
        if (most == Long.MAX_VALUE) {
            return;
        }
        long length;
        try {
            List<Message> worse = row.worse();
            length = Math.max(measure.of(row, row.messages()), worse == null ? 0 : measure.of(row, worse));
        } catch (UserException | IllegalArgumentException e) {
            throw new UnfitRow("cannot-be-measured", "", "the row cannot be measured: " + withoutStop(e));
        }
        if (length > most) {
            throw new UnfitRow(
                    "too-long", "", "the row has " + length + " " + measure.unit() + ", and " + most + " is the most");
        }
    }
}
