package dev.selvedge.judge.ask;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.judge.LabelledTrajectory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Any policy as a judge of the steps of a trajectory, after AgentProcessBench (arXiv 2603.14465) with
 * the rubric in our own words. It does not see labels or reference answers. Different from the published judge: a reply
 * that cannot be used is asked for again with the reason, a bounded number of times; what stays unread is unscored, never
 * 0; and a conversation of any length is shown in views of bounded size. Safe for several threads.
 */
public final class PolicyJudge {
    private static final int HALVINGS = 4;

    private final Policy policy;
    private final JudgeSettings settings;

    /** @param policy the judge; not closed with it */
    public PolicyJudge(Policy policy, JudgeSettings settings) {
        this.policy = policy;
        this.settings = settings;
    }

    /** The judge cannot be asked at present. */
    public static final class OutOfReach extends Exception {
        private static final long serialVersionUID = 1;

        OutOfReach(String reason) {
            super(reason);
        }
    }

    /** Number of prompts that one vote takes if every reply is usable, and their estimated tokens. */
    public record Cost(int prompts, long tokens) {}

    /** What one vote on a trajectory costs. */
    public static Cost cost(LabelledTrajectory trajectory, JudgeSettings settings) {
        Views views = views(trajectory, settings, settings.budgetTokens());
        long tokens = 0;
        for (int i = 0; i < views.windows().size(); i++) {
            for (Message message : Asked.window(settings.chosenMode(), views, i, new TreeMap<>(), new TreeMap<>())) {
                tokens += Fitted.tokens(message.content());
            }
        }
        return new Cost(views.windows().size(), tokens);
    }

    private static Views views(LabelledTrajectory trajectory, JudgeSettings settings, int budget) {
        int overhead = Asked.overhead(settings.chosenMode(), new TreeSet<>(trajectory.stepIndices()), budget);
        return Views.of(trajectory, Math.max(budget - overhead, budget / 3));
    }

    /**
     * Asks for one vote. A conversation that the judge refuses as too long is shown in smaller views.
     *
     * @param vote which of the votes, from 0; each has a seed of its own
     * @throws OutOfReach if the judge cannot be asked, unless the settings say to give up
     */
    public Opinion vote(LabelledTrajectory trajectory, int vote) throws OutOfReach {
        int budget = settings.budgetTokens();
        int requests = 0;
        for (int halving = 0; ; halving++) {
            Views views = views(trajectory, settings, budget);
            Ballot ballot = new Ballot(trajectory, views, budget, vote);
            ballot.fill();
            requests += ballot.requests;
            budget /= 2;
            if (!ballot.tooLong || halving == HALVINGS || budget < Asked.LEAST_BUDGET / 4) {
                return ballot.opinion(requests);
            }
        }
    }

    /** One pass over the windows of a trajectory. */
    private final class Ballot {
        private final Views views;
        private final int budget;
        private final int vote;
        private final SortedMap<Integer, Score> labels = new TreeMap<>();
        private final SortedMap<Integer, String> reasons = new TreeMap<>();
        private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);
        private final List<Integer> steps;
        private Score outcome = Score.unscored(Fault.JUDGE, "It was not asked for.");
        private String summary = "";
        private int requests;
        private String failure = "";
        private Fault fault = Fault.JUDGE;
        private boolean tooLong;

        Ballot(LabelledTrajectory trajectory, Views views, int budget, int vote) {
            this.views = views;
            this.budget = budget;
            this.vote = vote;
            this.steps = trajectory.stepIndices();
        }

        void fill() throws OutOfReach {
            for (int number = 0; number < views.windows().size() && failure.isEmpty(); number++) {
                boolean last = number == views.windows().size() - 1;
                ReplyReader.Wanted wanted =
                        new ReplyReader.Wanted(views.windows().get(number).steps(), last);
                if (last || !wanted.steps().isEmpty()) {
                    note(ask(Asked.window(settings.chosenMode(), views, number, labels, reasons), wanted));
                }
            }
        }

        /** Asks until all can be read; of several answers that lack something, the first with the least lacking stands. */
        private Answer ask(List<Message> first, ReplyReader.Wanted wanted) throws OutOfReach {
            List<Message> messages = first;
            Answer best = null;
            Reply.Failure failed = null;
            for (int attempt = 0; attempt < settings.attempts(); attempt++) {
                requests++;
                switch (policy.complete(new Prompt(messages, List.of(), sampling(attempt)))) {
                    case Reply.Failure failure -> {
                        if (failure.fault() == Fault.SYSTEM && !settings.giveUp()) {
                            throw new OutOfReach(failure.reason());
                        }
                        failed = failure;
                    }
                    case Reply.Completion completion -> {
                        String reply = completion.message().content();
                        Answer answer =
                                ReplyReader.read(reply, completion.finish().equals("length"), wanted);
                        best = best == null || answer.missing() < best.missing() ? answer : best;
                        if (answer.isComplete()) {
                            return answer;
                        }
                        messages = Asked.again(first, reply, answer, wanted, budget);
                    }
                }
            }
            return best == null && failed != null ? silence(failed, wanted) : Objects.requireNonNull(best);
        }

        /** The judge gave no reply; a failure of its own is most often that the prompt is too long for it. */
        private Answer silence(Reply.Failure failed, ReplyReader.Wanted wanted) {
            failure = "The judge gave no reply: " + failed.reason();
            tooLong = failed.fault() == Fault.POLICY;
            fault = failed.fault() == Fault.SYSTEM ? Fault.SYSTEM : Fault.JUDGE;
            return Answer.none(wanted, failure);
        }

        private Sampling sampling(int attempt) {
            long seed = settings.seed() * 1_000_003 + vote * 1_009L + attempt;
            return Sampling.at(settings.temperature(), settings.maxTokens())
                    .withTopP(settings.topP())
                    .withSeed(seed);
        }

        private void note(Answer answer) {
            answer.labels().forEach((step, label) -> labels.put(step, Score.of(label)));
            answer.unread().forEach((step, reason) -> labels.put(step, Score.unscored(fault, reason)));
            reasons.putAll(answer.explanations());
            leniencies.addAll(answer.leniencies());
            summary = answer.summary();
            outcome = outcome(answer.outcome(), answer.unreadOutcome());
        }

        private Score outcome(@Nullable Integer read, String reason) {
            return read == null ? Score.unscored(fault, reason) : Score.of(read);
        }

        Opinion opinion(int allRequests) {
            List<Integer> unseen = new ArrayList<>(steps);
            unseen.removeAll(labels.keySet());
            String why = failure.isEmpty() ? "There was no room to show it." : failure;
            unseen.forEach(step -> labels.put(step, Score.unscored(fault, why)));
            if (outcome instanceof Score.Unscored && !failure.isEmpty()) {
                outcome = Score.unscored(fault, failure);
            }
            return new Opinion(
                    policy.name(),
                    vote,
                    labels,
                    outcome,
                    reasons,
                    summary,
                    allRequests,
                    views.windows().size(),
                    views.remark(),
                    leniencies);
        }
    }
}
