package dev.selvedge.recipes.bundled;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import java.util.List;

/** Values as files hold them. */
final class Plist {
    private static final char OBJECT = '\uFFFC';

    private Plist() {}

    /** A dictionary that grows in one expression. */
    static final class Dict extends NSDictionary {
        Dict with(String key, Object value) {
            put(key, of(value));
            return this;
        }
    }

    static Dict dict(Object... keysAndValues) {
        Dict dict = new Dict();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            dict.with((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return dict;
    }

    /** The plain form of a value: tokens as attachments, lists and property lists as they are. */
    static NSObject of(Object value) {
        return switch (value) {
            case NSObject plist -> plist;
            case Token token -> token.attachment();
            case List<?> list -> new NSArray(list.stream().map(Plist::of).toArray(NSObject[]::new));
            default -> NSObject.fromJavaObject(value);
        };
    }

    static Dict wrapped(String type, Object value) {
        return dict("Value", value, "WFSerializationType", type);
    }

    /** Text with variables in it. Places count in UTF-16 units, as files do. */
    static Dict text(Object... parts) {
        return wrapped("WFTextTokenString", bareText(parts));
    }

    static Dict bareText(Object... parts) {
        StringBuilder string = new StringBuilder();
        Dict attachments = new Dict();
        for (Object part : parts) {
            if (part instanceof Token token) {
                attachments.with("{" + string.length() + ", 1}", token.plist());
                string.append(OBJECT);
            } else {
                string.append(part);
            }
        }
        Dict text = dict("string", string.toString());
        return attachments.isEmpty() ? text : text.with("attachmentsByRange", attachments);
    }

    static Dict quantity(Object magnitude, String unit) {
        return wrapped(
                "WFQuantityFieldValue",
                dict("Magnitude", magnitude instanceof Token token ? token.plist() : magnitude, "Unit", unit));
    }

    /** A change of a date in the older form. */
    static Dict offset(String operation, Object amount, String unit) {
        return wrapped(
                "WFTimeOffsetValue",
                dict(
                        "Operation",
                        operation,
                        "Value",
                        amount instanceof Token token ? token.plist() : amount,
                        "Unit",
                        unit));
    }

    /** A dictionary as a parameter, from keys and values in turn. */
    static Dict fields(Object... keysAndValues) {
        NSObject[] items = new NSObject[keysAndValues.length / 2];
        for (int i = 0; i < items.length; i++) {
            items[i] = item(keysAndValues[2 * i + 1]).with("WFKey", words(keysAndValues[2 * i]));
        }
        return wrapped("WFDictionaryFieldValue", dict("WFDictionaryFieldValueItems", new NSArray(items)));
    }

    /** One value of a dictionary or list: text, dictionary, list, number, boolean or variable. */
    private static Dict item(Object value) {
        return switch (value) {
            case Token token -> dict("WFItemType", 5, "WFValue", wrapped("WFTokenAttachmentParameterState", token));
            case Boolean flag -> dict("WFItemType", 4, "WFValue", wrapped("WFNumberSubstitutableState", flag));
            case Number number -> dict("WFItemType", 3, "WFValue", text(number.toString()));
            case List<?> list -> dict("WFItemType", 2, "WFValue", wrapped("WFArrayParameterState", items(list)));
            case Dict dict
            when dict.containsValue("WFDictionaryFieldValue") ->
                dict("WFItemType", 1, "WFValue", wrapped("WFDictionaryFieldValue", dict));
            default -> dict("WFItemType", 0, "WFValue", words(value));
        };
    }

    /** Items of a list parameter: plain strings where they are, else with their types. */
    static NSArray items(List<?> values) {
        return new NSArray(values.stream()
                .map(value -> value instanceof String plain ? of(plain) : item(value))
                .toArray(NSObject[]::new));
    }

    private static Dict words(Object value) {
        return value instanceof Dict text ? text : text(value);
    }

    /** A filter of things by their properties. */
    static Dict filter(boolean all, Dict... rules) {
        return wrapped(
                "WFContentPredicateTableTemplate",
                dict(
                        "WFActionParameterFilterPrefix",
                        all ? 1 : 0,
                        "WFContentPredicateBoundedDate",
                        false,
                        "WFActionParameterFilterTemplates",
                        List.of(rules)));
    }

    /**
     * A rule of a filter.
     *
     * @param operator code, the same as of conditions
     * @param values the operand by its kind: String, Number, Bool, Enumeration, Unit
     */
    static Dict rule(String property, int operator, Object... values) {
        return dict("Property", property, "Operator", operator, "Removable", true, "Values", dict(values));
    }
}
