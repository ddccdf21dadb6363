package dev.selvedge.eval;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Score;
import dev.selvedge.judge.ask.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The judged pass rate: a language model is given a query, the functions that are allowed, and the code, and says whether
 * the code does what was asked for, with a reason. The protocol is that of WorkflowLLM (arXiv 2411.05451, section 4; there
 * the judge was GPT-4o-mini, and people agreed with it on 81.2 % of 330 answers); the words of the prompt are ours. What
 * differs: the reply is read strictly and asked for once more where it cannot be read, several votes may be taken, and
 * what stays unreadable is unscored. Safe for many threads if the policy is.
 */
public final class PassJudge {
    private static final PromptText ASKED =
            PromptText.load(PassJudge.class, "pass", Set.of("query", "functions", "code"));
    private static final PromptText AGAIN = PromptText.load(PassJudge.class, "pass-again", Set.of("problem"));
    private static final int LONGEST_CODE = 200_000;

    private final Policy policy;
    private final Settings settings;

    /**
     * How it is asked.
     *
     * @param votes how often, at least 1; with several the majority counts
     * @param attempts most requests for one vote, at least 1
     * @param temperature 0 for one vote; several votes of a policy without chance are one vote
     * @param maxTokens most tokens of a reply
     * @param seed of the sampling; each vote has its own
     */
    public record Settings(int votes, int attempts, double temperature, int maxTokens, long seed) {
        public static final Settings STANDARD = new Settings(1, 2, 0, 1024, 1);

        public Settings {
            if (votes < 1 || attempts < 1 || maxTokens < 1) {
                throw new IllegalArgumentException("votes, attempts and maxTokens are at least 1, not " + votes + ", "
                        + attempts + ", " + maxTokens);
            }
        }
    }

    public PassJudge(Policy policy, Settings settings) {
        this.policy = policy;
        this.settings = settings;
    }

    private record Vote(Score score, String reason, Usage usage) {}

    /**
     * Judges an answer. One without code is false without being asked about; one that does not exist is unscored.
     *
     * @param functions those that are allowed, as the model was shown them
     */
    public Judged judge(Grade grade, String query, String functions) {
        if (grade.parsed() instanceof Score.Unscored unanswered) {
            return new Judged(policy.name(), unanswered, unanswered.reason(), 0, 0, 0, Usage.NONE);
        }
        if (grade.code().isBlank()) {
            return new Judged(policy.name(), Score.of(0), "The answer has no code.", 0, 0, 0, Usage.NONE);
        }
        if (grade.code().length() > LONGEST_CODE) {
            String reason = "The code has more than " + LONGEST_CODE + " characters and was not shown to the judge.";
            return new Judged(policy.name(), Score.unscored(Fault.POLICY, reason), reason, 0, 0, 0, Usage.NONE);
        }
        Message asked = Message.user(ASKED.fill(Map.of(
                "query",
                query.strip(),
                "functions",
                functions,
                "code",
                grade.code().strip())));
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < settings.votes; i++) {
            votes.add(vote(asked, settings.seed + i));
        }
        return counted(votes);
    }

    private Vote vote(Message asked, long seed) {
        List<Message> messages = new ArrayList<>(List.of(asked));
        Usage usage = Usage.NONE;
        Ruling ruling = new Ruling(Score.unscored(Fault.JUDGE, "The judge was not asked."), "");
        for (int attempt = 0; attempt < settings.attempts; attempt++) {
            Reply reply = policy.complete(new Prompt(List.copyOf(messages), List.of(), sampling(seed)));
            usage = usage.plus(Usage.of(reply));
            switch (reply) {
                case Reply.Failure(Fault fault, String reason) -> {
                    Fault whose = fault == Fault.POLICY ? Fault.JUDGE : fault;
                    return new Vote(Score.unscored(whose, reason), "", usage);
                }
                case Reply.Completion done -> {
                    ruling = Ruling.read(done.message().content(), done.finish().equals("length"));
                    if (!(ruling.score() instanceof Score.Unscored unread)) {
                        return new Vote(ruling.score(), ruling.reason(), usage);
                    }
                    messages.add(done.message());
                    messages.add(Message.user(AGAIN.fill(Map.of("problem", unread.reason()))));
                }
            }
        }
        return new Vote(ruling.score(), ruling.reason(), usage);
    }

    private Sampling sampling(long seed) {
        return Sampling.at(settings.temperature, settings.maxTokens).withSeed(seed);
    }

    /** The majority of the votes that could be read; an outage says nothing, so it leaves the whole unscored. */
    private Judged counted(List<Vote> votes) {
        Usage usage = votes.stream().map(Vote::usage).reduce(Usage.NONE, Usage::plus);
        int passes = (int)
                votes.stream().filter(vote -> vote.score.equals(Score.of(1))).count();
        int fails = (int)
                votes.stream().filter(vote -> vote.score.equals(Score.of(0))).count();
        for (Vote vote : votes) {
            if (vote.score instanceof Score.Unscored(Fault fault, String why) && fault == Fault.SYSTEM) {
                return new Judged(policy.name(), vote.score, why, votes.size(), passes, fails, usage);
            }
        }
        Score score = passes == fails
                ? passes == 0
                        ? votes.getFirst().score
                        : Score.unscored(Fault.JUDGE, "The vote is tied: " + passes + " for it, " + fails + " against.")
                : Score.of(passes > fails ? 1 : 0);
        String reason = score instanceof Score.Unscored(Fault fault, String why)
                ? why
                : votes.stream()
                        .filter(vote -> vote.score.equals(score))
                        .map(Vote::reason)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return new Judged(policy.name(), score, reason, votes.size(), passes, fails, usage);
    }
}
