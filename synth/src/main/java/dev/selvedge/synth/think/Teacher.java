package dev.selvedge.synth.think;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A policy that is asked until its reply passes a check, each time with what was wrong, a bounded number of times. What
 * never passes is a rejection {@code part-kind} with the last problem; a policy out of reach is a postponement. It asks
 * the same in the same order again after a restart, so that replies in a run's journal are found. Safe for use by
 * several threads.
 */
public final class Teacher {
    /** Most characters of a reply that the policy is shown again. */
    private static final int LONGEST_SHOWN = 20_000;

    private static final PromptText AGAIN = PromptText.load(Teacher.class, "again", Set.of("problem"));

    private final Policy policy;
    private final Limits limits;

    /**
     * How much is asked.
     *
     * @param attempts most requests for one reply, at least 1
     * @param temperature of the sampling
     * @param maxTokens of each reply
     * @param longestReply in characters; a longer one is not read
     */
    public record Limits(int attempts, double temperature, int maxTokens, int longestReply) {
        /** For thoughts, whose replies are short. */
        public static final Limits STANDARD = new Limits(3, 0.7, 4096, 100_000);

        /** For refinement, whose replies hold a whole workflow. */
        public static final Limits REFINING = new Limits(3, 0.3, 8192, 200_000);

        public Limits {
            if (attempts < 1) {
                throw new IllegalArgumentException("a teacher is asked at least once, not " + attempts + " times");
            }
        }
    }

    public Teacher(Policy policy, Limits limits) {
        this.policy = policy;
        this.limits = limits;
    }

    /** The policy's name, for records and reports. */
    public String name() {
        return policy.name();
    }

    /**
     * Asks for one part of the work.
     *
     * @param part first words of a reject's reason, for example {@code plan}
     * @param request what the policy is asked
     * @param seed of the first attempt; the next one has the next seed
     * @param check of a reply's text, which is neither blank nor longer than the limit
     */
    public <T> Outcome<T> ask(String part, String request, long seed, Function<String, Checked<T>> check) {
        List<Message> messages = List.of(Message.user(request));
        Checked.Unusable<T> last = new Checked.Unusable<>(Flaw.NO_REPLY, "It was not asked.");
        for (int attempt = 0; attempt < limits.attempts(); attempt++) {
            Sampling sampling =
                    Sampling.at(limits.temperature(), limits.maxTokens()).withSeed(seed + attempt);
            switch (policy.complete(new Prompt(messages, List.of(), sampling))) {
                case Reply.Failure(Fault fault, String reason) -> {
                    if (fault == Fault.SYSTEM) {
                        return Outcome.postpone(reason);
                    }
                    last = new Checked.Unusable<>(Flaw.NO_REPLY, reason);
                }
                case Reply.Completion completion -> {
                    switch (checked(completion, check)) {
                        case Checked.Usable<T>(T value) -> {
                            return Outcome.keep(value);
                        }
                        case Checked.Unusable<T> unusable -> last = unusable;
                    }
                    messages = again(request, completion.message().content(), last.problem());
                }
            }
        }
        String kind = last.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Outcome.reject(
                part + "-" + kind, "After " + limits.attempts() + " attempts of " + name() + ": " + last.problem());
    }

    private <T> Checked<T> checked(Reply.Completion completion, Function<String, Checked<T>> check) {
        String text = completion.message().content();
        if (text.isBlank()) {
            return Checked.problem(Flaw.EMPTY, "It is empty.");
        }
        if (text.length() > limits.longestReply()) {
            return Checked.problem(
                    Flaw.TOO_LONG, "It has " + text.length() + " characters, more than " + limits.longestReply() + ".");
        }
        if (completion.finish().equals("length")) {
            return Checked.problem(Flaw.CUT_OFF, "It was cut off at its greatest length; be brief.");
        }
        return check.apply(text);
    }

    /** Endpoints refuse messages without text, so an empty reply is not shown. */
    private static List<Message> again(String request, String reply, String problem) {
        String again = AGAIN.fill(Map.of("problem", problem));
        if (reply.isBlank()) {
            return List.of(Message.user(request + "\n\n" + again));
        }
        String shown = reply.length() <= LONGEST_SHOWN
                ? reply
                : reply.substring(0, LONGEST_SHOWN) + "\n[the rest of " + reply.length() + " characters is left out]";
        return List.of(Message.user(request), Message.assistant(shown), Message.user(again));
    }

    /** The next part of the work, where the one before was done. */
    static <A, B> Outcome<B> then(Outcome<A> first, Function<A, Outcome<B>> next) {
        return switch (first) {
            case Outcome.Kept<A>(List<A> records) -> next.apply(records.getFirst());
            case Outcome.Rejected<A>(String reason, String at, String detail) ->
                new Outcome.Rejected<>(reason, at, detail);
            case Outcome.Postponed<A>(String cause) -> new Outcome.Postponed<>(cause);
        };
    }
}
