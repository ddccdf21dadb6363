package dev.selvedge.judge.ask;

import dev.selvedge.core.Json;
import dev.selvedge.core.Role;
import dev.selvedge.core.Step;
import dev.selvedge.judge.LabelledTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A trajectory in views of bounded size. If it fits one view whole, it is shown whole. Else what tools gave back is
 * shortened, to {@value #SHORT} characters at least; if it fits then, it is shown at once. Else it is shown in several
 * windows one after the other, each with the beginning of the conversation and some of its steps; what was said of the
 * steps before goes along as words. Labels and reference answers are not part of any view.
 *
 * @param question what the agent was asked, shortened where needed
 * @param description what else the task says, shortened where needed
 * @param tools as JSON
 * @param windows in order, at least one
 * @param shortened texts that were shortened, in all windows
 * @param leftOut characters that were left out, in all windows
 * @param stateTokens room for what was said of the steps before
 */
record Views(
        String question,
        String description,
        JsonNode tools,
        List<Window> windows,
        int shortened,
        long leftOut,
        int stateTokens) {
    private static final int SHORT = 800;

    Views {
        windows = List.copyOf(windows);
    }

    /**
     * A part of the conversation.
     *
     * @param messages as {@code [index, message]}
     * @param steps steps to label in it, none where it has no step at all
     */
    record Window(ArrayNode messages, SortedSet<Integer> steps) {}

    /** Consecutive messages that end with a step, or with the conversation. */
    private record Part(List<Integer> messages, List<Integer> steps) {}

    /**
     * The views of a trajectory.
     *
     * @param tokens room for each view, as {@link Fitted#tokens} counts
     */
    static Views of(LabelledTrajectory trajectory, int tokens) {
        Fitted tools = Fitted.of(trajectory.tools(), Caps::tool, tokens / 6, Caps.LEAST);
        int characters = tokens / 4;
        Shortened question = Shortened.of(trajectory.question(), characters);
        JsonNode told = trajectory.rest().values().get("/task_description");
        Shortened description =
                Shortened.of(told == null ? "" : told.isString() ? told.stringValue() : Json.write(told), characters);
        int room = tokens - tools.tokens() - Fitted.tokens(question.text()) - Fitted.tokens(description.text());
        List<Step> steps = trajectory.trajectory().steps();
        List<Integer> all = IntStream.range(0, steps.size()).boxed().toList();
        Fitted once = written(steps, all, room, SHORT);
        int fixed = tools.shortened() + (question.leftOut() > 0 ? 1 : 0) + (description.leftOut() > 0 ? 1 : 0);
        long leftOut = tools.leftOut() + question.leftOut() + description.leftOut();
        boolean fits = once.nodes().size() == all.size() && once.tokens() <= room;
        Split split = fits
                ? new Split(
                        List.of(new Window(once.nodes(), new TreeSet<>(trajectory.stepIndices()))),
                        once.shortened(),
                        once.leftOut())
                : split(steps, room);
        return new Views(
                question.text(),
                description.text(),
                tools.nodes(),
                split.windows,
                fixed + split.shortened,
                leftOut + split.leftOut,
                room / 8);
    }

    private static Fitted written(List<Step> steps, List<Integer> indices, int tokens, int least) {
        return Fitted.of(
                indices, (caps, index) -> caps.message(index, steps.get(index).message()), tokens, least);
    }

    private record Split(List<Window> windows, int shortened, long leftOut) {}

    /** Windows that each begin with the opening and hold as many parts as fit. */
    private static Split split(List<Step> steps, int room) {
        List<Part> parts = parts(steps);
        Part first = parts.getFirst();
        List<Integer> opening = first.messages.stream()
                .filter(index -> !first.steps.contains(index))
                .toList();
        Fitted head = written(steps, opening, room / 4, Caps.LEAST);
        int body = room - room / 8 - head.tokens();
        List<Window> windows = new ArrayList<>();
        int shortened = head.shortened();
        long leftOut = head.leftOut();
        Window open = new Window(head.nodes().deepCopy(), new TreeSet<>());
        int used = 0;
        for (Part part : parts) {
            List<Integer> fresh = part.messages.stream()
                    .filter(index -> !opening.contains(index))
                    .toList();
            Fitted shown = written(steps, fresh, body / 2, Caps.LEAST);
            if (used > 0 && used + shown.tokens() > body) {
                windows.add(open);
                open = new Window(head.nodes().deepCopy(), new TreeSet<>());
                used = 0;
            }
            open.messages.addAll(shown.nodes());
            for (int step : part.steps) {
                if (isShown(step, shown.nodes())) {
                    open.steps.add(step);
                }
            }
            used += shown.tokens();
            shortened += shown.shortened();
            leftOut += shown.leftOut();
        }
        windows.add(open);
        return new Split(windows, shortened, leftOut);
    }

    private static boolean isShown(int step, ArrayNode messages) {
        for (JsonNode message : messages) {
            if (message.path(0).asInt(-1) == step) {
                return true;
            }
        }
        return false;
    }

    private static List<Part> parts(List<Step> steps) {
        List<Part> parts = new ArrayList<>();
        List<Integer> messages = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            messages.add(i);
            if (steps.get(i).message().role() == Role.ASSISTANT) {
                parts.add(new Part(List.copyOf(messages), List.of(i)));
                messages.clear();
            }
        }
        if (!messages.isEmpty() || parts.isEmpty()) {
            parts.add(new Part(List.copyOf(messages), List.of()));
        }
        return parts;
    }

    /** What a person or a judge should know of how the trajectory was shown, empty where it was shown whole. */
    String remark() {
        List<String> said = new ArrayList<>();
        if (windows.size() > 1) {
            said.add("in " + windows.size() + " windows");
        }
        if (shortened > 0) {
            said.add("with " + shortened + " texts shortened by " + leftOut + " characters in all");
        }
        return said.isEmpty() ? "" : "Seen " + String.join(", ", said) + ".";
    }
}
