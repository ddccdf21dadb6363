package dev.selvedge.judge.ask;

import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Score;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The words in which a judge is asked. */
final class Asked {
    /** Fewer tokens do not hold the rubric and a view that says something. */
    static final int LEAST_BUDGET = 4_000;

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_REPEATED = 4_000;
    private static final PromptText RUBRIC = load("rubric", "propagation");
    private static final PromptText PROPAGATING = load("propagating");
    private static final PromptText INDEPENDENT = load("independent");
    private static final PromptText REQUEST =
            load("request", "part", "steps", "outcome", "final", "finalExplanation", "marks", "state", "payload");
    private static final PromptText AGAIN = load("again", "problems", "steps", "outcome");
    private static final String OUTCOME = ", and the whole";
    private static final String MARKS =
            "Long texts are shortened; marks such as [... 1,234 characters left out ...] are"
                    + " ours and no fault of the agent.\n";

    private Asked() {}

    private static PromptText load(String name, String... slots) {
        return PromptText.load(Asked.class, name, Set.of(slots));
    }

    static String rubric(JudgeSettings.Mode mode) {
        PromptText rule = switch (mode) {
            case PROPAGATING -> PROPAGATING;
            case INDEPENDENT -> INDEPENDENT;
        };
        return RUBRIC.fill(Map.of("propagation", rule.text()));
    }

    /** Tokens of a prompt without its view, as estimated, with room to ask again. */
    static int overhead(JudgeSettings.Mode mode, SortedSet<Integer> steps, int budgetTokens) {
        return Fitted.tokens(rubric(mode))
                + Fitted.tokens(REQUEST.text())
                + 2 * Fitted.tokens(list(steps))
                + 200
                + budgetTokens / 10;
    }

    /**
     * Asks for the labels of one window.
     *
     * @param number of the window, from 0
     * @param before what was said of the steps before, by step
     */
    static List<Message> window(
            JudgeSettings.Mode mode,
            Views views,
            int number,
            SortedMap<Integer, Score> before,
            SortedMap<Integer, String> reasons) {
        Views.Window window = views.windows().get(number);
        int windows = views.windows().size();
        boolean outcome = number == windows - 1;
        String part = "This is window " + (number + 1) + " of " + windows
                + " on one long conversation. Its beginning is shown in every window. ";
        String request = REQUEST.fill(Map.of(
                "part", windows == 1 ? "" : part,
                "steps", list(window.steps()),
                "outcome", outcome ? OUTCOME : "",
                "final", outcome ? "\"final_label\": -1 or 1, " : "",
                "finalExplanation", outcome ? ", \"final\": \"why\"" : "",
                "marks", views.shortened() == 0 ? "" : MARKS,
                "state", state(before, reasons, views.stateTokens()),
                "payload", Json.write(payload(views, window))));
        return List.of(Message.system(rubric(mode)), Message.user(request));
    }

    private static ObjectNode payload(Views views, Views.Window window) {
        ObjectNode payload = Json.object().put("question", views.question());
        if (!views.description().isEmpty()) {
            payload.put("task_description", views.description());
        }
        payload.set("tools", views.tools());
        payload.set("messages", window.messages());
        return payload;
    }

    /** What was said of the steps before: the wrong ones first to be kept, then the latest, in order. */
    private static String state(SortedMap<Integer, Score> before, SortedMap<Integer, String> reasons, int tokens) {
        if (before.isEmpty()) {
            return "";
        }
        List<Integer> byNeed = before.keySet().stream()
                .sorted((a, b) ->
                        isWrong(before, a) == isWrong(before, b) ? Integer.compare(b, a) : isWrong(before, a) ? -1 : 1)
                .toList();
        Set<Integer> kept = new TreeSet<>();
        int used = 0;
        for (Integer step : byNeed) {
            used += Fitted.tokens(line(step, before, reasons));
            if (used > tokens) {
                break;
            }
            kept.add(step);
        }
        String lines = kept.stream().map(step -> line(step, before, reasons)).collect(Collectors.joining());
        int more = before.size() - kept.size();
        return "What was said of the steps before this window:\n" + lines
                + (more > 0 ? "[... " + more + " more steps before, none of them listed ...]\n" : "");
    }

    private static boolean isWrong(SortedMap<Integer, Score> labels, Integer step) {
        return labels.get(step) instanceof Score.Value(double value) && value < 0;
    }

    private static String line(Integer step, SortedMap<Integer, Score> labels, SortedMap<Integer, String> reasons) {
        String label = labels.get(step) instanceof Score.Value(double value) ? "" + (int) value : "not known";
        return "step " + step + ": " + label + " "
                + Shortened.text(reasons.getOrDefault(step, ""), LONGEST_REASON).replace('\n', ' ') + "\n";
    }

    /** The conversation with a reply that could not be used, and what was wrong with it. */
    static List<Message> again(
            List<Message> asked, String reply, Answer answer, ReplyReader.Wanted wanted, int budgetTokens) {
        int most = Math.min(LONGEST_REPEATED, budgetTokens / 20);
        String problems = Shortened.text(answer.problems(), most);
        return Stream.concat(
                        asked.stream(),
                        Stream.of(
                                Message.assistant(Shortened.text(reply, most)),
                                Message.user(AGAIN.fill(Map.of(
                                        "problems",
                                        problems,
                                        "steps",
                                        list(wanted.steps()),
                                        "outcome",
                                        wanted.outcome() ? OUTCOME : "")))))
                .toList();
    }

    /** All indices, for each is to be labelled. */
    private static String list(SortedSet<Integer> steps) {
        return steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
