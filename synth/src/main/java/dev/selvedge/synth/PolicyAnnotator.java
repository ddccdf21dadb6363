package dev.selvedge.synth;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Annotates with a language model, bottom-up as in WorkflowLLM (section 3.2): comments for the statements, from them the
 * plan, from both the query. Different from it, comments are asked for by markers in the code, so that the code cannot
 * change; every reply is checked and asked for again with what is wrong, a bounded number of times.
 *
 * <p>A reply that is of no use, whatever it is, becomes a rejection; a policy that is out of reach a postponement.
 */
public final class PolicyAnnotator implements Annotator {
    private static final int LONGEST_REPLY = 100_000;
    private static final String EXAMPLE =
            "Ask me \"Which city?\" and copy my answer in capital letters to the clipboard. If it contains \"NEW\","
                    + " also send me a notification saying \"Found one\".";

    private final Policy policy;
    private final Catalog catalog;
    private final Limits limits;
    private final PromptText comments = PromptText.load(PolicyAnnotator.class, "comments", Set.of("actions", "code"));
    private final PromptText plan = PromptText.load(PolicyAnnotator.class, "plan", Set.of("code"));
    private final PromptText query = PromptText.load(PolicyAnnotator.class, "query", Set.of("code", "plan", "example"));
    private final PromptText again = PromptText.load(PolicyAnnotator.class, "again", Set.of("problems"));

    /**
     * How much is asked.
     *
     * @param attempts most requests for each of the three parts, at least 1
     * @param temperature of the sampling
     * @param maxTokens of each reply
     */
    public record Limits(int attempts, double temperature, int maxTokens) {
        public static final Limits STANDARD = new Limits(3, 0.7, 4096);

        public Limits {
            if (attempts < 1) {
                throw new IllegalArgumentException("an annotator asks at least once, not " + attempts + " times");
            }
        }
    }

    public PolicyAnnotator(Policy policy, Catalog catalog, Limits limits) {
        this.policy = policy;
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public Outcome<Annotation> annotate(Workflow workflow, long seed) {
        Workflow bare = Workflow.of("", TemplateAnnotator.uncommented(workflow.body()));
        String code;
        try {
            code = CodePrinter.print(bare, catalog);
        } catch (IllegalArgumentException e) {
            return Outcome.reject("cannot-be-printed", "The workflow cannot be printed: " + e.getMessage() + ".");
        }
        if (code.isBlank()) {
            return Outcome.reject("empty", "The workflow has no statement beside comments.");
        }
        return then(
                comments(bare, seed),
                annotated -> then(plan(annotated, seed), steps -> query(bare, code, annotated, steps, seed)));
    }

    private Outcome<String> comments(Workflow bare, long seed) {
        int statements = Place.of(bare).size();
        Map<Integer, String> markers = new HashMap<>();
        for (int i = 0; i < statements; i++) {
            markers.put(i, "[" + i + "]");
        }
        String actions = Skeleton.of(bare).actions().stream()
                .flatMap(id -> catalog.byId(id).stream())
                .map(action -> Signature.of(action) + ": " + action.summary())
                .collect(Collectors.joining("\n"));
        String request = comments.fill(Map.of("actions", actions, "code", CodePrinter.print(bare, catalog, markers)));
        return asked("comments", request, seed, reply -> {
            Checked<Map<Integer, String>> read = ReplyRules.comments(reply, statements);
            if (read.value() == null) {
                return Checked.problem(read.problem());
            }
            String annotated = CodePrinter.print(bare, catalog, read.value());
            return unchanged(bare, annotated)
                    ? Checked.of(annotated)
                    : Checked.problem("With these comments the code is no longer the same code.");
        });
    }

    private boolean unchanged(Workflow bare, String annotated) {
        Workflow read = CodeParser.parse(annotated, catalog).workflow();
        return read != null
                && CodePrinter.print(Workflow.of("", TemplateAnnotator.uncommented(read.body())), catalog)
                        .equals(CodePrinter.print(bare, catalog));
    }

    private Outcome<String> plan(String annotated, long seed) {
        return asked("plan", plan.fill(Map.of("code", annotated)), seed, ReplyRules::plan);
    }

    private Outcome<Annotation> query(Workflow bare, String code, String annotated, String steps, long seed) {
        String request = query.fill(Map.of("code", code, "plan", steps, "example", EXAMPLE));
        Set<String> actions = Skeleton.of(bare).actions();
        return then(
                asked("query", request, seed, reply -> ReplyRules.query(reply, actions, catalog)),
                text -> Outcome.keep(new Annotation(code, annotated, steps, text)));
    }

    private static <A, B> Outcome<B> then(Outcome<A> first, Function<A, Outcome<B>> next) {
        return switch (first) {
            case Outcome.Kept<A>(List<A> records) -> next.apply(records.getFirst());
            case Outcome.Rejected<A>(String reason, String at, String detail) ->
                new Outcome.Rejected<>(reason, at, detail);
            case Outcome.Postponed<A>(String cause) -> new Outcome.Postponed<>(cause);
        };
    }

    /**
     * A part of an answer, or what is wrong with it.
     *
     * @param problem a sentence, empty where there is a value
     */
    record Checked<T>(@org.jspecify.annotations.Nullable T value, String problem) {
        static <T> Checked<T> of(T value) {
            return new Checked<>(value, "");
        }

        static <T> Checked<T> problem(String problem) {
            return new Checked<>(null, problem);
        }
    }

    /** Asks until the reply passes its check, telling each time what was wrong. */
    private Outcome<String> asked(String part, String request, long seed, Function<String, Checked<String>> check) {
        List<Message> messages = new ArrayList<>(List.of(Message.user(request)));
        String problem = "";
        for (int attempt = 0; attempt < limits.attempts(); attempt++) {
            Sampling sampling = new Sampling(limits.temperature(), 1, limits.maxTokens(), seed + attempt, List.of());
            String text;
            switch (policy.complete(new Prompt(messages, List.of(), sampling))) {
                case Reply.Failure(Fault fault, String reason) -> {
                    if (fault == Fault.SYSTEM) {
                        return Outcome.postpone(reason);
                    }
                    problem = "The policy failed: " + reason;
                    continue;
                }
                case Reply.Completion completion -> {
                    text = completion.message().content();
                    Checked<String> checked = completion.finish().equals("length")
                            ? Checked.problem("The answer was cut off at its longest length.")
                            : text.length() > LONGEST_REPLY
                                    ? Checked.problem("The answer is longer than " + LONGEST_REPLY + " characters.")
                                    : check.apply(text);
                    if (checked.value() != null) {
                        return Outcome.keep(checked.value());
                    }
                    problem = checked.problem();
                }
            }
            messages.add(Message.assistant(text.substring(0, Math.min(text.length(), LONGEST_REPLY))));
            messages.add(Message.user(again.fill(Map.of("problems", problem))));
        }
        return Outcome.reject("no-usable-" + part, "After " + limits.attempts() + " attempts: " + problem);
    }
}
