package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads variable tokens: where a value comes from, and the aggrandizements that are applied to it in order. */
final class Tokens {
    private static final String AGGRANDIZEMENTS = "Aggrandizements";
    private static final Set<String> BARE =
            Set.of("ExtensionInput", "CurrentDate", "Ask", "Clipboard", "DeviceDetails", "Input", "HomeAccessory");

    private final Scope scope;
    private final ValueReader values;

    Tokens(Scope scope, ValueReader values) {
        this.scope = scope;
        this.values = values;
    }

    /** Whether a dictionary without a wrapper is a token. */
    static boolean isToken(Dict dict) {
        String type = dict.text("Type");
        return type != null
                && switch (type) {
                    case "ActionOutput" -> dict.text("OutputUUID") != null;
                    case "Variable" -> dict.text("VariableName") != null;
                    default -> BARE.contains(type);
                };
    }

    Value read(Dict token) {
        List<Access> accesses = new ArrayList<>();
        for (PlistValue aggrandizement : token.array(AGGRANDIZEMENTS)) {
            if (aggrandizement instanceof Dict dict) {
                accesses.add(access(dict));
            }
        }
        String type = token.text("Type");
        if ("Input".equals(type)) {
            return onto(scope.actionInput(), accesses);
        }
        return new Reference(source(type == null ? "" : type, token), accesses);
    }

    private Value onto(Value value, List<Access> accesses) {
        if (value instanceof Reference(Source source, List<Access> first)) {
            List<Access> all = new ArrayList<>(first);
            all.addAll(accesses);
            return new Reference(source, all);
        }
        if (!accesses.isEmpty()) {
            scope.warn("takes a part of an input that is no variable; the whole is used.");
        }
        return value;
    }

    private Source source(String type, Dict token) {
        return switch (type) {
            case "ActionOutput" -> {
                String uuid = token.text("OutputUUID");
                String shown = token.text("OutputName");
                yield uuid == null ? other(type, token) : scope.output(uuid, shown == null ? "" : shown);
            }
            case "Variable" -> {
                String name = token.text("VariableName");
                yield name == null ? other(type, token) : scope.variable(name);
            }
            case "ExtensionInput" -> new Source.WorkflowInput();
            case "CurrentDate" -> new Source.CurrentDate();
            case "Clipboard" -> new Source.Clipboard();
            case "DeviceDetails" -> new Source.DeviceDetails();
            case "Ask" -> ask(token);
            default -> other(type, token);
        };
    }

    private Source ask(Dict token) {
        PlistValue prompt = token.get("Prompt");
        if (prompt == null) {
            return new Source.Ask("");
        }
        return values.read(prompt) instanceof Text(String text) ? new Source.Ask(text) : other("Ask", token);
    }

    private Source other(String type, Dict token) {
        return new Source.Other(type, fields(token, Set.of("Type", AGGRANDIZEMENTS)));
    }

    private Map<String, Value> fields(Dict dict, Set<String> without) {
        Map<String, Value> fields = new LinkedHashMap<>();
        dict.entries().forEach((key, value) -> {
            if (!without.contains(key)) {
                fields.put(key, values.read(value));
            }
        });
        return fields;
    }

    private Access access(Dict dict) {
        String type = dict.text("Type");
        String kind = type == null ? "" : type;
        Access known = switch (kind) {
            case "WFDictionaryValueVariableAggrandizement" -> key(dict);
            case "WFPropertyVariableAggrandizement" -> property(dict);
            case "WFCoercionVariableAggrandizement" -> coercion(dict);
            default -> null;
        };
        return known != null ? known : new Access.Format(kind, fields(dict, Set.of("Type")));
    }

    private static Access.@Nullable Key key(Dict dict) {
        String key = dict.text("DictionaryKey");
        return key == null || dict.entries().size() != 2 ? null : new Access.Key(key);
    }

    private Access.@Nullable Property property(Dict dict) {
        String name = dict.text("PropertyName");
        if (name == null) {
            return null;
        }
        Map<String, Value> details = fields(dict, Set.of("Type", "PropertyName"));
        PlistValue key = dict.get(PROPERTY_KEY);
        if (key != null && key.equals(Properties.key(name))) {
            details.remove(PROPERTY_KEY);
        }
        return new Access.Property(name, details);
    }

    static final String PROPERTY_KEY = "PropertyUserInfo";

    private static Access.@Nullable Coerce coercion(Dict dict) {
        String contentClass = dict.text("CoercionItemClass");
        return contentClass == null || dict.entries().size() != 2
                ? null
                : new Access.Coerce(ContentClasses.type(contentClass), contentClass);
    }
}
