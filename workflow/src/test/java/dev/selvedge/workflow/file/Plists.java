package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short words for the property lists that tests read. */
final class Plists {
    static final int OLD = 772;
    static final int NEW = 1146;

    /** A few actions, so that tests do not change with the bundled catalogue. */
    static final Catalog CATALOG = new Catalog(List.of(
            action("getbatterylevel", "get_battery_level", new Catalog.Output("Battery Level", ContentType.NUMBER)),
            action("getcontents", "get_contents", new Catalog.Output("Contents", ContentType.ANY), "WFInput"),
            action("showresult", "show_result", null),
            action("setclipboard", "set_clipboard", null, "WFInput"),
            action("exit", "stop_workflow", null),
            action("nothing", "do_nothing", null)));

    private Plists() {}

    private static Catalog.Action action(
            String id, String function, Catalog.@Nullable Output output, String... inputs) {
        List<Catalog.Parameter> parameters = new ArrayList<>();
        for (String key : inputs) {
            parameters.add(new Catalog.Parameter(
                    key, "input", ContentType.ANY, true, true, null, List.of(), "what to work on"));
        }
        return new Catalog.Action(
                Literals.PREFIX + id, function, "Shortcuts", "Scripting", "Do it", parameters, output, false);
    }

    static PlistValue of(Object value) {
        return switch (value) {
            case PlistValue plist -> plist;
            case String text -> new PlistValue.Str(text);
            case Integer number -> PlistValue.Int.of(number);
            case Long number -> PlistValue.Int.of(number);
            case Double number -> new PlistValue.Real(number);
            case Boolean bool -> new PlistValue.Bool(bool);
            case Instant instant -> new PlistValue.Date(instant);
            case byte[] bytes -> new PlistValue.Bytes(bytes);
            case List<?> items -> new Array(items.stream().map(Plists::of).toList());
            default -> throw new IllegalArgumentException("no property list has a " + value.getClass());
        };
    }

    static Dict dict(Object... keysAndValues) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put((String) keysAndValues[i], of(keysAndValues[i + 1]));
        }
        return new Dict(entries);
    }

    /** An action; a name without dots is a built-in one. */
    static Dict act(String id, Object... parameters) {
        return dict(
                "WFWorkflowActionIdentifier",
                id.startsWith("com.") ? id : Literals.PREFIX + id,
                "WFWorkflowActionParameters",
                dict(parameters));
    }

    static Dict block(String id, String group, int mode, Object... parameters) {
        Map<String, PlistValue> all = new LinkedHashMap<>(
                dict("GroupingIdentifier", group, "WFControlFlowMode", mode).entries());
        all.putAll(dict(parameters).entries());
        return act(
                id,
                all.entrySet().stream()
                        .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                        .toArray());
    }

    static Dict file(int client, Dict... actions) {
        return dict("WFWorkflowClientVersion", Integer.toString(client), "WFWorkflowActions", List.of(actions));
    }

    static Reading read(Dict file) {
        return WorkflowReader.read(BinaryPlistWriter.write(file), CATALOG);
    }

    static Dict output(String uuid, String name, Dict... accesses) {
        return accesses.length == 0
                ? dict("Type", "ActionOutput", "OutputUUID", uuid, "OutputName", name)
                : dict(
                        "Type",
                        "ActionOutput",
                        "OutputUUID",
                        uuid,
                        "OutputName",
                        name,
                        "Aggrandizements",
                        List.of(accesses));
    }

    static Dict variable(String name) {
        return dict("Type", "Variable", "VariableName", name);
    }

    static Dict token(Dict token) {
        return wrap("WFTextTokenAttachment", token);
    }

    static Dict wrap(String kind, Object value) {
        return dict("Value", value, "WFSerializationType", kind);
    }

    /** Text in which each U+FFFC stands for the next token. */
    static Dict text(String string, Dict... tokens) {
        return wrap("WFTextTokenString", attributed(string, tokens));
    }

    static Dict attributed(String string, Dict... tokens) {
        List<Object> attachments = new ArrayList<>();
        int at = -1;
        for (Dict token : tokens) {
            at = string.indexOf('\uFFFC', at + 1);
            attachments.add("{" + at + ", 1}");
            attachments.add(token);
        }
        return dict("string", string, "attachmentsByRange", dict(attachments.toArray()));
    }
}
