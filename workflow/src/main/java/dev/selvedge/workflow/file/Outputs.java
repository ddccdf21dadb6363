package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outputs that a file's tokens refer to, and the names of their variables. */
final class Outputs {
    private final Catalog catalog;
    private final Names names;
    /** What tokens call each output. */
    private final Map<String, String> shown = new HashMap<>();

    /** The variables that tokens name. */
    private final Set<String> variableNames = new LinkedHashSet<>();

    private final Map<String, Action> definers = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    Outputs(Catalog catalog, Names names, List<Action> actions) {
        this.catalog = catalog;
        this.names = names;
        for (Action action : actions) {
            collect(action.parameters());
            String uuid = action.uuid();
            if (uuid != null) {
                definers.merge(
                        uuid, action, (first, second) -> first.outputName().isEmpty() ? second : first);
            }
        }
    }

    private void collect(PlistValue value) {
        switch (value) {
            case Dict dict -> {
                if (dict.get("OutputUUID") instanceof Str(String uuid)) {
                    String name = dict.text("OutputName");
                    shown.merge(uuid, name == null ? "" : name, (first, second) -> first.isEmpty() ? second : first);
                }
                if (dict.get("VariableName") instanceof Str(String name)) {
                    variableNames.add(name);
                }
                dict.entries().values().forEach(this::collect);
            }
            case Array(var items) -> items.forEach(this::collect);
            default -> {
                // Leaves refer to nothing.
            }
        }
    }

    Set<String> variableNames() {
        return variableNames;
    }

    /** Whether some action gives this output. */
    boolean defined(String uuid) {
        return definers.containsKey(uuid);
    }

    /** The variable of an action's output, null where no token refers to it. */
    @Nullable
    String nameOf(Action action) {
        String uuid = action.uuid();
        return uuid == null || !shown.containsKey(uuid) ? null : variable(uuid, "");
    }

    /** The variable of an output. */
    String variable(String uuid, String shownName) {
        return variables.computeIfAbsent(uuid, id -> {
            Action action = definers.get(id);
            return action == null ? names.fresh(shownName, "missing output") : fresh(action);
        });
    }

    /** A new name for what an action gives. */
    String fresh(Action action) {
        String uuid = action.uuid();
        return names.fresh(
                action.outputName(),
                Literals.hint(catalog, action.id(), action.parameters().text("WFDictionaryKey")),
                uuid == null ? "" : shown.getOrDefault(uuid, ""),
                Literals.tail(action.id()));
    }
}
