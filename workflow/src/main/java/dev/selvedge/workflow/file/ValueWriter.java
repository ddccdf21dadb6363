package dev.selvedge.workflow.file;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes values as parameters; what {@link ValueReader} and {@link Tokens} read. */
final class ValueWriter {
    private final Function<String, Dict> variables;

    /** @param variables the token of a variable */
    ValueWriter(Function<String, Dict> variables) {
        this.variables = variables;
    }

    /** A parameter; {@code Null} stands for leaving it out. */
    PlistValue parameter(Value value) {
        return switch (value) {
            case Value.Nothing() -> new PlistValue.Null();
            case Text(String text) -> new Str(text);
            case Template template -> wrapper("WFTextTokenString", attributed(template));
            case Value.Num(BigDecimal number) -> number(number);
            case Value.Bool(boolean bool) -> new PlistValue.Bool(bool);
            case Value.Moment(var instant) -> new PlistValue.Date(instant);
            case Value.Blob blob -> new PlistValue.Bytes(bytes(blob));
            case Value.ListOf(var items) ->
                new Array(items.stream().map(this::parameter).toList());
            case Value.Dictionary dictionary -> wrapper("WFDictionaryFieldValue", items(dictionary));
            case Value.Quantity(Value magnitude, String unit) -> quantity(magnitude, unit);
            case Value.Struct(String kind, var fields) -> struct(kind, fields);
            case Reference reference -> attachment(reference);
        };
    }

    /** The bytes of a resource; code that stands alone has only their name. */
    private static byte[] bytes(Value.Blob blob) {
        return blob.equals(ValueReader.blob(blob.bytes()))
                ? blob.bytes()
                : (ValueReader.ABSENT + blob.name()).getBytes(StandardCharsets.UTF_8);
    }

    static Dict wrapper(String kind, PlistValue value) {
        return Dict.of(ValueReader.VALUE, value, ValueReader.KIND, new Str(kind));
    }

    private static PlistValue number(BigDecimal number) {
        if (number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0) {
            var integer = number.toBigInteger();
            return integer.bitLength() < 128 ? new Int(integer) : new Real(number.doubleValue());
        }
        return new Real(number.doubleValue());
    }

