package dev.selvedge.workflow.file;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Blob;
import dev.selvedge.workflow.Value.Dictionary;
import dev.selvedge.workflow.Value.Entry;
import dev.selvedge.workflow.Value.ListOf;
import dev.selvedge.workflow.Value.Nothing;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Quantity;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Struct;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads parameter values: plain ones, and wrappers in wrappers, which are taken off as far as they say nothing. */
final class ValueReader {
    static final String KIND = "WFSerializationType";
    static final String VALUE = "Value";
    static final char PLACEHOLDER = '\uFFFC';

    /** The kind of a dictionary of the file that is nothing but that. */
    static final String PLAIN = "dict";

    static final int NUMBER_ITEM = 3;
    static final int BOOLEAN_ITEM = 4;

    private static final Pattern RANGE = Pattern.compile("\\{\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*}");
    private static final Set<String> TRANSPARENT = Set.of(
            "WFNumberSubstitutableState",
            "WFStringSubstitutableState",
            "WFArraySubstitutableParameterState",
            "WFDictionarySubstitutableParameterState",
            "WFINSpeakableStringSubstitutableState",
            "WFLinkDynamicOptionSubstitutableState",
            "WFTokenAttachmentParameterState",
            "WFDictionaryFieldValue",
            "WFArrayParameterState");

    private final Scope scope;
    private final Tokens tokens;

    /** Begins the bytes of a resource that was not at hand. */
    static final String ABSENT = "resource not at hand: ";

    ValueReader(Scope scope) {
        this.scope = scope;
        tokens = new Tokens(scope, this);
    }

    Value read(@Nullable PlistValue value) {
        return switch (value) {
            case null -> new Nothing();
            case PlistValue.Null() -> new Nothing();
            case PlistValue.Str(String text) -> new Text(text);
            case PlistValue.Int(BigInteger number) -> Decimal.of(number);
            case PlistValue.Real(double number) -> Decimal.of(number);
            case PlistValue.Bool(boolean bool) -> new Value.Bool(bool);
            case PlistValue.Date(var instant) -> new Value.Moment(instant);
            case PlistValue.Bytes(byte[] bytes) -> blob(bytes);
            case PlistValue.Uid(long number) -> Num.of(number);
            case Array(List<PlistValue> items) ->
                new ListOf(items.stream().map(this::read).toList());
            case Dict dict -> dictionary(dict);
        };
    }

