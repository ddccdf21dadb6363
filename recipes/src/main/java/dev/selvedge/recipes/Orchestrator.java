package dev.selvedge.recipes;

import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.PromptText;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Step;
import dev.selvedge.core.Trajectory;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.Orchestration.Attempt;
import dev.selvedge.synth.SftRow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.code.Answer;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Execution.Ending;
import dev.selvedge.workflow.device.Limits;
import dev.selvedge.workflow.device.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From a query to a workflow that runs: finds actions of the whole catalogue, lets a policy plan and write code, checks
 * the code, runs it on the virtual device, and where something is wrong tells the policy what and asks again, a bounded
 * number of times. Actions that the code calls or means although they were not offered are offered with the next
 * question. Safe for many threads where the policy is.
 */
public final class Orchestrator implements AutoCloseable {
    private static final int LONGEST_QUERY = 4_000;
    private static final int MOST_PROBLEMS = 10;
    private static final int LONGEST_PROBLEM = 400;
    private static final int MOST_ADDED = 6;
    private static final PromptText REPAIR =
            PromptText.load(Orchestrator.class, "repair", Set.of("what", "problems", "actions"));

    private final Policy policy;
    private final Catalog catalog;
    private final Orchestration.Settings settings;
    private final ActionOffer offer;
    private final Device device;

    /** @param policy not closed with this */
    public Orchestrator(Policy policy, Catalog catalog, Orchestration.Settings settings) {
        this.policy = policy;
        this.catalog = catalog;
        this.settings = settings;
        this.offer = new ActionOffer(catalog);
        this.device = new Device(catalog, Limits.STANDARD);
    }

    /** Works on a query with the actions that are found for it. */
    public Orchestration run(String query, Scenario scenario) {
        return run(query, actions(query), scenario, attempt -> {});
    }

    /**
     * Works on a query.
     *
     * @param actions identifiers of the actions that are offered at first, best first
     * @param listener is told each attempt, on this thread
     * @throws UserException if the query is empty or too long, or names no action of the catalogue
     */
    public Orchestration run(String query, List<String> actions, Scenario scenario, Consumer<Attempt> listener) {
        check(query);
        return new Work(query, scenario, listener).run(actions);
    }

    /**
     * Identifiers of the actions that are offered for a query at first, best first.
     *
     * @throws UserException if the query is empty or too long
     */
    public List<String> actions(String query) {
        check(query);
        return offer.find(query, settings.actions());
    }

    /** What the policy is asked first. */
    public Prompt prompt(String query, List<String> actions) {
        return new Prompt(SftRow.prompt(query, actions, catalog), List.of(), Sampling.greedy(settings.maxTokens()));
    }

    private static void check(String query) {
        if (query.isBlank() || query.length() > LONGEST_QUERY) {
            throw new UserException("A query has 1 to " + LONGEST_QUERY + " characters, not " + query.length() + ".");
        }
    }

    @Override
    public void close() {
        offer.close();
    }

    /** The work on one query. */
    private final class Work {
        private final String query;
        private final Scenario scenario;
        private final Consumer<Attempt> listener;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();
        private Reply.@Nullable Failure failure;

        Work(String query, Scenario scenario, Consumer<Attempt> listener) {
            this.query = query;
            this.scenario = scenario;
            this.listener = listener;
        }

        Orchestration run(List<String> actions) {
            Line best = draw(actions);
            int drawn = attempts.size();
            for (int repair = 0; repair < settings.repairs() && best != null && best.wantsRepair(); repair++) {
                best.ask(REPAIR_PRODUCER, repair(best));
                answer(best, Sampling.greedy(settings.maxTokens()));
                if (failure != null || best.saysTheSameAgain()) {
                    break;
                }
            }
            return new Orchestration(
                    query, attempts, drawn, lines.stream().map(Line::trajectory).toList(), failure);
        }

        /** Draws answers until one is sound; gives the line of the best, null without any answer. */
        private @Nullable Line draw(List<String> actions) {
            Line best = null;
            for (int sample = 0; sample < settings.samples() && failure == null; sample++) {
                Line line = new Line(query, sample, new ArrayList<>(actions));
                prompt(query, actions).messages().forEach(message -> line.ask("task", message));
                lines.add(line);
                long seed = settings.seed() + sample;
                answer(
                        line,
                        sample == 0
                                ? Sampling.greedy(settings.maxTokens())
                                : Sampling.at(settings.temperature(), settings.maxTokens())
                                        .withSeed(seed));
                if (best == null || line.isBetterThan(best)) {
                    best = line.last() == null ? best : line;
                }
                if (best != null && !best.wantsRepair()) {
                    break;
                }
            }
            return best;
        }

        private void answer(Line line, Sampling sampling) {
            switch (reply(line, sampling)) {
                case Reply.Failure wrong -> {
                    failure = wrong;
                    line.ending = "error";
                }
                case Reply.Completion completion -> {
                    Attempt attempt = attempt(completion.message().content(), line.offered);
                    line.answered(completion, attempt);
                    attempts.add(attempt);
                    listener.accept(attempt);
                }
            }
        }

