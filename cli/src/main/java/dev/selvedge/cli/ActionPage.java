package dev.selvedge.cli;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;

/** An action of the catalogue as a page of text. */
final class ActionPage {
    private ActionPage() {}

    static String of(Catalog.Action action) {
        StringBuilder page = new StringBuilder();
        page.append(action.signature()).append('\n');
        page.append(action.summary()).append(".\n");
        page.append(action.app() + ", " + action.category() + ", " + action.id() + "; the virtual device "
                + (Device.interprets(action.id()) ? "interprets it" : "records its calls") + ".\n");
        for (Catalog.Parameter parameter : action.parameters()) {
            page.append("  " + parameter.name() + ": " + parameter.label() + " ("
                    + parameter.type().label()
                    + (parameter.required() ? ", required" : "")
                    + (parameter.values().isEmpty() ? "" : ", one of " + String.join(", ", parameter.values()))
                    + ")\n");
        }
        return page.toString().stripTrailing();
    }
}
