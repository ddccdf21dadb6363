package dev.selvedge.eval.teval;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A plan that a model wrote and the right one.
 *
 * @param form how the plan is written
 * @param prediction what the model wrote: a text, or a plan that was read already
 * @param truth the right plan
 * @param tools names of the tools, which plans in prose are searched for
 */
record PlanCase(Form form, JsonNode prediction, JsonNode truth, List<String> tools) {
    PlanCase {
        tools = List.copyOf(tools);
    }

    /** How plans are written. */
    enum Form {
        /** A list of objects with id, name and args. */
        JSON,
        /** Prose that names tools. */
        STR,
        /** Lines "Plan 1: …", "Dependency 1: …", "Action 1: …". */
        REWOO
    }

    /**
     * Reads a case of T-Eval's form.
     *
     * @throws IllegalArgumentException with a sentence if it is none
     */
    static PlanCase of(JsonNode line) {
        if (line.path("prediction").isMissingNode() || line.path("ground_truth").isMissingNode()) {
            throw new IllegalArgumentException("A case of a plan has 'prediction' and 'ground_truth'.");
        }
        JsonNode meta = line.path("meta");
        String type = meta.path("prompt_type").asString("json");
        Form form = switch (type) {
            case "json" -> Form.JSON;
            case "str" -> Form.STR;
            case "ReWOO" -> Form.REWOO;
            default ->
                throw new IllegalArgumentException("The prompt_type is 'json', 'str' or 'ReWOO', not '" + type + "'.");
        };
        List<String> tools = meta.path("API_list")
                .valueStream()
                .map(tool -> tool.asString(""))
                .toList();
        if (form == Form.STR && tools.isEmpty()) {
            throw new IllegalArgumentException("A plan in prose needs 'API_list' in 'meta'.");
        }
        return new PlanCase(form, line.get("prediction"), line.get("ground_truth"), tools);
    }
}