    private Dict quantity(Value magnitude, String unit) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        put(
                entries,
                "Magnitude",
                magnitude instanceof Value.Num(BigDecimal number) ? new Text(number.toPlainString()) : magnitude);
        if (!unit.isEmpty()) {
            entries.put("Unit", new Str(unit));
        }
        return wrapper("WFQuantityFieldValue", new Dict(entries));
    }

    private PlistValue struct(String kind, Map<String, Value> fields) {
        Dict dict = new Dict(fields(fields));
        if (kind.equals(ValueReader.PLAIN)) {
            return dict;
        }
        PlistValue only = dict.entries().size() == 1 ? dict.get(ValueReader.VALUE) : null;
        return wrapper(kind, only == null || only instanceof Dict ? dict : only);
    }

    private Map<String, PlistValue> fields(Map<String, Value> fields) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        fields.forEach((key, value) -> put(entries, key, value));
        return entries;
    }

    /** Puts a parameter where there is one. */
    void put(Map<String, PlistValue> entries, String key, Value value) {
        PlistValue parameter = parameter(value);
        if (!(parameter instanceof PlistValue.Null)) {
            entries.put(key, parameter);
        }
    }

    // ---- text

    /** A wrapped token string, for text too. */
    Dict tokenString(Value text) {
        return wrapper(
                "WFTextTokenString",
                switch (text) {
                    case Template template -> attributed(template);
                    case Text(String literal) -> Dict.of("string", new Str(literal));
                    default -> attributed(new Template(List.of(text)));
                });
    }

    /** Text with its tokens. */
    Dict attributed(Template template) {
        StringBuilder string = new StringBuilder();
        Map<String, PlistValue> attachments = new LinkedHashMap<>();
        for (Value part : template.parts()) {
            switch (part) {
                case Text(String text) -> string.append(text);
                case Reference reference -> {
                    attachments.put("{" + string.length() + ", 1}", token(reference));
                    string.append(ValueReader.PLACEHOLDER);
                }
                default -> string.append(plain(part));
            }
        }
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        entries.put("string", new Str(string.toString()));
        if (!attachments.isEmpty()) {
            entries.put("attachmentsByRange", new Dict(attachments));
        }
        return new Dict(entries);
    }

    private static String plain(Value part) {
        return switch (part) {
            case Value.Num(BigDecimal number) -> number.toPlainString();
            case Value.Bool(boolean bool) -> bool ? "Yes" : "No";
            case Value.Moment(var instant) -> instant.toString();
            default -> "";
        };
    }

    // ---- dictionaries and lists

    Dict items(Value.Dictionary dictionary) {
        List<PlistValue> items = new ArrayList<>();
        for (Value.Entry entry : dictionary.entries()) {
            Map<String, PlistValue> item = new LinkedHashMap<>();
            item.put("WFItemType", Int.of(itemType(entry.value())));
            item.put("WFKey", tokenString(entry.key()));
            item.put("WFValue", itemValue(entry.value()));
            items.add(new Dict(item));
        }
        return Dict.of("WFDictionaryFieldValueItems", new Array(items));
    }

    /** Items of a list: text as it is, all else with its type. */
    Array items(Value.ListOf list) {
        return new Array(list.items().stream().map(this::item).toList());
    }

    /** One item, of a list or a menu. */
    PlistValue item(Value value) {
        if (value instanceof Text(String text)) {
            return new Str(text);
        }
        return Dict.of("WFItemType", Int.of(itemType(value)), "WFValue", itemValue(value));
    }

    private static int itemType(Value value) {
        return switch (value) {
            case Value.Dictionary dictionary -> 1;
            case Value.ListOf list -> 2;
            case Value.Num number -> ValueReader.NUMBER_ITEM;
            case Value.Bool bool -> ValueReader.BOOLEAN_ITEM;
            case Reference reference ->
                switch (ConditionReader.typeOf(reference)) {
                    case NUMBER -> ValueReader.NUMBER_ITEM;
                    case BOOLEAN -> ValueReader.BOOLEAN_ITEM;
                    case null, default -> 5;
                };
            default -> 0;
        };
    }

    private PlistValue itemValue(Value value) {
        return switch (value) {
            case Text text -> tokenString(text);
            case Template template -> tokenString(template);
            case Value.Nothing nothing -> tokenString(new Text(""));
            case Value.Num(BigDecimal number) -> tokenString(new Text(number.toPlainString()));
            case Value.Bool(boolean bool) -> wrapper("WFNumberSubstitutableState", new PlistValue.Bool(bool));
            case Value.Dictionary dictionary -> wrapper("WFDictionaryFieldValue", parameter(dictionary));
            case Value.ListOf list -> wrapper("WFArrayParameterState", items(list));
            case Reference reference ->
                switch (ConditionReader.typeOf(reference)) {
                    case NUMBER -> tokenString(reference);
                    case BOOLEAN -> wrapper("WFNumberSubstitutableState", attachment(reference));
                    case null, default -> wrapper("WFTokenAttachmentParameterState", attachment(reference));
                };
            default -> parameter(value);
        };
    }

    // ---- tokens

    Dict attachment(Reference reference) {
        return wrapper("WFTextTokenAttachment", token(reference));
    }

    Dict token(Reference reference) {
        Map<String, PlistValue> entries =
                new LinkedHashMap<>(source(reference.source()).entries());
        if (!reference.accesses().isEmpty()) {
            entries.put(
                    "Aggrandizements",
                    new Array(reference.accesses().stream().map(this::access).toList()));
        }
        return new Dict(entries);
    }

    private Dict source(Source source) {
        return switch (source) {
            case Source.Variable(String name) -> variables.apply(name);
            case Source.WorkflowInput() -> typed("ExtensionInput");
            case Source.CurrentDate() -> typed("CurrentDate");
            case Source.Clipboard() -> typed("Clipboard");
            case Source.DeviceDetails() -> typed("DeviceDetails");
            case Source.Ask(String prompt) ->
                prompt.isEmpty() ? typed("Ask") : typed("Ask", Map.of("Prompt", new Str(prompt)));
            case Source.Other(String type, var fields) -> typed(type, fields(fields));
        };
    }

    private static Dict typed(String type) {
        return typed(type, Map.of());
    }

    private static Dict typed(String type, Map<String, PlistValue> fields) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        entries.put("Type", new Str(type));
        entries.putAll(fields);
        return new Dict(entries);
    }

    private PlistValue access(Access access) {
        return switch (access) {
            case Access.Key(String key) ->
                typed("WFDictionaryValueVariableAggrandizement", Map.of("DictionaryKey", new Str(key)));
            case Access.Coerce(ContentType type, String contentClass) ->
                typed("WFCoercionVariableAggrandizement", Map.of("CoercionItemClass", new Str(contentClass)));
            case Access.Format(String kind, var settings) -> typed(kind, fields(settings));
            case Access.Property(String name, var details) -> {
                Map<String, PlistValue> entries = new LinkedHashMap<>();
                entries.put("PropertyName", new Str(name));
                PlistValue key = Properties.key(name);
                if (key != null) {
                    entries.put(Tokens.PROPERTY_KEY, key);
                }
                entries.putAll(fields(details));
                yield typed("WFPropertyVariableAggrandizement", entries);
            }
        };
    }
}
