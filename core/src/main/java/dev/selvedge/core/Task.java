package dev.selvedge.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Something to be done, with everything that anybody may know about it. What a policy may see of it is decided by a
 * {@link View}.
 *
 * @param id unique in its data set
 * @param fields named values, for example {@code query}, {@code actions}, {@code reference}
 */
public record Task(String id, Map<String, JsonNode> fields) {
    public Task {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The same task by another id, where something new begins with it. */
    public Task named(String other) {
        return new Task(other, fields);
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /**
     * The task with one more thing known about it.
     *
     * @param value anything that is written as JSON
     * @throws IllegalArgumentException if the field is there: what is known is never replaced
     */
    public Task with(String field, Object value) {
        if (has(field)) {
            throw new IllegalArgumentException("task " + id + " has the field '" + field + "' already");
        }
        Map<String, JsonNode> more = new LinkedHashMap<>(fields);
        more.put(field, Json.tree(value));
        return new Task(id, more);
    }

    /**
     * The text of a field.
     *
     * @throws IllegalArgumentException if there is no such field, or it is no text
     */
    public String text(String field) {
        JsonNode value = node(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("the field '" + field + "' of task " + id + " is no text");
        }
        return value.stringValue();
    }

    /**
     * The number of a field.
     *
     * @throws IllegalArgumentException if there is no such field, or it is no number
     */
    public double number(String field) {
        JsonNode value = node(field);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("the field '" + field + "' of task " + id + " is no number");
        }
        return value.doubleValue();
    }

    private JsonNode node(String field) {
        JsonNode value = fields.get(field);
        if (value == null) {
            throw new IllegalArgumentException("task " + id + " has no field '" + field + "'");
        }
        return value;
    }
}
