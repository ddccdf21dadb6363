package dev.selvedge.synth.collect;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a workflow does, statement by statement, as one text: equal for workflows that differ in the names of variables,
 * comments, title, icon, identifiers and the surfaces on which they are offered. Everything else counts, literals too.
 */
final class Canonical {
    /** The one setting of a file that changes what a workflow does; the others say where it is offered. */
    private static final String NO_INPUT = "WFWorkflowNoInputBehavior";

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();

    private int blobs;

    Canonical(Workflow workflow) {
        JsonNode tree = Json.tree(workflow);
        add(tree.path("body"));
        add(tree.path("header").path("settings").path(NO_INPUT));
    }

    /** 16 hexadecimal digits that stand for the text. */
    String hash() {
        return ContentHash.of(text.toString()).hex().substring(0, 16);
    }

    /** Number of values that are bytes. */
    int blobs() {
        return blobs;
    }

    private void add(JsonNode node) {
        if (node.isArray()) {
            text.append('[');
            node.forEach(item -> {
                if (!item.path("node").asString("").equals("Comment")) {
                    add(item);
                    text.append(',');
                }
            });
            text.append(']');
        } else if (node.path("node").asString("").equals("Blob")) {
            text.append(Json.write(node.path("name")));
            blobs++;
        } else if (node.isObject()) {
            text.append('{');
            node.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
                text.append(Json.write(entry.getKey())).append(':');
                if (named(node, entry.getKey()) && entry.getValue().isString()) {
                    text.append(names.computeIfAbsent(entry.getValue().asString(), name -> names.size()));
                } else {
                    add(entry.getValue());
                }
                text.append(',');
            });
            text.append('}');
        } else if (node.isNumber()) {
            text.append(node.decimalValue().stripTrailingZeros());
        } else {
            text.append(Json.write(node));
        }
    }

    /** Whether a field of a node of the tree holds the name of a variable. */
    private static boolean named(JsonNode node, String field) {
        return switch (node.path("node").asString("")) {
            case "Variable" -> field.equals("name");
            case "Call" -> field.equals("result");
            case "Assign", "Append" -> field.equals("variable");
            case "Repeat" -> field.equals("index");
            case "ForEach" -> field.equals("item") || field.equals("index");
            default -> false;
        };
    }
}
