package dev.selvedge.synth.expand;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.expand.QueryCheck.Kind;
import dev.selvedge.synth.expand.QueryCheck.Problem;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.ActionSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets a language model write questions, as WorkflowLLM (section 3.3, appendix B) does. Different from it, every reply is
 * checked ({@link QueryCheck}) and asked for again with what is wrong, a bounded number of times; of the replies that only
 * seem to miss an action or the category the last one is kept. A policy that is out of reach postpones the brief.
 */
public final class PolicyQueryWriter implements QueryWriter, AutoCloseable {
    private static final int LONGEST_REPLY = 20_000;

    private final Policy policy;
    private final Catalog catalog;
    private final Limits limits;
    private final ActionSearch search;
    private final QueryCheck check;
    private final PromptText question =
            PromptText.load(PolicyQueryWriter.class, "question", Set.of("actions", "category", "examples"));
    private final PromptText again = PromptText.load(PolicyQueryWriter.class, "again", Set.of("problem"));

    /**
     * How much is asked.
     *
     * @param attempts most requests for one question, at least 1
     * @param temperature of the sampling
     * @param maxTokens of each reply
     */
    public record Limits(int attempts, double temperature, int maxTokens) {
        public static final Limits STANDARD = new Limits(3, 1, 1024);

        public Limits {
            if (attempts < 1) {
                throw new IllegalArgumentException("a writer asks at least once, not " + attempts + " times");
            }
        }
    }

    public PolicyQueryWriter(Policy policy, Catalog catalog, Limits limits) {
        this.policy = policy;
        this.catalog = catalog;
        this.limits = limits;
        search = new ActionSearch(catalog);
        check = new QueryCheck(catalog, search);
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public Outcome<Written> write(QueryBrief brief) {
        List<Message> messages = new ArrayList<>(List.of(Message.user(request(brief))));
        Problem problem = new Problem(Kind.EMPTY, "");
        String standing = "";
        for (int attempt = 0; attempt < limits.attempts(); attempt++) {
            Sampling sampling =
                    new Sampling(limits.temperature(), 1, limits.maxTokens(), brief.seed() + attempt, List.of());
            switch (policy.complete(new Prompt(messages, List.of(), sampling))) {
                case Reply.Failure(Fault fault, String reason) -> {
                    if (fault == Fault.SYSTEM) {
                        return Outcome.postpone(reason);
                    }
                    problem = new Problem(Kind.POLICY_FAULT, reason);
                }
                case Reply.Completion completion -> {
                    String reply = completion.message().content();
                    Optional<Problem> found = problem(reply, completion.finish(), brief);
                    if (found.isEmpty()) {
                        return written(brief, reply);
                    }
                    problem = found.get();
                    standing = problem.kind().mayStand() ? reply : standing;
                    messages.add(Message.assistant(reply.substring(0, Math.min(reply.length(), LONGEST_REPLY))));
                    messages.add(Message.user(again.fill(Map.of("problem", problem.sentence()))));
                }
            }
        }
        return standing.isEmpty()
                ? Outcome.reject(problem.kind(), "", "After " + limits.attempts() + " attempts: " + problem.sentence())
                : written(brief, standing);
    }

    private Optional<Problem> problem(String reply, String finish, QueryBrief brief) {
        if (finish.equals("length")) {
            return Optional.of(new Problem(Kind.CUT_OFF, "It was cut off at its longest length."));
        }
        return reply.length() > LONGEST_REPLY
                ? Optional.of(new Problem(Kind.TOO_LONG, "It has more than " + LONGEST_REPLY + " characters."))
                : check.problem(reply, brief);
    }

    private Outcome<Written> written(QueryBrief brief, String reply) {
        return Outcome.keep(new Written(expanded(brief, QueryCheck.question(reply), brief.actions()), ""));
    }

    private String request(QueryBrief brief) {
        return question.fill(Map.of(
                "actions",
                lines(brief.actions()),
                "category",
                brief.category().isEmpty() ? "any" : brief.category(),
                "examples",
                brief.examples().stream().map(this::shown).collect(Collectors.joining())));
    }

    private String shown(QueryExample example) {
        return "An example of a request, with the actions that it needs:\n" + lines(example.actions()) + "\nRequest: "
                + example.query() + "\n\n";
    }

    /** What each action does, a line each: its application, then its description. */
    private String lines(List<String> actions) {
        return actions.stream()
                .map(id -> catalog.byId(id)
                        .map(action -> "- " + action.app() + ": " + QueryCheck.said(action))
                        .orElse("- " + id))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        search.close();
    }
}
