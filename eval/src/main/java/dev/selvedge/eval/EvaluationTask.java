package dev.selvedge.eval;

import dev.selvedge.core.Task;
import tools.jackson.databind.JsonNode;

/**
 * A question with the code that a good answer does the same as.
 *
 * @param id unique among the tasks of an evaluation
 * @param cluster tasks of one cluster are not independent of each other, for example questions about one workflow
 * @param split part of the data set that it belongs to, for example {@code unseen-questions}
 * @param query what is asked, without lists of actions
 * @param reference code of the dialect
 */
public record EvaluationTask(String id, String cluster, String split, String query, String reference) {
    /**
     * Reads a task with the text fields {@code query}, {@code reference} and {@code split}, and {@code cluster} where it
     * is not on its own.
     *
     * @throws IllegalArgumentException if a field is missing or no text
     */
    public static EvaluationTask of(Task task) {
        return new EvaluationTask(
                task.id(),
                task.fields().containsKey("cluster") ? text(task, "cluster") : task.id(),
                text(task, "split"),
                text(task, "query"),
                text(task, "reference"));
    }

    private static String text(Task task, String field) {
        JsonNode value = task.fields().get(field);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException(
                    "Task " + task.id() + " needs a text in its field '" + field + "', but has " + value + ".");
        }
        return value.asString();
    }
}