    /** A resource is named by its bytes; those that {@link ValueWriter} put in the place of absent ones say its name. */
    static Blob blob(byte[] bytes) {
        if (bytes.length > ABSENT.length() && bytes.length < ABSENT.length() + 100) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.startsWith(ABSENT)) {
                return new Blob(text.substring(ABSENT.length()), new byte[0]);
            }
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Blob("blob_" + HexFormat.of().formatHex(digest, 0, 6), bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Value dictionary(Dict dict) {
        String kind = dict.text(KIND);
        if (kind != null) {
            return wrapper(kind, dict.get(VALUE));
        }
        if (Tokens.isToken(dict)) {
            return tokens.read(dict);
        }
        if ("Variable".equals(dict.text("Type")) && dict.get("Variable") != null) {
            return read(dict.get("Variable"));
        }
        if (dict.get("attachmentsByRange") != null && dict.text("string") != null) {
            return text(dict);
        }
        if (dict.get("WFItemType") != null && dict.get("WFValue") != null && dict.get("WFKey") == null) {
            return item(dict);
        }
        if (dict.entries().size() == 1 && dict.get("WFDictionaryFieldValueItems") instanceof Array(var items)) {
            return new Dictionary(items.stream().map(this::entry).toList());
        }
        return struct(PLAIN, dict);
    }

    private Value wrapper(String kind, @Nullable PlistValue value) {
        if (TRANSPARENT.contains(kind)) {
            return read(value);
        }
        return switch (kind) {
            case "WFTextTokenString" -> value instanceof Dict dict ? text(dict) : read(value);
            case "WFTextTokenAttachment" -> value instanceof Dict dict ? attachment(dict) : read(value);
            case "WFQuantityFieldValue" -> quantity(value);
            default -> value instanceof Dict dict ? struct(kind, dict) : new Struct(kind, Map.of(VALUE, read(value)));
        };
    }

    private Value attachment(Dict dict) {
        if (dict.text("Type") == null) {
            // A wrapper may hold another wrapper, or nothing that was ever chosen.
            return dict.entries().isEmpty() ? new Nothing() : dictionary(dict);
        }
        return Tokens.isToken(dict) || dict.text(KIND) == null ? tokens.read(dict) : dictionary(dict);
    }

    private Value quantity(@Nullable PlistValue value) {
        if (!(value instanceof Dict dict)
                || !Set.of("Magnitude", "Unit").containsAll(dict.entries().keySet())) {
            return value instanceof Dict dict
                    ? struct("WFQuantityFieldValue", dict)
                    : new Quantity(number(read(value)), "");
        }
        String unit = dict.text("Unit");
        return new Quantity(number(read(dict.get("Magnitude"))), unit == null ? "" : unit);
    }

    private Struct struct(String kind, Dict dict) {
        Map<String, Value> fields = new LinkedHashMap<>();
        dict.entries().forEach((key, value) -> fields.put(key, read(value)));
        return new Struct(kind, fields);
    }

    /** A number where a text holds one, a reference to be taken as one where a text is nothing but that, else as it is. */
    static Value number(Value value) {
        return switch (value) {
            case Text(String text) -> Decimal.of(text);
            case Template(var parts)
            when parts.size() == 1 && parts.getFirst() instanceof Reference reference ->
                coerced(reference, ContentType.NUMBER, "WFNumberContentItem");
            default -> value;
        };
    }

    private static Reference coerced(Reference reference, ContentType type, String contentClass) {
        Access.Coerce coercion = new Access.Coerce(type, contentClass);
        if (!reference.accesses().isEmpty() && reference.accesses().getLast().equals(coercion)) {
            return reference;
        }
        List<Access> accesses = new ArrayList<>(reference.accesses());
        accesses.add(coercion);
        return new Reference(reference.source(), accesses);
    }

    /** The value of a dictionary's or list's item, by the type that it declares. */
    private Value item(Dict item) {
        int type = item.get("WFItemType") instanceof PlistValue.Int(BigInteger number) ? number.intValue() : 0;
        return item(read(item.get("WFValue")), type);
    }

    static Value item(Value value, int type) {
        return switch (type) {
            case NUMBER_ITEM ->
                value instanceof Reference reference
                        ? coerced(reference, ContentType.NUMBER, "WFNumberContentItem")
                        : number(value);
            case BOOLEAN_ITEM ->
                switch (value) {
                    case Num(var number) -> new Value.Bool(number.signum() != 0);
                    case Reference reference -> coerced(reference, ContentType.BOOLEAN, "WFBooleanContentItem");
                    default -> value;
                };
            default -> value;
        };
    }

    private Entry entry(PlistValue entry) {
        if (!(entry instanceof Dict dict)) {
            scope.warn("has a dictionary with an item that is none; it has no key now.");
            return new Entry(new Text(""), read(entry));
        }
        return new Entry(key(read(dict.get("WFKey"))), item(dict));
    }

    /** A key is text or a template, whatever a file has there. */
    private Value key(Value key) {
        return switch (key) {
            case Text text -> text;
            case Template template -> template;
            case Reference reference -> new Template(List.of(reference));
            case Nothing nothing -> new Text("");
            case Num(var number) -> new Text(number.toPlainString());
            default -> {
                scope.warn("has a dictionary with a key that is no text; the key is empty now.");
                yield new Text("");
            }
        };
    }

    /** Text with tokens at its placeholders. Ranges count UTF-16 units, as Java does. */
    Value text(Dict dict) {
        String string = dict.text("string");
        String text = string == null ? "" : string;
        Dict attachments = dict.dict("attachmentsByRange");
        Map<Integer, Value> parts = new TreeMap<>();
        attachments.entries().forEach((range, attachment) -> {
            int at = position(range, text);
            if (at < 0 || !(attachment instanceof Dict token)) {
                scope.warn("has a variable outside its text, which is left out.");
            } else if (parts.put(at, token.text("Type") == null ? read(token) : tokens.read(token)) != null) {
                scope.warn("has two variables at one place of its text; the first is left out.");
            }
        });
        return parts.isEmpty() ? new Text(text) : template(text, parts);
    }

    private static int position(String range, String text) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            return -1;
        }
        int at = Integer.parseInt(matcher.group(1));
        return at < text.length() && text.charAt(at) == PLACEHOLDER ? at : -1;
    }

    private Value template(String text, Map<Integer, Value> tokens) {
        List<Value> parts = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, Value> token : tokens.entrySet()) {
            run.append(text, from, token.getKey());
            from = token.getKey() + 1;
            add(token.getValue(), run, parts);
        }
        run.append(text, from, text.length());
        flush(run, parts);
        return switch (parts.size()) {
            case 0 -> new Text("");
            case 1 -> parts.getFirst() instanceof Text only ? only : new Template(parts);
            default -> new Template(parts);
        };
    }

    private void add(Value value, StringBuilder run, List<Value> parts) {
        switch (value) {
            case Text(String literal) -> run.append(literal);
            case Num(var number) -> run.append(number.toPlainString());
            case Template(var inner) -> inner.forEach(part -> add(part, run, parts));
            case Reference reference -> {
                flush(run, parts);
                parts.add(reference);
            }
            case Nothing nothing -> {
                // An action input that is nothing leaves nothing in the text.
            }
            default -> scope.warn("puts something into a text that is no text, which is left out.");
        }
    }

    private static void flush(StringBuilder run, List<Value> parts) {
        if (!run.isEmpty()) {
            parts.add(new Text(run.toString()));
            run.setLength(0);
        }
    }
}
