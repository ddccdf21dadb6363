package dev.selvedge.judge.view;

import dev.selvedge.core.Message;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.ToolCall;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trajectory for the terminal. Control characters of the content are shown, never sent. */
public final class TrajectoryText {
    private static final int FOLDED_LINES = 6;
    private static final int LONGEST_LINE = 400;

    private final StringBuilder out = new StringBuilder();
    private final boolean colour;
    private final boolean full;

    private TrajectoryText(boolean colour, boolean full) {
        this.colour = colour;
        this.full = full;
    }

    /**
     * The text of a view.
     *
     * @param colour whether to use the terminal's colours
     * @param full whether results are shown whole; else their beginnings, with a mark
     */
    public static String of(TrajectoryView view, boolean colour, boolean full) {
        TrajectoryText text = new TrajectoryText(colour, full);
        text.write(view);
        return text.out.toString();
    }

    private void write(TrajectoryView view) {
        line("", view.id());
        if (!view.about().isEmpty()) {
            line("", view.about());
        }
        if (!view.question().isEmpty()) {
            line("", view.question());
        }
        for (TrajectoryView.Opinion opinion : view.opinions()) {
            out.append("  outcome ").append(mark(opinion.outcome())).append(' ');
            line("", opinion.judge() + said(opinion.outcome(), opinion.summary()));
        }
        for (int i = 0; i < view.messages().size(); i++) {
            message(i, view.messages().get(i), view.opinions());
        }
    }

    private void message(int index, Message message, List<TrajectoryView.Opinion> opinions) {
        out.append('\n');
        boolean step = message.role() == Role.ASSISTANT;
        if (step && !opinions.isEmpty()) {
            opinions.forEach(
                    opinion -> out.append(mark(opinion.steps().get(index))).append(' '));
        }
        out.append(bold(index + " " + message.role().name().toLowerCase(Locale.ROOT)));
        if (message.toolCallId() != null) {
            out.append(" answers ").append(shown(message.toolCallId()));
        }
        out.append('\n');
        boolean fold = !full && message.role() != Role.ASSISTANT && message.role() != Role.USER;
        text("    ", TrajectoryView.laidOut(message.content()), fold);
        if (message.reasoning() != null) {
            text("    thought: ", message.reasoning(), !full);
        }
        for (ToolCall call : message.toolCalls()) {
            line("    calls ", call.name() + " (" + call.id() + ")");
            text("      ", TrajectoryView.laidOut(call.arguments()), false);
        }
        if (step) {
            for (TrajectoryView.Opinion opinion : opinions) {
                Score score = opinion.steps().get(index);
                String reason = said(score, opinion.reasons().getOrDefault(index, ""));
                if (!reason.isEmpty()) {
                    out.append("  ").append(mark(score)).append(' ');
                    line("", opinion.judge() + reason);
                }
            }
        }
    }

    private static String said(@Nullable Score score, String reason) {
        String all = (TrajectoryView.why(score) + " " + reason).strip();
        return all.isEmpty() ? "" : ": " + all;
    }

    private void text(String indent, String text, boolean fold) {
        if (text.isEmpty()) {
            return;
        }
        List<String> lines =
                text.lines().limit(fold ? FOLDED_LINES + 1L : Long.MAX_VALUE).toList();
        int show = fold && lines.size() > FOLDED_LINES ? FOLDED_LINES : lines.size();
        for (String each : lines.subList(0, show)) {
            String cut = fold && each.length() > LONGEST_LINE
                    ? each.substring(0, LONGEST_LINE) + " [... " + (each.length() - LONGEST_LINE)
                            + " characters more; --full shows them]"
                    : each;
            line(indent, cut);
        }
        if (show < lines.size()) {
            line(indent, "[... " + (text.lines().count() - show) + " lines more; --full shows them]");
        }
    }

    private void line(String indent, String text) {
        out.append(indent).append(shown(text)).append('\n');
    }

    /** Control characters, and those that turn the direction of the text around, as escapes. */
    private static String shown(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            if (c != '\t' && (Character.isISOControl(c) || turns || Character.getType(c) == Character.SURROGATE)) {
                safe.append(c == '\n' ? " " : String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private String mark(@Nullable Score score) {
        String mark = String.format("%2s", TrajectoryView.mark(score));
        return colour
                ? switch (mark.strip()) {
                            case "+1" -> "\u001b[32m";
                            case "-1" -> "\u001b[31m";
                            case "0" -> "\u001b[33m";
                            default -> "\u001b[2m";
                        }
                        + mark + "\u001b[0m"
                : mark;
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
