package dev.selvedge.recipes;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.eval.EvaluationTask;
import dev.selvedge.synth.Sample;
import dev.selvedge.synth.Split;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A question for models, or, of the split {@value #TRAINING}, an example that they may be shown.
 *
 * @param id unique
 * @param cluster tasks of one cluster are not independent of each other
 * @param split the part of the data set
 * @param query what is asked, without lists of actions
 * @param offered identifiers of the actions that the model may use
 * @param code the reference
 * @param answer the reference as a model should write it: plan and code
 */
public record TestTask(
        String id, String cluster, String split, String query, List<String> offered, String code, String answer) {
    public static final String TRAINING = "training";

    public TestTask {
        offered = List.copyOf(offered);
    }

    boolean training() {
        return split.equals(TRAINING);
    }

    EvaluationTask evaluated() {
        return new EvaluationTask(id, cluster, split, query, code);
    }

    static TestTask of(Row row) {
        Sample sample = row.sample();
        String split = sample.split() == Split.Part.TRAINING
                ? TRAINING
                : sample.split().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new TestTask(
                sample.id(),
                sample.skeleton(),
                split,
                sample.query(),
                row.row().offered(),
                sample.code(),
                row.row().target());
    }

    /**
     * Reads a line of a task file: an object with the texts {@code query} and {@code code} and the list {@code actions}
     * (identifiers, or names of functions), and where known {@code id}, {@code cluster}, {@code split} ({@code test}
     * without one) and {@code plan}.
     */
    static Outcome<TestTask> read(Line line, Catalog catalog) {
        String text = line.text();
        if (text == null) {
            return Outcome.reject("no-text", line.place() + ": " + line.problem());
        }
        try {
            JsonNode row = Json.parse(text);
            String query = text(row, "query", null);
            String code = text(row, "code", null);
            String plan = text(row, "plan", "");
            String id =
                    text(row, "id", ContentHash.of(query + "\n" + code).hex().substring(0, 16));
            return Outcome.keep(new TestTask(
                    id,
                    text(row, "cluster", id),
                    text(row, "split", "test"),
                    query,
                    actions(row.get("actions"), catalog),
                    code,
                    (plan.isBlank() ? "" : plan.strip() + "\n\n") + "```python\n" + code.strip() + "\n```"));
        } catch (JacksonException e) {
            return Outcome.reject("not-json", line.place() + " is not JSON: " + e.getOriginalMessage());
        } catch (UserException e) {
            return Outcome.reject("no-task", line.place() + ": " + e.getMessage());
        }
    }

    private static String text(JsonNode row, String field, @Nullable String otherwise) {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) {
            if (otherwise != null) {
                return otherwise;
            }
            throw new UserException("the task has no '" + field + "'; expected a text.");
        }
        if (!value.isString() || value.asString().isBlank()) {
            throw new UserException("'" + field + "' is " + value + "; expected a text.");
        }
        return value.asString();
    }

    private static List<String> actions(@Nullable JsonNode list, Catalog catalog) {
        if (list == null || !list.isArray()) {
            throw new UserException("the task has no list 'actions'.");
        }
        List<String> actions = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isString()) {
                throw new UserException("'actions' holds " + each + "; expected names of actions.");
            }
            String name = each.asString();
            actions.add(catalog.byFunction(name).map(Catalog.Action::id).orElse(name));
        }
        return actions;
    }
}
