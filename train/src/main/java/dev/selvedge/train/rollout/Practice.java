package dev.selvedge.train.rollout;

import dev.selvedge.core.Policy;
import dev.selvedge.core.UserException;
import dev.selvedge.model.Model;
import dev.selvedge.train.Learner;
import dev.selvedge.train.Measures;
import dev.selvedge.train.Order;
import dev.selvedge.train.TrainingEvent;
import dev.selvedge.train.TrainingOutcome.Rejected;
import dev.selvedge.train.TrainingSettings;
import dev.selvedge.train.objective.Frozen;
import dev.selvedge.train.objective.PolicyExample;
import dev.selvedge.train.objective.PolicyGradient;
import dev.selvedge.train.objective.PolicyGradient.Old;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model learns from its own rollouts: sample, score, learn, again. The policy samples with the weights of the moment;
 * every optimiser step makes a new version of them, and every token keeps the version that sampled it.
 *
 * <p>The same settings, weights and rewards give the same weights bit for bit on one machine with an equal number of
 * threads.
 *
 * @param model that learns, in place
 * @param policy that samples with the model's weights, such as a {@code LocalPolicy} of the model
 * @param reward scores replies
 * @param credit from rewards to advantages
 * @param objective from advantages to gradients
 * @param reference for a divergence in the reward or an estimated penalty; null for none
 * @param settings of the practice
 * @param training optimiser, learning rate over {@code steps}, threads; rollouts that are longer than its most tokens for
 *     an example are left out and counted
 */
public record Practice(
        Model model,
        Policy policy,
        Reward reward,
        Credit credit,
        PolicyGradient objective,
        @Nullable Frozen reference,
        PracticeSettings settings,
        TrainingSettings training) {

    /**
     * A round is over.
     *
     * @param round from 1
     * @param version of the weights after it: optimiser steps taken in all
     * @param groups what was sampled in it
     * @param rejected rollouts that were not learned from
     * @param values {@linkplain Credit.Batch#measures of the batch}, {@code learned} (rollouts), and means over the
     *     round's steps of {@code loss}, {@code gradient_norm} and what the objective tells; of a name that ends in
     *     {@code _largest} the largest
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
     * Practises.
     *
     * @param exercises at least one
     * @param events told what happens, on the calling thread
     * @return the version of the weights at the end: optimiser steps taken
     * @throws UserException if there is no exercise, or training diverges; the weights are then those before the step
     */
    public int run(List<Exercise> exercises, Consumer<Round> events) {
        if (exercises.isEmpty()) {
            throw new UserException("There is no exercise to practise on.");
        }
        var sampler = new Sampler(policy, model, settings.rollouts(), settings.baseline(), reward);
        var order = new Order(exercises.size(), settings.seed());
        double coefficient = settings.klInReward().first();
        try (var learner = new Learner<>(model.transformer(), objective, training);
                var before = new Frozen("before", model.transformer())) {
            for (int round = 0; round < settings.rounds(); round++) {
                var drawn = new ArrayList<Exercise>();
                for (int index : order.draws((long) round * settings.exercises(), settings.exercises())) {
                    drawn.add(exercises.get(index));
                }
                List<RolloutGroup> groups = sampler.sample(drawn, learner.steps(), settings.seed() + round);
                Credit.Batch batch = credit.batch(groups, learner.steps(), reference, coefficient, training.threads());
                var rejected = new ArrayList<>(batch.rejected());
                List<PolicyExample> examples = admitted(batch.examples(), rejected);
                if (objective.old() == Old.TRAINER) {
                    examples = withOld(examples, before);
                }
                Measures measures = batch.measures();
                measures.sum("learned", examples.size());
                learn(learner, examples, measures);
                var values = measures.values();
                Double kl = values.get("kl_in_reward");
                if (kl != null) {
                    values.put("kl_coefficient", coefficient);
                    coefficient =
                            settings.klInReward().next(coefficient, kl, settings.exercises() * settings.rollouts());
                }
                events.accept(new Round(round + 1, learner.steps(), groups, rejected, values));
            }
            return learner.steps();
        }
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
