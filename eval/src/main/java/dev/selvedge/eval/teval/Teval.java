package dev.selvedge.eval.teval;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.Score;
import dev.selvedge.workflow.code.ActionCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores cases of T-Eval: plans, and following a format; and workflows as plans. Each is scored as published and
 * corrected.
 */
public final class Teval {
    private static final int LONGEST = 1 << 20;
    private static final int MOST_STEPS = 400;
    private static final String PUBLISHED_ERROR = "ValueError: need at least one array to stack";

    private final PlanScoring plans;

    public Teval(Embedder embedder) {
        this.plans = new PlanScoring(embedder);
    }

    /** Which sub-task a case belongs to. */
    public enum Kind {
        PLAN,
        INSTRUCT
    }

    /**
     * What a case is worth, by T-Eval's names of its scores.
     *
     * @param published as the published code scores; null where that ends with an error or the case is none
     * @param error that error, or what is wrong with the case; empty where all is well
     * @param corrected null where the case is none
     * @param parsed the steps that were read, null for instructions
     */
    public record Scored(
            Kind kind,
            @Nullable Map<String, Double> published,
            String error,
            @Nullable Map<String, Double> corrected,
            @Nullable JsonNode parsed) {
        public Scored {
            published = published == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(published));
            corrected = corrected == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(corrected));
        }
    }

    /** Scores one case; a case that is none is not scored, and the error tells why. */
    public Scored score(JsonNode line) {
        Kind kind = line.has("format") ? Kind.INSTRUCT : Kind.PLAN;
        try {
            JsonNode prediction = line.path("prediction");
            if (prediction.isString() && prediction.stringValue().length() > LONGEST) {
                throw new IllegalArgumentException("The prediction is longer than " + LONGEST + " characters.");
            }
            return switch (kind) {
                case PLAN -> plan(PlanCase.of(line));
                case INSTRUCT -> {
                    InstructScoring.Result result = InstructScoring.of(line);
                    yield new Scored(kind, result.published(), result.error(), result.corrected(), null);
                }
            };
        } catch (IllegalArgumentException e) {
            return new Scored(kind, null, String.valueOf(e.getMessage()), null, null);
        }
    }

    private Scored plan(PlanCase plan) {
        List<PlanStep> predicted = PlanReader.prediction(plan);
        List<PlanStep> gold = PlanReader.truth(plan);
        if (predicted.size() > MOST_STEPS || gold.size() > MOST_STEPS) {
            throw new IllegalArgumentException("A plan has at most " + MOST_STEPS + " steps here.");
        }
        Optional<PlanScore> published = plans.published(predicted, gold);
        return new Scored(
                Kind.PLAN,
                published.map(Teval::scores).orElse(null),
                published.isPresent() ? "" : PUBLISHED_ERROR,
                scores(plans.corrected(predicted, gold)),
                parsed(predicted));
    }

    /**
     * Scores the actions of a workflow as a plan. No actions, as of an answer that is no workflow, are a plan that cannot be
     * read: 0 in both ways. Without right actions nothing can be scored, by the data; more than {@value #MOST_STEPS} actions
     * are not compared, by whose fault it is.
     */
    public Planned score(List<ActionCall> predicted, List<ActionCall> gold) {
        if (gold.isEmpty() || gold.size() > MOST_STEPS) {
            return Planned.unscored(Score.unscored(Fault.DATA, "The reference calls " + actions(gold)));
        }
        if (predicted.size() > MOST_STEPS) {
            return Planned.unscored(Score.unscored(Fault.POLICY, "The answer calls " + actions(predicted)));
        }
        List<PlanStep> mine = PlanStep.of(predicted);
        List<PlanStep> right = PlanStep.of(gold);
        return new Planned(
                Score.of(plans.corrected(mine, right).f1()),
                plans.published(mine, right)
                        .map(score -> Score.of(score.f1()))
                        .orElse(Score.unscored(Fault.SYSTEM, PUBLISHED_ERROR)));
    }

    private static String actions(List<ActionCall> calls) {
        return calls.isEmpty()
                ? "no action."
                : calls.size() + " actions; plans of up to " + MOST_STEPS + " actions are compared.";
    }

    private static Map<String, Double> scores(PlanScore score) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("precision", score.precision());
        scores.put("recall", score.recall());
        scores.put("f1_score", score.f1());
        scores.put("parse_rate", score.parseRate());
        return scores;
    }

    private static JsonNode parsed(List<PlanStep> steps) {
        var list = Json.array();
        for (PlanStep step : steps) {
            ObjectNode node = list.addObject();
            node.put("name", step.name()).put("id", step.id()).put("args", step.args());
        }
        return list;
    }
}
