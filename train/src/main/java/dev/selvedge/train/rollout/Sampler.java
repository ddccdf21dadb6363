package dev.selvedge.train.rollout;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.core.Tokens;
import dev.selvedge.model.Model;
import dev.selvedge.train.objective.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rollouts by a policy: the model itself, or an endpoint that serves it. Tokens are those that the policy told,
 * never text encoded again; where it does not tell them, or read another number of prompt tokens than the model's chat
 * format writes, the rollout is unscored and says so.
 *
 * @param policy that replies
 * @param model that is to learn; its chat format writes the prompts' tokens
 * @param rollouts for each exercise
 * @param baseline what is sampled beside them
 * @param reward scores the replies
 */
public record Sampler(Policy policy, Model model, int rollouts, Baseline baseline, Reward reward) {
    /** What is sampled beside the rollouts of an exercise. */
    public enum Baseline {
        NONE,
        /** One greedy reply, whose score ReMax compares with. */
        GREEDY
    }

    public Sampler {
        if (rollouts < 1) {
            throw new IllegalArgumentException(rollouts + " rollouts for each exercise");
        }
    }

    /**
     * Samples rollouts for each exercise.
     *
     * @param version of the policy's weights, which each token keeps
     * @param seed of the sampling, together with version, exercise and number of the rollout
     */
    public List<RolloutGroup> sample(List<Exercise> exercises, int version, long seed) {
        var prompts = new ArrayList<Prompt>();
        for (Exercise exercise : exercises) {
            for (int i = 0; i < rollouts; i++) {
                prompts.add(seeded(exercise, mixed(seed, version, exercise.id(), i)));
            }
        }
        if (baseline == Baseline.GREEDY) {
            exercises.forEach(exercise -> prompts.add(greedy(exercise)));
        }
        List<Reply> replies = policy.completeAll(prompts);
        var sampled = new ArrayList<Sampled>();
        for (int i = 0; i < prompts.size(); i++) {
            boolean own = i < exercises.size() * rollouts;
            Exercise exercise = exercises.get(own ? i / rollouts : i - exercises.size() * rollouts);
            String id = exercise.id() + "/" + version + "/" + (own ? i % rollouts : "greedy");
            sampled.add(sampled(id, exercise, replies.get(i), own));
        }
        List<Reward.Mark> marks = marks(sampled);
        var groups = new ArrayList<RolloutGroup>();
        for (int e = 0; e < exercises.size(); e++) {
            var group = new ArrayList<Rollout>();
            for (int i = e * rollouts; i < (e + 1) * rollouts; i++) {
                group.add(rollout(sampled.get(i), marks.get(i), version));
            }
            Score greedy = baseline == Baseline.GREEDY
                    ? marks.get(exercises.size() * rollouts + e).score()
                    : null;
            groups.add(new RolloutGroup(exercises.get(e).id(), group, greedy));
        }
        return groups;
    }

    /**
     * A reply and what is wrong with it.
     *
     * @param prompt its tokens
     * @param unusable why nothing can be learned from it, or null
     */
    private record Sampled(
            String id,
            Exercise exercise,
            Reply reply,
            int[] prompt,
            @Nullable Score unusable) {
        String finish() {
            return reply instanceof Reply.Completion completion ? completion.finish() : "";
        }
    }

    private Sampled sampled(String id, Exercise exercise, Reply reply, boolean learned) {
        int[] prompt = model.chat()
                .prompt(exercise.prompt().tools(), exercise.prompt().messages())
                .ids();
        Score unusable = switch (reply) {
            case Reply.Failure(Fault fault, String reason) -> Score.unscored(fault, reason);
            case Reply.Completion completion -> {
                String wrong = learned ? wrong(prompt, completion, completion.tokens()) : null;
                yield wrong == null ? null : Score.unscored(Fault.SYSTEM, wrong);
            }
        };
        return new Sampled(id, exercise, reply, prompt, unusable);
    }

    /** Has all usable replies scored at once; the others are marked by what is wrong with them. */
    private List<Reward.Mark> marks(List<Sampled> sampled) {
        var attempts = new ArrayList<Reward.Attempt>();
        for (Sampled one : sampled) {
            if (one.unusable == null && one.reply instanceof Reply.Completion completion) {
                attempts.add(new Reward.Attempt(one.id, one.exercise, completion));
            }
        }
        List<Reward.Mark> given = reward.of(attempts);
        if (given.size() != attempts.size()) {
            throw new IllegalStateException("a reward of " + attempts.size() + " replies gave " + given.size());
        }
        var next = given.iterator();
        return sampled.stream()
                .map(one -> one.unusable == null ? next.next() : Reward.Mark.of(one.unusable))
                .toList();
    }

    private static Prompt seeded(Exercise exercise, long seed) {
        return with(exercise, exercise.prompt().sampling().withSeed(seed));
    }

    private static Prompt greedy(Exercise exercise) {
        Sampling s = exercise.prompt().sampling();
        return with(exercise, Sampling.greedy(s.maxTokens()).withStop(s.stop()));
    }

    private static Prompt with(Exercise exercise, Sampling sampling) {
        return new Prompt(exercise.prompt().messages(), exercise.prompt().tools(), sampling);
    }

    /** A seed that differs wherever one of these does. */
    private static long mixed(long seed, int version, String exercise, int rollout) {
        long mixed = seed;
        for (long part : new long[] {version, exercise.hashCode(), rollout}) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }

    private Rollout rollout(Sampled one, Reward.Mark mark, int version) {
        Tokens tokens = one.reply instanceof Reply.Completion completion ? completion.tokens() : null;
        if (one.unusable != null || tokens == null) {
            var nothing = new Sequence(one.prompt, new int[0]);
            return of(one, nothing, new float[0], new int[0], mark);
        }
        int[] versions = new int[tokens.ids().length];
        Arrays.fill(versions, version);
        return of(one, Sequence.of(one.prompt, tokens.ids()), tokens.logProbs(), versions, mark);
    }

    private Rollout of(Sampled one, Sequence sequence, float[] logProbs, int[] versions, Reward.Mark mark) {
        return new Rollout(
                one.id,
                one.exercise.id(),
                policy.name(),
                sequence,
                logProbs,
                versions,
                one.finish(),
                mark.score(),
                mark.weight(),
                new float[0]);
    }

    /** Why a completion cannot be learned from, or null. */
    private @Nullable String wrong(int[] prompt, Reply.Completion completion, @Nullable Tokens tokens) {
        int vocabulary = model.transformer().config().vocabularySize();
        if (tokens == null) {
            return "The policy " + policy.name()
                    + " does not tell the ids of the tokens that it sampled; have its server" + " return them.";
        }
        if (completion.promptTokens() >= 0 && completion.promptTokens() != prompt.length) {
            return "The policy " + policy.name() + " read " + completion.promptTokens() + " tokens of a prompt that the"
                    + " model's chat format writes in " + prompt.length + "; they do not use one format.";
        }
        if (Arrays.stream(tokens.ids()).anyMatch(id -> id < 0 || id >= vocabulary)) {
            return "The policy " + policy.name() + " sampled a token outside of the model's vocabulary of " + vocabulary
                    + "; they are not one model.";
        }
        return completion.finish().equals("cancelled") ? "The reply was cancelled." : null;
    }
}
