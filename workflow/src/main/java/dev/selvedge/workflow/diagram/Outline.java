package dev.selvedge.workflow.diagram;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A workflow's tree as an indented text: every node with its type, every field that holds something. */
public final class Outline {
    private final StringBuilder out = new StringBuilder();

    private Outline() {}

    /** Lines that end with line breaks. */
    public static String of(Workflow workflow) {
        Outline outline = new Outline();
        outline.out.append("Workflow\n");
        outline.fields(Json.tree(workflow), "");
        return outline.out.toString();
    }

    private void fields(JsonNode node, String indent) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                fields.put(Integer.toString(i + 1), node.get(i));
            }
        } else {
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        }
        fields.remove("node");
        fields.values().removeIf(value -> value.isNull() || (value.isContainer() && value.isEmpty()));
        List<String> names = new ArrayList<>(fields.keySet());
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            JsonNode value = fields.getOrDefault(names.get(i), node);
            out.append(indent).append(last ? "└─ " : "├─ ").append(names.get(i));
            if (value.isContainer()) {
                String type = value.path("node").asString("");
                out.append(type.isEmpty() ? "" : ": " + type).append('\n');
                fields(value, indent + (last ? "   " : "│  "));
            } else {
                out.append(": ").append(Json.write(value)).append('\n');
            }
        }
    }
}
