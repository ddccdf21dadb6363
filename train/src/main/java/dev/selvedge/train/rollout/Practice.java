package dev.selvedge.train.rollout;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import dev.selvedge.train.Learner;
import dev.selvedge.train.Measures;
import dev.selvedge.train.TrainingEvent;
import dev.selvedge.train.TrainingOutcome.Rejected;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.objective.PolicyExample;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.objective.PolicyGradient.Old;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model learns from its own rollouts: sample, score, learn, again. What is sampled in a round is its drill's affair;
 * several roles may be sampled with the weights of the moment. Every optimiser step makes a new version of them, and
 * every token keeps the version that sampled it.
 *
 * <p>The same settings, weights and rewards give the same weights bit for bit on one machine with an equal number of
 * threads, whether the practice ran straight through or was stopped at any moment and started again with the same folder.
 *
 * @param model that learns, in place
 * @param drill samples rounds with the model's weights, by a {@code LocalPolicy} of the model
 * @param credits from rewards to advantages, by the name of the policy that sampled: roles are credited apart and learn
 *     in one step. A baseline that a credit remembers goes from round to round
 * @param objective from advantages to gradients
 * @param reference for a divergence in the reward or an estimated penalty; null for none
 * @param settings of the practice
 * @param training optimiser, learning rate over {@code steps}, threads; rollouts that are longer than its most tokens for
 *     an example are left out and counted
 */
