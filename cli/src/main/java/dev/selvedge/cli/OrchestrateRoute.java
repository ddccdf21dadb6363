package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import dev.selvedge.model.LocalPolicy;
import dev.selvedge.recipes.Orchestration;
import dev.selvedge.recipes.Orchestrator;
import dev.selvedge.serve.Route;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Scenario;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orchestration over HTTP: {@code POST /v1/orchestrate}. Fields of a request: {@code query}; {@code actions} (functions of
 * the catalogue, else they are found), {@code scenario} (a seed, or an object as of {@link Scenario#read}),
 * {@code trajectories}, {@code shortcut} and {@code stream} (true or false). The form of both is in
 * {@code decisions/endpoint.md}.
 */
final class OrchestrateRoute implements Route, AutoCloseable {
    private static final Set<String> FIELDS =
            Set.of("query", "actions", "scenario", "trajectories", "shortcut", "stream");
    private static final int MOST_ACTIONS = 64;

    private final Policy policy;
    private final Orchestrator orchestrator;
    private final Catalog catalog = Catalog.bundled();

    /** @param policy closed with this if it is a model on this machine */
    OrchestrateRoute(Policy policy, Orchestration.Settings settings) {
        this.policy = policy;
        this.orchestrator = new Orchestrator(policy, catalog, settings);
    }

    @Override
    public void close() {
        orchestrator.close();
        if (policy instanceof LocalPolicy local) {
            local.close();
        }
    }

    @Override
    public String path() {
        return "/v1/orchestrate";
    }

    @Override
    public Work read(ObjectNode request) throws Mistake {
        for (String field : request.propertyNames()) {
            if (!FIELDS.contains(field)) {
                String shown = field.length() <= 60 ? field : field.substring(0, 60) + "…";
                throw new Mistake(
                        shown,
                        "The field '" + shown + "' is not known here"
                                + Suggestion.didYouMean(field, new TreeSet<>(FIELDS)) + ".");
            }
        }
        JsonNode query = request.path("query");
        if (!query.isString()) {
            throw new Mistake("query", "'query' is a text: what the workflow should do.");
        }
        try {
            List<String> found = orchestrator.actions(query.stringValue());
            List<String> actions = actions(request.path("actions"));
            return new Orchestrating(
                    query.stringValue(),
                    actions == null ? found : actions,
                    scenario(request.path("scenario")),
                    flag(request, "trajectories"),
                    flag(request, "shortcut"),
                    flag(request, "stream"));
        } catch (UserException e) {
            throw new Mistake("query", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable List<String> actions(JsonNode names) throws Mistake {
        if (names.isMissingNode() || names.isNull()) {
            return null;
        }
        if (!names.isArray() || names.isEmpty() || names.size() > MOST_ACTIONS) {
            throw new Mistake("actions", "'actions' is a list of 1 to " + MOST_ACTIONS + " names of functions.");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode name : names) {
            ids.add(catalog.byFunction(name.asString(""))
                    .map(Catalog.Action::id)
                    .orElseThrow(() -> new Mistake("actions", "The catalogue has no function " + shown(name) + ".")));
        }
        return ids;
    }

    private static Scenario scenario(JsonNode given) throws Mistake {
        if (given.isMissingNode() || given.isNull()) {
            return Scenario.seeded(1);
        }
        if (given.isIntegralNumber() && given.canConvertToLong()) {
            return Scenario.seeded(given.longValue());
        }
        if (!given.isObject()) {
            throw new Mistake("scenario", "'scenario' is a seed or an object, not " + shown(given) + ".");
        }
        try {
            return Scenario.read(Json.write(given), null);
        } catch (IllegalArgumentException e) {
            throw new Mistake("scenario", String.valueOf(e.getMessage()));
        }
    }

    private static boolean flag(ObjectNode request, String field) throws Mistake {
        JsonNode value = request.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new Mistake(field, "'" + field + "' is true or false, not " + shown(value) + ".");
        }
        return value.asBoolean(false);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private final class Orchestrating implements Work {
        private final String query;
        private final List<String> actions;
        private final Scenario scenario;
        private final boolean trajectories;
        private final boolean shortcut;
        private final boolean stream;

        Orchestrating(
                String query,
                List<String> actions,
                Scenario scenario,
                boolean trajectories,
                boolean shortcut,
                boolean stream) {
            this.query = query;
            this.actions = actions;
            this.scenario = scenario;
            this.trajectories = trajectories;
            this.shortcut = shortcut;
            this.stream = stream;
        }

        @Override
        public boolean stream() {
            return stream;
        }

        @Override
        public ObjectNode run(Consumer<ObjectNode> progress) throws Mistake {
            Orchestration made = orchestrator.run(
                    query,
                    actions,
                    scenario,
                    attempt -> progress.accept(event("orchestration.attempt", attempt.tree())));
            if (made.attempts().isEmpty()) {
                throw new Mistake(
                        "",
                        "The model gave no answer: "
                                + (made.failure() == null
                                        ? "it was not asked."
                                        : made.failure().reason()));
            }
            ObjectNode answer = event("orchestration", made.tree());
            if (trajectories) {
                answer.set("trajectories", Json.tree(made.trajectories()));
            }
            if (shortcut && made.workflow() != null) {
                try {
                    answer.put(
                            "shortcut",
                            Base64.getEncoder().encodeToString(WorkflowWriter.write(made.workflow(), catalog)));
                } catch (WorkflowFormatException e) {
                    answer.putNull("shortcut");
                    answer.put("shortcut_refused", e.getMessage());
                }
            }
            return answer;
        }

        private static ObjectNode event(String object, ObjectNode body) {
            ObjectNode event = Json.object().put("object", object);
            event.setAll(body);
            return event;
        }
    }
}
