package dev.selvedge.recipes.play;

import dev.selvedge.core.Policy;
import dev.selvedge.core.Score;
import dev.selvedge.core.Task;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.model.Model;
import dev.selvedge.synth.play.Fields;
import dev.selvedge.synth.play.Inquiry;
import dev.selvedge.synth.play.Player;
import dev.selvedge.train.rollout.Drill;
import dev.selvedge.train.rollout.Exercise;
import dev.selvedge.train.rollout.Rollout;
import dev.selvedge.train.rollout.RolloutGroup;
import dev.selvedge.train.rollout.Sampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Measures how often a proposal is solved by rollouts from which the solver learns in the same step: coupled play
 * without sampling twice. Rewards of the solver's are from 0 to 1, and their mean is the {@link Fields#SUCCESS}; of whose
 * rollouts one has no score is postponed.
 */
final class Solving implements Inquiry {
    private final Player solver;
    private final Sampler sampler;
    private final long seed;
    private final Map<String, Task> tasks = new HashMap<>();
    private final List<RolloutGroup> sampled = new ArrayList<>();
    private int round;
    private int version;

    /**
     * @param solver as a role
     * @param policy that plays it and learns
     * @param rollouts for each proposal
     * @param grading the score of a reply to a proposal
     */
    Solving(
            Player solver,
            Policy policy,
            Model model,
            int rollouts,
            BiFunction<Task, String, Score> grading,
            long seed) {
        this.solver = solver;
        this.sampler = new Sampler(policy, model, rollouts, Sampler.Baseline.NONE, new Graded(tasks, grading));
        this.seed = seed;
    }

    @Override
    public List<Outcome<Task>> of(List<Task> proposals) {
        proposals.forEach(task -> tasks.put(task.id(), task));
        List<RolloutGroup> groups = sampler.sample(
                proposals.stream()
                        .map(task -> new Exercise(task.id(), solver.prompt(task, 0)))
                        .toList(),
                version,
                seed + round);
        sampled.addAll(groups);
        var outcomes = new ArrayList<Outcome<Task>>();
        for (int i = 0; i < groups.size(); i++) {
            outcomes.add(measured(proposals.get(i), groups.get(i)));
        }
        return outcomes;
    }

    private static Outcome<Task> measured(Task proposal, RolloutGroup group) {
        double sum = 0;
        for (Rollout rollout : group.rollouts()) {
            switch (rollout.reward()) {
                case Score.Value(double value) -> sum += value;
                case Score.Unscored(var fault, String reason) -> {
                    return Outcome.postpone(reason);
                }
            }
        }
        return Outcome.keep(proposal.with(Fields.SUCCESS, sum / group.rollouts().size()));
    }

    /**
     * Rounds of a proposer whose reward asks this, and of the solver beside it.
     *
     * @param perSource proposals of each {@link Fields#DOCUMENT_ID} that the solver learns from; the first ones
     */
    Drill beside(Drill proposing, int perSource) {
        return (at, weights) -> {
            round = at;
            version = weights;
            tasks.clear();
            sampled.clear();
            var groups = new ArrayList<>(proposing.round(at, weights));
            var learned = new HashMap<String, Set<String>>();
            for (RolloutGroup group : sampled) {
                String source = Objects.requireNonNull(tasks.get(group.id())).text(Fields.DOCUMENT_ID);
                Set<String> own = learned.computeIfAbsent(source, id -> new HashSet<>());
                if (own.size() < perSource && own.add(group.id())) {
                    groups.add(group);
                }
            }
            return groups;
        };
    }
}
