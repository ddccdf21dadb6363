package dev.selvedge.judge.ask;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.core.Verdict;
import dev.selvedge.judge.Judgement;
import dev.selvedge.judge.Label;
import dev.selvedge.judge.Leftover;
import dev.selvedge.judge.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The votes on one trajectory, by several judges or by one judge that was asked several times. The label with the most
 * votes stands; a tie is unscored. With several votes, the confidence of a label is the share of all votes, those that
 * could not be read included, that it got.
 *
 * @param sample what was judged
 * @param opinions at least one
 */
public record Votes(Sample sample, List<Opinion> opinions) {
    public Votes {
        opinions = List.copyOf(opinions);
        if (opinions.isEmpty()) {
            throw new IllegalArgumentException("no vote on " + sample.id());
        }
    }

    private record Count(Score score, double share) {}

    /**
     * The judgement that the votes make.
     *
     * @param judge name for it
     */
    public Judgement judgement(String judge) {
        TreeSet<Integer> steps = new TreeSet<>();
        opinions.forEach(opinion -> steps.addAll(opinion.steps().keySet()));
        SortedMap<Integer, Score> labels = new TreeMap<>();
        SortedMap<Integer, Double> confidences = new TreeMap<>();
        SortedMap<Integer, String> reasons = new TreeMap<>();
        for (Integer step : steps) {
            Score none = Score.unscored(Fault.JUDGE, "The vote lacks this step.");
            Count count = count(opinions.stream()
                    .map(opinion -> opinion.steps().getOrDefault(step, none))
                    .toList());
            labels.put(step, count.score);
            if (count.score instanceof Score.Value) {
                if (opinions.size() > 1) {
                    confidences.put(step, count.share);
                }
                opinions.stream()
                        .filter(opinion -> count.score.equals(opinion.steps().get(step)))
                        .map(opinion -> opinion.reasons().getOrDefault(step, ""))
                        .filter(reason -> !reason.isEmpty())
                        .findFirst()
                        .ifPresent(reason -> reasons.put(step, reason));
            }
        }
        Score outcome = count(opinions.stream().map(Opinion::outcome).toList()).score;
        String summary = opinions.stream()
                .filter(opinion -> outcome.equals(opinion.outcome()))
                .map(Opinion::summary)
                .findFirst()
                .orElse("");
        Verdict verdict = new Verdict(sample.id(), judge, outcome, labels, (summary + "\n" + remarks()).strip());
        return new Judgement(sample, verdict, reasons, confidences, failure(verdict), judge, null, null, more(verdict));
    }

    private static Count count(List<Score> votes) {
        if (votes.size() == 1) {
            return new Count(votes.getFirst(), 1);
        }
        Map<Label, Integer> counts = new EnumMap<>(Label.class);
        for (Score vote : votes) {
            Label label = Label.of(vote);
            if (label != null) {
                counts.merge(label, 1, Integer::sum);
            }
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Label> winners = counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        return switch (winners.size()) {
            case 0 -> new Count(votes.getFirst(), 0);
            case 1 -> new Count(winners.getFirst().score(), (double) most / votes.size());
            default -> new Count(Score.unscored(Fault.JUDGE, "The vote is tied: " + told(counts) + "."), 0);
        };
    }

    private static String told(Map<Label, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " for " + entry.getKey().value())
                .collect(Collectors.joining(", "));
    }

    private String remarks() {
        return opinions.stream()
                .map(Opinion::remark)
                .filter(remark -> !remark.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** Why there is no verdict at all, null where anything is scored. */
    private static @Nullable String failure(Verdict verdict) {
        List<Score> all = new ArrayList<>(verdict.steps().values());
        all.add(verdict.outcome());
        if (all.stream().anyMatch(Score.Value.class::isInstance)) {
            return null;
        }
        return all.getFirst() instanceof Score.Unscored(Fault fault, String reason)
                ? (fault == Fault.JUDGE ? "ValueError: " : "") + reason
                : null;
    }

    /** What the published form has no field for: why labels are missing, the votes, and how the trajectory was shown. */
    private Leftover more(Verdict verdict) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        ObjectNode unread = Json.object();
        verdict.steps().forEach((step, score) -> {
            if (score instanceof Score.Unscored unscored) {
                unread.put(step.toString(), unscored.reason());
            }
        });
        if (!unread.isEmpty()) {
            values.put("/unscored", unread);
        }
        int windows = opinions.stream().mapToInt(Opinion::windows).max().orElse(1);
        int requests = opinions.stream().mapToInt(Opinion::requests).sum();
        values.put(
                "/asked",
                Json.object()
                        .put("votes", opinions.size())
                        .put("requests", requests)
                        .put("windows", windows)
                        .put("views", remarks()));
        return new Leftover(values, Set.of());
    }
}
