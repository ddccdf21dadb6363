package dev.selvedge.judge.view;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Resource;
import dev.selvedge.core.Role;
import dev.selvedge.core.Score;
import dev.selvedge.core.Tool;
import dev.selvedge.core.ToolCall;
import dev.selvedge.core.XmlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A trajectory as one HTML page that needs nothing else. All content is escaped; besides, the page's policy lets no
 * script and no style run but the two that are known by their hashes, and loads nothing. Texts of more than
 * {@value #LONGEST_TEXT} characters are shortened, with a mark.
 */
public final class TrajectoryPage {
    private static final int LONGEST_TEXT = 200_000;
    private static final int PREVIEW = 140;
    private static final String STYLE = Resource.text(TrajectoryPage.class, "trajectory.css");
    private static final String SCRIPT = Resource.text(TrajectoryPage.class, "trajectory.js");

    private final StringBuilder out = new StringBuilder();
    private final TrajectoryView view;

    private TrajectoryPage(TrajectoryView view) {
        this.view = view;
    }

    /** The page of a view. */
    public static String of(TrajectoryView view) {
        TrajectoryPage page = new TrajectoryPage(view);
        page.write();
        return page.out.toString();
    }

    /** The name by which a page's policy knows a script or style. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void write() {
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ")
                .append(hash(SCRIPT))
                .append("; style-src ")
                .append(hash(STYLE))
                .append("; base-uri 'none'; form-action 'none'\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        out.append("<title>").append(escape(view.id())).append("</title>\n");
        out.append("<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
        header();
        out.append("<main>\n");
        tools();
        for (int i = 0; i < view.messages().size(); i++) {
            message(i, view.messages().get(i));
        }
        out.append("</main>\n<script>").append(SCRIPT).append("</script>\n</body>\n</html>\n");
    }

    private void header() {
        out.append("<header>\n<h1>").append(escape(view.id())).append("</h1>\n");
        if (!view.about().isEmpty()) {
            element("p", "about", view.about());
        }
        if (!view.question().isEmpty()) {
            element("p", "question", view.question());
        }
        out.append("<div class=\"outcomes\">\n");
        for (TrajectoryView.Opinion opinion : view.opinions()) {
            out.append("<div class=\"outcome\">");
            chip(opinion.outcome());
            out.append(" <b>").append(escape(opinion.judge())).append("</b> ");
            out.append(escape(said(opinion.outcome(), opinion.summary()))).append("</div>\n");
        }
        out.append("</div>\n<nav aria-label=\"Steps\">");
        for (int step : view.steps()) {
            out.append("<a href=\"#m")
                    .append(step)
                    .append("\" class=\"step ")
                    .append(colour(step))
                    .append("\">");
            out.append(step);
            view.opinions()
                    .forEach(opinion -> out.append("<i class=\"")
                            .append(name(opinion.steps().get(step)))
                            .append("\">")
                            .append(TrajectoryView.mark(opinion.steps().get(step)))
                            .append("</i>"));
            out.append("</a>");
        }
        out.append(
                        "</nav>\n<p class=\"keys\"><kbd>j</kbd> <kbd>k</kbd> next and previous step, <kbd>n</kbd> next wrong step, ")
                .append(
                        "<kbd>d</kbd> next step on which the judges differ, <kbd>o</kbd> open or close what is folded there, ")
                .append("<kbd>e</kbd> everything</p>\n</header>\n");
    }

    private void tools() {
        if (view.tools().isEmpty()) {
            return;
        }
        out.append("<details class=\"tools\"><summary>")
                .append(view.tools().size())
                .append(view.tools().size() == 1 ? " tool" : " tools")
                .append("</summary>\n");
        for (Tool tool : view.tools()) {
            out.append("<h3>").append(escape(tool.name())).append("</h3>");
            element("p", "", tool.description());
            pre(Json.pretty(tool.parameters()));
        }
        out.append("</details>\n");
    }

    private void message(int index, Message message) {
        boolean step = message.role() == Role.ASSISTANT;
        String role = message.role().name().toLowerCase(Locale.ROOT);
        out.append("<article id=\"m").append(index).append("\" class=\"").append(role);
        if (step) {
            out.append(" step ")
                    .append(colour(index))
                    .append(differ(index) ? " differ" : "")
                    .append("\" tabindex=\"-1");
        }
        out.append("\">\n<h2>").append(index).append(' ').append(role);
        if (message.toolCallId() != null) {
            out.append(" <small>answers ").append(escape(message.toolCallId())).append("</small>");
        }
        out.append("</h2>\n<div class=\"said\">\n");
        switch (message.role()) {
            case SYSTEM, TOOL -> folded(message.content());
            case USER, ASSISTANT -> {
                if (!message.content().isEmpty()) {
                    element("div", "text", message.content());
                }
            }
        }
        if (message.reasoning() != null) {
            out.append("<details><summary>thought</summary>");
            element("div", "text", message.reasoning());
            out.append("</details>\n");
        }
        message.toolCalls().forEach(this::call);
        out.append("</div>\n");
        if (step && !view.opinions().isEmpty()) {
            out.append("<div class=\"verdicts\">\n");
            view.opinions().forEach(opinion -> verdict(index, opinion));
            out.append("</div>\n");
        }
        out.append("</article>\n");
    }

    private void call(ToolCall call) {
        out.append("<div class=\"call\"><b>").append(escape(call.name())).append("</b> <small>");
        out.append(escape(call.id())).append("</small>");
        pre(TrajectoryView.laidOut(call.arguments()));
        out.append("</div>\n");
    }

    private void verdict(int index, TrajectoryView.Opinion opinion) {
        Score score = opinion.steps().get(index);
        out.append("<div class=\"verdict\">");
        chip(score);
        out.append(" <b>").append(escape(opinion.judge())).append("</b>");
        String reason = said(score, opinion.reasons().getOrDefault(index, ""));
        if (!reason.isEmpty()) {
            element("p", "", reason);
        }
        out.append("</div>\n");
    }

    private void folded(String content) {
        String line = content.replaceAll("\\s+", " ").strip();
        String preview = line.codePointCount(0, line.length()) <= PREVIEW
                ? line
                : line.substring(0, line.offsetByCodePoints(0, PREVIEW)) + " …";
        out.append("<details><summary>")
                .append(escape(preview.isEmpty() ? "(empty)" : preview))
                .append("</summary>");
        pre(TrajectoryView.laidOut(content));
        out.append("</details>\n");
    }

    private void pre(String text) {
        element("pre", "", text);
    }

    private void element(String tag, String type, String text) {
        out.append('<').append(tag);
        if (!type.isEmpty()) {
            out.append(" class=\"").append(type).append('"');
        }
        out.append('>').append(escape(text)).append("</").append(tag).append(">\n");
    }

    private void chip(@Nullable Score score) {
        out.append("<span class=\"chip ")
                .append(name(score))
                .append("\">")
                .append(TrajectoryView.mark(score))
                .append("</span>");
    }

    /** The colour of a step: what the first judge says of it. */
    private String colour(int step) {
        return view.opinions().isEmpty()
                ? "plain"
                : name(view.opinions().getFirst().steps().get(step));
    }

    private boolean differ(int step) {
        List<String> marks = view.opinions().stream()
                .map(opinion -> TrajectoryView.mark(opinion.steps().get(step)))
                .distinct()
                .toList();
        return marks.size() > 1;
    }

    private static String name(@Nullable Score score) {
        return switch (TrajectoryView.mark(score)) {
            case "+1" -> "right";
            case "0" -> "neutral";
            case "-1" -> "wrong";
            default -> "unscored";
        };
    }

    private static String said(@Nullable Score score, String reason) {
        return (TrajectoryView.why(score) + " " + reason).strip();
    }

    private static String escape(String text) {
        int more = text.length() - LONGEST_TEXT;
        return more <= 0
                ? XmlText.escape(text)
                : XmlText.escape(text.substring(0, LONGEST_TEXT)) + " [... " + more + " characters left out ...]";
    }
}