        private Reply reply(Line line, Sampling sampling) {
            if (policy instanceof LocalPolicy local) {
                return local.reply(
                        line.steps,
                        sampling,
                        settings.constrained()
                                ? AnswerGrammar.constraint(local.vocabulary(), line.offered, catalog)
                                : null);
            }
            List<Message> messages = line.steps.stream().map(Step::message).toList();
            return policy.complete(new Prompt(messages, List.of(), sampling));
        }

        private Attempt attempt(String text, List<String> offered) {
            Answer answer = Answer.read(text);
            List<String> functions = offered.stream()
                    .map(id -> catalog.byId(id).map(Catalog.Action::function).orElse(id))
                    .toList();
            if (answer.code().isBlank()) {
                List<Diagnostic> none = List.of(
                        Diagnostic.error(0, 0, "The answer has no code.", "Write the workflow in a python fence."));
                return new Attempt(functions, text.strip(), "", none, null, null, told(none));
            }
            CodeParser.Parsed parsed = CodeParser.parse(answer.code(), catalog);
            if (parsed.workflow() == null) {
                return new Attempt(
                        functions,
                        answer.plan(),
                        answer.code(),
                        parsed.diagnostics(),
                        null,
                        null,
                        told(parsed.diagnostics()));
            }
            Execution execution = device.trace(parsed.workflow(), scenario);
            return new Attempt(
                    functions,
                    answer.plan(),
                    answer.code(),
                    parsed.diagnostics(),
                    parsed.workflow(),
                    execution,
                    stopped(execution.ending()));
        }

        private static List<String> told(List<Diagnostic> diagnostics) {
            return diagnostics.stream()
                    .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                    .map(Diagnostic::toString)
                    .toList();
        }

        /** A deadline says nothing of the workflow. */
        private static List<String> stopped(Ending ending) {
            return ending.good() || ending.kind() == Ending.Kind.DEADLINE
                    ? List.of()
                    : List.of("It stopped on the device: " + ending.reason());
        }

        private Message repair(Line line) {
            Attempt last = line.lastOrThrow();
            List<String> added = last.code().isEmpty()
                    ? offer.find(last.plan().isBlank() ? query : last.plan(), MOST_ADDED).stream()
                            .filter(id -> !line.offered.contains(id))
                            .toList()
                    : offer.calledBesides(last.code(), line.offered, MOST_ADDED);
            line.offered.addAll(added);
            List<String> problems = new ArrayList<>(last.problems().stream()
                    .limit(MOST_PROBLEMS)
                    .map(problem ->
                            problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM) + "…")
                    .toList());
            if (last.problems().size() > MOST_PROBLEMS) {
                problems.add("… and " + (last.problems().size() - MOST_PROBLEMS) + " more");
            }
            return Message.user(REPAIR.fill(Map.of(
                    "what",
                    last.workflow() == null ? "The code is not right:" : "The code did not run to its end:",
                    "problems",
                    String.join("\n", problems),
                    "actions",
                    added.isEmpty() ? "" : "\n\n" + SftRow.interfaces(added, catalog))));
        }
    }

    private static final String REPAIR_PRODUCER = "check";

    /** One conversation, which is only extended. */
    private final class Line {
        private final String query;
        private final int number;
        private final List<String> offered;
        private final List<Step> steps = new ArrayList<>();
        private final List<Attempt> made = new ArrayList<>();
        private int asked;
        private String ending = "open";

        Line(String query, int number, List<String> offered) {
            this.query = query;
            this.number = number;
            this.offered = offered;
        }

        void ask(String producer, Message message) {
            steps.add(new Step(message, producer, null));
            asked = made.isEmpty() ? steps.size() : asked;
        }

        void answered(Reply.Completion completion, Attempt attempt) {
            steps.add(new Step(completion.message(), "policy", completion.tokens()));
            made.add(attempt);
            ending = completion.finish();
        }

        @Nullable
        Attempt last() {
            return made.isEmpty() ? null : made.getLast();
        }

        Attempt lastOrThrow() {
            return made.getLast();
        }

        boolean wantsRepair() {
            return !made.isEmpty() && !made.getLast().isSound();
        }

        /** Whether its answer is a workflow, or runs, where the other's does not. */
        boolean isBetterThan(Line other) {
            Attempt mine = last();
            Attempt others = other.last();
            return mine != null
                    && (others == null
                            || (mine.workflow() != null && others.workflow() == null)
                            || (mine.isSound() && !others.isSound()));
        }

        /** A model that gives the same answer once more will go on so. */
        boolean saysTheSameAgain() {
            int count = made.size();
            return count > 1
                    && made.get(count - 1).code().equals(made.get(count - 2).code());
        }

        Trajectory trajectory() {
            String id = Orchestration.id(query);
            return new Trajectory(
                    id + "-" + number,
                    id,
                    policy.name(),
                    settings.seed() + number,
                    number == 0 ? null : id + "-0",
                    number == 0 ? 0 : asked,
                    steps,
                    ending);
        }
    }
}
