package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.remote.ChatMessage;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.catalog.CatalogFile;
import dev.selvedge.workflow.catalog.JsonFunction;
import dev.selvedge.workflow.catalog.PythonFunction;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Forms in which actions are shown. Lower case, as they are typed. */
enum ActionForm {
    page,
    python,
    schema,
    json;

    String of(Action action) {
        return switch (this) {
            case page -> ActionPage.of(action);
            case python -> PythonFunction.of(action).stripTrailing();
            case schema, json -> Json.pretty(tree(action));
        };
    }

    /** Many actions: pages with a blank line between, a Python module, or one JSON list. */
    String of(List<Action> actions) {
        return switch (this) {
            case page -> actions.stream().map(ActionPage::of).collect(Collectors.joining("\n\n"));
            case python -> PythonFunction.module(actions).stripTrailing();
            case schema, json -> Json.pretty(actions.stream().map(this::tree).toList());
        };
    }

    private JsonNode tree(Action action) {
        return this == schema ? ChatMessage.write(JsonFunction.tool(action)) : CatalogFile.tree(action);
    }
}
