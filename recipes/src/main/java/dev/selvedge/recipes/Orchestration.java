package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Scenario;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a query: every attempt at it, and the best one's plan, code and run on the virtual device.
 *
 * @param query as asked
 * @param attempts in the order in which they were made; empty where the policy gave no answer at all
 * @param drawn how many of them were drawn at first; the others are repairs
 * @param trajectories all that was said: one for each sample, the later ones as branches of the first
 * @param failure why the policy gave no further answer, null where it did
 */
public record Orchestration(
        String query,
        List<Attempt> attempts,
        int drawn,
        List<Trajectory> trajectories,
        Reply.@Nullable Failure failure) {
    private static final int MOST_ACTIONS = 64;
    private static final int MOST_REPAIRS = 8;
    private static final int MOST_SAMPLES = 64;

    public Orchestration {
        attempts = List.copyOf(attempts);
        trajectories = List.copyOf(trajectories);
    }

    /**
     * How a query is worked on.
     *
     * @param actions most actions that are offered to the model at first, 1 to 64
     * @param maxTokens most tokens of one answer
     * @param constrained whether a model on this machine is held to the grammar of the dialect with the offered actions,
     *     so that its code always parses
     * @param repairs how often the model is told what is wrong with its answer and asked again, 0 to 8
     * @param samples how many answers are drawn at first, 1 to 64; the first one without a fault ends the drawing
     * @param temperature of all answers but the first, which is the most probable one
     * @param seed of the draws
     */
    public record Settings(
            int actions, int maxTokens, boolean constrained, int repairs, int samples, double temperature, long seed) {
        public static final Settings STANDARD = new Settings(6, 512, true, 2, 1, 0.7, 1);

        /** @throws UserException if a setting is out of range */
        public Settings {
            require(actions >= 1 && actions <= MOST_ACTIONS, "1 to " + MOST_ACTIONS + " actions are offered", actions);
            require(maxTokens >= 1 && maxTokens <= 1 << 16, "An answer has 1 to 65536 tokens", maxTokens);
            require(repairs >= 0 && repairs <= MOST_REPAIRS, "There are 0 to " + MOST_REPAIRS + " repairs", repairs);
            require(samples >= 1 && samples <= MOST_SAMPLES, "There are 1 to " + MOST_SAMPLES + " samples", samples);
            require(temperature >= 0 && temperature <= 2, "The temperature is 0 to 2", temperature);
        }

        private static void require(boolean holds, String rule, Number found) {
            if (!holds) {
                throw new UserException(rule + ", not " + found + ".");
            }
        }

        public Settings withActions(int value) {
            return new Settings(value, maxTokens, constrained, repairs, samples, temperature, seed);
        }

        public Settings withMaxTokens(int value) {
            return new Settings(actions, value, constrained, repairs, samples, temperature, seed);
        }

        public Settings withConstrained(boolean value) {
            return new Settings(actions, maxTokens, value, repairs, samples, temperature, seed);
        }

        public Settings withRepairs(int value) {
            return new Settings(actions, maxTokens, constrained, value, samples, temperature, seed);
        }

        public Settings withSamples(int value) {
            return new Settings(actions, maxTokens, constrained, repairs, value, temperature, seed);
        }
    }

    /**
     * One answer, checked and run.
     *
     * @param offered functions that the model could choose from
     * @param plan what the model means to do, empty where it wrote none
     * @param code as the model wrote it
     * @param diagnostics what is wrong with the code
     * @param workflow the tree, null where the code is wrong
     * @param execution what the device did, null where the code is wrong
     * @param problems what keeps it from being right, sentences that the model can be told; empty where nothing does
     */
    public record Attempt(
            List<String> offered,
            String plan,
            String code,
            List<Diagnostic> diagnostics,
            @Nullable Workflow workflow,
            @Nullable Execution execution,
            List<String> problems) {
        public Attempt {
            offered = List.copyOf(offered);
            diagnostics = List.copyOf(diagnostics);
            problems = List.copyOf(problems);
        }

        /** Whether the code is a workflow that ran to an end. */
        public boolean isSound() {
            return problems.isEmpty();
        }

        /** More is better. */
        private int rank() {
            return (workflow == null ? 0 : 2) + (problems.isEmpty() ? 1 : 0);
        }

        /** The attempt as JSON, without the execution. */
        public ObjectNode tree() {
            ObjectNode node = Json.object();
            node.set("offered", Json.tree(offered));
            node.put("plan", plan);
            node.put("code", code);
            node.set("diagnostics", Json.tree(diagnostics));
            node.set("problems", Json.tree(problems));
            return node;
        }
    }

    /**
     * Orchestrates one query on an everyday device; for several queries, {@link Orchestrator} prepares once.
     *
     * @throws UserException if the query is empty or too long, or the policy gave no answer
     */
    public static Orchestration of(String query, Policy policy, Catalog catalog, Settings settings) {
        try (Orchestrator orchestrator = new Orchestrator(policy, catalog, settings)) {
            Orchestration made = orchestrator.run(query, Scenario.seeded(1));
            made.best();
            return made;
        }
    }

    /**
     * The attempt to keep: a workflow that ran to an end before one that did not, that before code that is none, and the
     * earliest of equals.
     *
     * @throws UserException if the policy gave no answer
     */
    public Attempt best() {
        return attempts.stream()
                .max(Comparator.comparingInt(Attempt::rank)
                        .thenComparing(
                                Comparator.comparingInt(attempts::indexOf).reversed()))
                .orElseThrow(() -> new UserException(
                        "The model gave no answer: " + (failure == null ? "it was not asked." : failure.reason())));
    }

    /** The best attempt's plan. */
    public String plan() {
        return best().plan();
    }

    /** The best attempt's code. */
    public String code() {
        return best().code();
    }

    /** What is wrong with the best attempt's code. */
    public List<Diagnostic> diagnostics() {
        return best().diagnostics();
    }

    /** The best attempt's tree, null where its code is wrong. */
    public @Nullable Workflow workflow() {
        return best().workflow();
    }

    /** What the device did in the best attempt, null where its code is wrong. */
    public @Nullable Execution execution() {
        return best().execution();
    }

    /** Names the query's trajectories; the same for the same query. */
    static String id(String query) {
        return ContentHash.of(query).hex().substring(0, 16);
    }

    /**
     * All but the trajectories as JSON: the best attempt's parts, then every attempt.
     *
     * @throws UserException if the policy gave no answer
     */
    public ObjectNode tree() {
        Attempt best = best();
        ObjectNode node = Json.object().put("query", query).put("sound", best.isSound());
        node.setAll(best.tree());
        if (best.execution() != null) {
            node.set("execution", Json.tree(best.execution()));
        }
        ArrayNode all = node.putArray("attempts");
        attempts.forEach(attempt -> all.add(attempt.tree()));
        if (failure != null) {
            node.set("failure", Json.tree(failure));
        }
        return node;
    }
}
