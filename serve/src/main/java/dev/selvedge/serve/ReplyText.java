package dev.selvedge.serve;

import dev.selvedge.core.Message;
import dev.selvedge.core.ToolCall;
import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.Reading;
import dev.selvedge.model.Sampled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one choice, made of its tokens as they come. The tokens so far are read anew each time, by the same
 * reader that reads them when all have come, and what is new in the result is told, as far as no later token can change
 * it: half a character, what may become a stop text or a mark of the chat format, white space at the end, and a call that
 * is not complete are held back. So the pieces put together are the text that the whole choice has.
 */
final class ReplyText {
    /** The beginning of a tag, of a special token's spelling or of a mark in brackets. */
    private static final Pattern HALF_MARK =
            Pattern.compile("<[A-Za-z/|_\\uFF5C][^<>\\s]{0,30}\\z|<\\z|\\[[A-Z_]{0,12}\\z");

    private static final char REPLACEMENT = '\uFFFD';

    private final Function<int[], Reading> reader;
    private final Form form;
    private final List<String> stops;
    private final String callIds;
    private int[] ids = new int[64];
    private int count;
    private String content = "";
    private String reasoning = "";
    private int calls;

    /** What the text is. */
    enum Form {
        /** Text and nothing else. */
        PLAIN,
        /** A message in which nothing is called. */
        MESSAGE,
        /** A message that may be a call as a whole, as some formats write it. */
        MESSAGE_WITH_TOOLS
    }

    /**
     * The text of a choice of which nothing has come.
     *
     * @param reader says what tokens say, also of the beginning of a reply
     * @param stops texts at which the choice ends
     * @param callIds what the ids of calls begin with
     */
    ReplyText(Function<int[], Reading> reader, Form form, List<String> stops, String callIds) {
        this.reader = reader;
        this.form = form;
        this.stops = stops;
        this.callIds = callIds;
    }

    /**
     * Goes on.
     *
     * @param choice number of the choice
     * @param tokens that came
     * @param ending why the choice is over; null while it goes on
     */
    Piece next(int choice, List<Sampled> tokens, @Nullable Ending ending) {
        for (Sampled token : tokens) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = token.id();
        }
        Reading reading = reader.apply(Arrays.copyOf(ids, count));
        Message message = reading.message();
        boolean over = ending != null;
        boolean thought =
                over || !message.content().isEmpty() || !message.toolCalls().isEmpty();
        String thoughts = moreReasoning(message.reasoning() == null ? "" : message.reasoning(), thought);
        String text = moreContent(message.content(), reading, over);
        List<Piece.Call> complete = moreCalls(message.toolCalls(), over);
        return new Piece(choice, text, thoughts, complete, tokens, ending == null ? null : finish(ending));
    }

    private String finish(Ending ending) {
        return switch (ending) {
            case MAX_TOKENS, MAX_POSITIONS -> "length";
            case STOP_TOKEN, CONSTRAINT_END -> calls > 0 ? "tool_calls" : "stop";
            case STOP_STRING -> "stop";
            case CANCELLED -> "abort";
        };
    }

    private String moreReasoning(String now, boolean complete) {
        if (reasoning.isEmpty() && !content.isEmpty() && now.startsWith(content)) {
            // The format tells only now that what was shown is no answer but thoughts; it is not shown twice.
            reasoning = now;
            content = "";
            return "";
        }
        String sure = complete ? beforeStop(now) : now.substring(0, sureLength(now));
        String more = sure.startsWith(reasoning) ? sure.substring(reasoning.length()) : "";
        reasoning += more;
        return more;
    }

    private String moreContent(String now, Reading reading, boolean over) {
        String whole = beforeStop(now);
        int sure = over ? whole.length() : Math.min(whole.length(), sureLength(whole));
        if (!over && !reading.malformed().isEmpty()) {
            int call = whole.indexOf(reading.malformed().getFirst().text());
            sure = call < 0 ? sure : Math.min(sure, sureLength(whole.substring(0, call)));
        }
        if (!over && form == Form.MESSAGE_WITH_TOOLS && mayBeCall(whole)) {
            sure = 0;
        }
        String more =
                sure > content.length() && whole.startsWith(content) ? whole.substring(content.length(), sure) : "";
        content += more;
        return more;
    }

    /** Calls that are complete: no later token adds to them. */
    private List<Piece.Call> moreCalls(List<ToolCall> now, boolean over) {
        List<Piece.Call> more = new ArrayList<>();
        for (int complete = over ? now.size() : now.size() - 1; calls < complete; calls++) {
            ToolCall call = now.get(calls);
            more.add(new Piece.Call(calls, callIds + calls, call.name(), call.arguments()));
        }
        return more;
    }

    private static boolean mayBeCall(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private String beforeStop(String text) {
        int end = text.length();
        for (String stop : stops) {
            int at = text.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return text.substring(0, end);
    }

    /** How much of a text stands, whatever follows it. */
    private int sureLength(String text) {
        int end = text.length();
        for (String stop : stops) {
            end = Math.min(end, text.length() - halfStop(text, stop));
        }
        if (form != Form.PLAIN) {
            Matcher mark = HALF_MARK.matcher(text);
            end = mark.find() ? Math.min(end, mark.start()) : end;
        }
        while (end > 0 && isOpen(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private boolean isOpen(char last) {
        return last == REPLACEMENT || (form != Form.PLAIN && Character.isWhitespace(last));
    }

    /** Length of the longest beginning of a stop text at the end of a text. */
    private static int halfStop(String text, String stop) {
        for (int length = Math.min(stop.length() - 1, text.length()); length > 0; length--) {
            if (text.regionMatches(text.length() - length, stop, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
