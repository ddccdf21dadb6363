package dev.selvedge.synth.expand;

import dev.selvedge.core.Policy;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.expand.QueryCheck.Problem;
import dev.selvedge.synth.think.Checked;
import dev.selvedge.synth.think.Teacher;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.ActionSearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Lets a language model write questions, as WorkflowLLM (section 3.3, appendix B) does. Different from it, every reply is
 * checked ({@link QueryCheck}) and asked for again with what is wrong, a bounded number of times; of the replies that only
 * seem to miss an action or the category the last one is kept. What is of no use is rejected as {@code query-kind}; a
 * policy that is out of reach postpones the brief.
 */
public final class PolicyQueryWriter implements QueryWriter, AutoCloseable {
    private static final String PART = "query";
    private static final int LONGEST_REPLY = 20_000;

    private final Teacher teacher;
    private final Catalog catalog;
    private final ActionSearch search;
    private final QueryCheck check;
    private final PromptText question =
            PromptText.load(PolicyQueryWriter.class, "question", Set.of("actions", "category", "examples"));

    /**
     * How much is asked.
     *
     * @param attempts most requests for one question, at least 1
     * @param temperature of the sampling
     * @param maxTokens of each reply
     */
    public record Limits(int attempts, double temperature, int maxTokens) {
        public static final Limits STANDARD = new Limits(3, 1, 1024);
    }

    public PolicyQueryWriter(Policy policy, Catalog catalog, Limits limits) {
        teacher = new Teacher(
                policy, new Teacher.Limits(limits.attempts(), limits.temperature(), limits.maxTokens(), LONGEST_REPLY));
        this.catalog = catalog;
        search = new ActionSearch(catalog);
        check = new QueryCheck(catalog, search);
    }

    @Override
    public String name() {
        return teacher.name();
    }

    @Override
    public Outcome<Written> write(QueryBrief brief) {
        AtomicReference<String> standing = new AtomicReference<>("");
        Outcome<String> asked =
                teacher.ask(PART, request(brief), brief.seed(), reply -> checked(reply, brief, standing));
        Outcome<String> kept =
                asked instanceof Outcome.Rejected<String> && !standing.get().isEmpty()
                        ? Outcome.keep(standing.get())
                        : asked;
        return kept.then(text -> Outcome.keep(new Written(expanded(brief, text, brief.actions()), "")));
    }

    /** @param standing gets the last question that is good but for what a check may be wrong about */
    private Checked<String> checked(String reply, QueryBrief brief, AtomicReference<String> standing) {
        String text = QueryCheck.question(reply);
        Optional<Problem> problem = check.problem(reply, brief);
        if (problem.isEmpty()) {
            return Checked.of(text);
        }
        if (problem.get().kind().mayStand()) {
            standing.set(text);
        }
        return Checked.problem(problem.get().kind(), problem.get().sentence());
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