public record Practice(
        Model model,
        Drill drill,
        Map<String, Credit> credits,
        PolicyGradient objective,
        @Nullable Frozen reference,
        PracticeSettings settings,
        TrainingSettings training) {
    private static final String ROUND = "round";
    private static final String COEFFICIENT = "kl_coefficient";
    /** Before the name of a role whose advantage remembers a baseline. */
    private static final String BASELINE = "baseline.";

    public Practice {
        credits = Map.copyOf(credits);
    }

    /**
     * A round is over.
     *
     * @param round from 1
     * @param version of the weights after it: optimiser steps taken in all
     * @param groups what was sampled in it
     * @param rejected rollouts that were not learned from
     * @param values {@linkplain Credit.Batch#measures of the batch}, after the name of the policy and a point where
     *     there are several; {@code learned} (rollouts), and means over the round's steps of {@code loss}, {@code
     *     gradient_norm} and what the objective tells; of a name that ends in {@code _largest} the largest
     */
    public record Round(
            int round,
            int version,
            List<RolloutGroup> groups,
            List<Rejected> rejected,
            SortedMap<String, Double> values) {
        public Round {
            groups = List.copyOf(groups);
            rejected = List.copyOf(rejected);
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /**
     * Practises, from the newest checkpoint where the folder has one.
     *
     * @param checkpoints folder of this practice alone, or null for no checkpoints
     * @param given what decides the rollouts beside settings and weights: exercises, rewards
     * @param events told of every round, on the calling thread; of those after the last checkpoint a second time
     * @return the version of the weights at the end: optimiser steps taken
     * @throws UserException if training diverges; the weights are then those before the step
     */
    public int run(@Nullable Path checkpoints, ContentHash given, Consumer<Round> events) {
        ContentHash all =
                ContentHash.of(List.of(given, settings, new TreeMap<>(credits)).toString());
        try (var learner = new Learner<>(model.transformer(), objective, training);
                var before = new Frozen("before", model.transformer())) {
            int round = 0;
            double coefficient = settings.klInReward().first();
            var current = new TreeMap<>(credits);
            if (checkpoints != null) {
                Map<String, Double> stands = learner.resume(checkpoints, all).orElse(Map.of());
                round = stands.getOrDefault(ROUND, 0.0).intValue();
                coefficient = stands.getOrDefault(COEFFICIENT, coefficient);
                current.replaceAll((role, credit) -> resumed(credit, stands.get(BASELINE + role)));
            }
            while (round < settings.rounds()) {
                List<RolloutGroup> groups = drill.round(round, learner.steps());
                var rejected = new ArrayList<Rejected>();
                SortedMap<String, Double> values = learn(learner, before, groups, current, coefficient, rejected);
                Double kl = values.get("kl_in_reward");
                if (kl != null) {
                    values.put(COEFFICIENT, coefficient);
                    int rollouts = groups.stream()
                            .mapToInt(group -> group.rollouts().size())
                            .sum();
                    coefficient = settings.klInReward().next(coefficient, kl, rollouts);
                }
                round++;
                events.accept(new Round(round, learner.steps(), groups, rejected, values));
                if (checkpoints != null && (round % settings.checkpointRounds() == 0 || round == settings.rounds())) {
                    learner.save(checkpoints, all, stands(round, coefficient, current));
                }
            }
            return learner.steps();
        }
    }

    /** What is kept beside the weights, so that the practice can go on. */
    private static Map<String, Double> stands(int round, double coefficient, Map<String, Credit> current) {
        var stands = new TreeMap<>(Map.of(ROUND, (double) round, COEFFICIENT, coefficient));
        current.forEach((role, credit) -> {
            if (credit.advantage() instanceof Advantage.RunningMean(double _, double baseline)) {
                stands.put(BASELINE + role, baseline);
            }
        });
        return stands;
    }

    private static Credit resumed(Credit credit, @Nullable Double baseline) {
        return baseline != null && credit.advantage() instanceof Advantage.RunningMean(double decay, double _)
                ? credit.with(new Advantage.RunningMean(decay, baseline))
                : credit;
    }

    /** Learns from a round's groups and tells what of; the credits become those of the next round. */
    private SortedMap<String, Double> learn(
            Learner<PolicyExample> learner,
            Frozen before,
            List<RolloutGroup> groups,
            Map<String, Credit> current,
            double coefficient,
            List<Rejected> rejected) {
        SortedMap<String, List<RolloutGroup>> roles = groups.stream()
                .filter(group -> !group.rollouts().isEmpty())
                .collect(Collectors.groupingBy(
                        group -> group.rollouts().getFirst().policy(), TreeMap::new, Collectors.toList()));
        var examples = new ArrayList<PolicyExample>();
        var values = new TreeMap<String, Double>();
        roles.forEach((role, own) -> {
            Credit credit = current.get(role);
            if (credit == null) {
                throw new IllegalArgumentException("there is no credit for the policy " + role);
            }
            Credit.Batch batch = credit.batch(own, learner.steps(), reference, coefficient, training.threads());
            current.put(role, batch.next());
            rejected.addAll(batch.rejected());
            examples.addAll(batch.examples());
            batch.measures()
                    .values()
                    .forEach((name, value) -> values.put(roles.size() > 1 ? role + "." + name : name, value));
        });
        List<PolicyExample> admitted = admitted(examples, rejected);
        var measures = new Measures();
        measures.sum("learned", admitted.size());
        learn(learner, objective.old() == Old.TRAINER ? withOld(admitted, before) : admitted, measures);
        values.putAll(measures.values());
        return values;
    }

    private List<PolicyExample> admitted(List<PolicyExample> examples, List<Rejected> rejected) {
        int limit = training.batch().maxTokensPerExample();
        var admitted = new ArrayList<PolicyExample>();
        for (PolicyExample example : examples) {
            int tokens = objective.tokens(example);
            if (tokens > limit) {
                rejected.add(new Rejected(example.id(), "longer than " + limit + " tokens", tokens));
            } else {
                admitted.add(example);
            }
        }
        return admitted;
    }

    private List<PolicyExample> withOld(List<PolicyExample> examples, Frozen before) {
        List<float[]> logProbs =
                before.logProbs(examples.stream().map(PolicyExample::sequence).toList(), training.threads());
        var result = new ArrayList<PolicyExample>();
        for (int i = 0; i < examples.size(); i++) {
            result.add(examples.get(i).withOld(logProbs.get(i)));
        }
        return result;
    }

    /** Takes the round's steps, each on every so-manieth example, so that each sees all groups. */
    private void learn(Learner<PolicyExample> learner, List<PolicyExample> examples, Measures measures) {
        for (int update = 0; update < settings.updates(); update++) {
            var part = new ArrayList<PolicyExample>();
            for (int i = update; i < examples.size(); i += settings.updates()) {
                part.add(examples.get(i).at(learner.steps()));
            }
            if (part.isEmpty()) {
                continue;
            }
            TrainingEvent.Stepped step = learner.step(part);
            if (!Double.isFinite(step.loss()) || !Double.isFinite(step.gradientNorm())) {
                throw new UserException("Training diverged after " + learner.steps() + " steps: the loss is "
                        + step.loss() + " and the norm of its gradient " + step.gradientNorm()
                        + ". Try a lower learning rate.");
            }
            measures.mean("loss", step.loss(), 1);
            measures.mean("gradient_norm", step.gradientNorm(), 1);
            step.measures().forEach((name, value) -> {
                if (name.endsWith("_largest")) {
                    measures.largest(name, value);
                } else {
                    measures.mean(name, value, 1);
                }
            });
        }
    }
}
