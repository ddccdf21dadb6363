package dev.selvedge.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a task that a role may see. A role receives a task only through its view, so privilege (a teacher that
 * reads the reference) is nothing more than another view.
 *
 * @param role name of the role, for messages
 * @param fields names of the visible fields
 */
public record View(String role, Set<String> fields) {
    public View {
        fields = Set.copyOf(fields);
    }

    /**
     * The task with only the visible fields.
     *
     * @throws IllegalArgumentException if the task lacks a field of this view
     */
    public Task of(Task task) {
        Map<String, JsonNode> visible = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : task.fields().entrySet()) {
            if (fields.contains(field.getKey())) {
                visible.put(field.getKey(), field.getValue());
            }
        }
        for (String name : fields) {
            if (!visible.containsKey(name)) {
                throw new IllegalArgumentException(
                        "task " + task.id() + " has no field '" + name + "', which the view of the " + role + " needs");
            }
        }
        return new Task(task.id(), visible);
    }
}
