package dev.selvedge.workflow.device;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the user says: first the scenario's script, then what its seed decides. A choice among titles depends on the
 * titles and on how many choices came before, not on the titles' order.
 */
final class Answers {
    private static final List<String> WORDS = List.of("green", "harbor", "Tuesday", "coffee", "Lena", "yes", "cloud");

    private final Scenario scenario;
    private final Meter meter;
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<String> chosen = new ArrayList<>();
    private final List<List<String>> offered = new ArrayList<>();

    Answers(Scenario scenario, Meter meter) {
        this.scenario = scenario;
        this.meter = meter;
    }

    /** The answer to a question of this type; a suggestion is taken in one of three cases. */
    String answer(String type, String suggestion) {
        meter.interact();
        int turn = asked.merge(type, 1, Integer::sum) - 1;
        if (!suggestion.isEmpty() && Seeds.below(3, scenario.seed(), "suggestion " + type + " " + turn) == 0) {
            return suggestion;
        }
        List<String> script = scenario.answers().getOrDefault(type, List.of());
        if (script.isEmpty() && type.contains("Time")) {
            script = scenario.answers().getOrDefault("Date", List.of());
        }
        if (turn < script.size()) {
            return script.get(turn);
        }
        int draw = Seeds.below(1_000, scenario.seed(), "answer " + type + " " + turn);
        return switch (type) {
            case "Number" -> String.valueOf(draw % 40 + 1);
            case "URL" -> "https://example.com/" + draw;
            case "Date", "Time", "Date and Time" ->
                scenario.now().plus(draw * 60L, ChronoUnit.MINUTES).toString();
            default -> WORDS.get(draw % WORDS.size());
        };
    }

    /** Index of the chosen title; there is at least one. */
    int choose(List<String> titles) {
        meter.interact();
        int index = choice(titles, chosen.size());
        chosen.add(titles.get(index));
        offered.add(titles);
        return index;
    }

    /** The titles that were offered, choice by choice. */
    List<List<String>> offered() {
        return offered;
    }

    /** The titles chosen so far, the first of each where several were. */
    List<String> chosen() {
        return chosen;
    }

    private int choice(List<String> titles, int turn) {
        if (turn < scenario.choices().size()) {
            int scripted = titles.indexOf(scenario.choices().get(turn));
            if (scripted >= 0) {
                return scripted;
            }
        }
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < titles.size(); i++) {
            long rank = Seeds.mix(scenario.seed() + turn, titles.get(i));
            if (rank < least) {
                least = rank;
                best = i;
            }
        }
        return best;
    }

    /** Indexes of the chosen titles, ascending, at least one: about half of them. */
    List<Integer> chooseSome(List<String> titles) {
        int first = choose(titles);
        List<Integer> several = new ArrayList<>();
        for (int i = 0; i < titles.size(); i++) {
            if (i == first || (Seeds.mix(scenario.seed() - chosen.size(), titles.get(i)) & 1) == 1) {
                several.add(i);
            }
        }
        return several;
    }
}
