package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.of;
import static dev.selvedge.workflow.file.Plists.wrap;

import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws the values that parameters of actions have: every wrapper, operand, item and token, in all their shapes. */
final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "",
            "Hi",
            "Battery",
            "two words",
            "a \"quoted\" word",
            "it's",
            "both \" and '",
            "{level} %",
            "C:\\temp\\",
            "line one\nline two\n",
            "\r\n\t",
            "nul \u0000 and \u001B",
            "lone \uD83D surrogate",
            "\uDC00",
            "\uD83D\uDE00 é ü 漢字",
            "\u202Eright to left\u2066",
            "\uFFFC",
            "a \uFFFC b \uFFFC",
            "f'{x}'",
            "# no comment",
            "1",
            "42",
            "-3.5",
            "1e5",
            "Yes",
            "\"\"\"",
            "https://example.com/?q=1&x=%20",
            "x".repeat(150),
            "B5A1D2B4-0C82-4286-BF55-F642CFCE3BA7",
            "\u2028\u0085\u000B");

    private static final List<String> UNITS =
            List.of("min", "sec", "hr", "days", "weeks", "km", "kg", "°C", "", "no such unit");

    static final List<String> CLASSES = List.of(
            "WFStringContentItem",
            "WFNumberContentItem",
            "WFBooleanContentItem",
            "WFDateContentItem",
            "WFDictionaryContentItem",
            "WFURLContentItem",
            "WFImageContentItem",
            "WFContactContentItem",
            "WFGenericFileContentItem",
            "WFRichTextContentItem",
            "WFLocationContentItem",
            "WFAVAssetContentItem",
            "WFSafariWebPageContentItem",
            "WFPhotoMediaContentItem",
            "WFArticleContentItem",
            "WFNoSuchContentItem");

    private static final List<String> PROPERTIES = List.of(
            "Name",
            "File Size",
            "File Extension",
            "Creation Date",
            "Duration",
            "URL",
            "Is Favorite?",
            "Größe",
            "x.y",
            "");

    static final List<String> NAMES = List.of(
            "Total",
            "my list",
            "naïve",
            "class",
            "text",
            "Repeat Item",
            "Repeat Index",
            "Repeat Item 2",
            "x",
            "漢字",
            "1st",
            "a.b",
            "print",
            "item",
            "index_2");

    static final List<String> KEYS =
            List.of("name", "a.b", "items", "Größe", "a\"b", "back\\slash", "", "0", "key'", "two words");

    private final Random random;
    private final List<String> outputs = new ArrayList<>();

    RandomValues(Random random) {
        this.random = random;
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    String text() {
        return pick(TEXTS);
    }

    /** The identifier of an output, which later tokens refer to; now and then one that is given already. */
    String uuid() {
        String uuid = chance(10) && !outputs.isEmpty()
                ? pick(outputs)
                : new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        uuid = chance(8) ? uuid : uuid.toUpperCase(java.util.Locale.ROOT);
        outputs.add(uuid);
        return uuid;
    }

    static PlistValue absent() {
        return new PlistValue.Null();
    }

    PlistValue input() {
        return switch (random.nextInt(5)) {
            case 0 -> absent();
            case 1 -> chance(3) ? of(text()) : wrap("WFTextTokenAttachment", chance(2) ? dict() : absent());
            default -> attachment();
        };
    }

    PlistValue attachment() {
        return wrap("WFTextTokenAttachment", token());
    }

    PlistValue string() {
        if (chance(5)) {
            return of(text());
        }
        if (chance(5)) {
            return wrap("WFTextTokenString", dict("string", text()));
        }
        StringBuilder string = new StringBuilder();
        Map<String, PlistValue> attachments = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            if (chance(2)) {
                string.append(text().replace('\uFFFC', '?'));
            }
            attachments.put("{" + string.length() + (chance(4) ? ",1}" : ", 1}"), token());
            string.append('\uFFFC');
        }
        if (chance(3)) {
            string.append(text());
        }
        if (chance(20)) {
            attachments.put("{900, 1}", token());
        }
        return wrap(
                "WFTextTokenString", dict("string", string.toString(), "attachmentsByRange", new Dict(attachments)));
    }

    PlistValue number() {
        return switch (random.nextInt(9)) {
            case 0 -> of(random.nextInt(100) - 50);
            case 1 -> of(random.nextInt(1000) / 8.0);
            case 2 -> of(pick(List.of("5", "2.50", "-1", "", "many", " 7 ", "007", "1e3")));
            case 3 -> of(true);
            case 4 -> wrap("WFNumberSubstitutableState", chance(2) ? attachment() : of(random.nextInt(9)));
            case 5 -> of(pick(List.of(1e300, 1e-300, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1.0 / 3)));
            case 6 ->
                new PlistValue.Int(
                        java.math.BigInteger.TWO.pow(random.nextInt(127)).negate());
            case 7 -> string();
            default -> attachment();
        };
    }

    PlistValue date() {
        return chance(3)
                ? attachment()
                : chance(4) ? string() : of(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    }

    PlistValue quantity() {
        Map<String, PlistValue> quantity = new LinkedHashMap<>();
        if (!chance(5)) {
            quantity.put("Magnitude", number());
        }
        if (!chance(8)) {
            quantity.put("Unit", of(pick(UNITS)));
        }
        if (chance(12)) {
            quantity.put("Extra", of(1));
        }
        return wrap("WFQuantityFieldValue", chance(15) ? number() : new Dict(quantity));
    }

    PlistValue offset() {
        return wrap(
                "WFTimeOffsetValue",
                dict(
                        "Operation", pick(List.of("Add", "Subtract", "Get Start of Month")),
                        "Unit", pick(List.of("Minute", "Year", "Second")),
                        "Value", number()));
    }

    PlistValue contacts() {
        return wrap(
                "WFContactFieldValue",
                dict(
                        "WFContactFieldValues",
                        List.of(
                                dict("EntryType", 2, "SerializedEntry", dict("link.contacts.phoneNumber", "x")),
                                dict("WFContactData", new byte[] {1, 2, (byte) random.nextInt()}),
                                "somebody")));
    }

    PlistValue filter() {
        List<Object> templates = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Dict values = dict(
                    pick(List.of("String", "Number", "Enumeration", "Bool", "Date", "Unit", "AnotherNumber")),
                    chance(2) ? value(1) : string(),
                    "Unit",
                    random.nextInt(9));
            templates.add(dict(
                    "Operator",
                    pick(List.of(Operator.values())).code(),
                    "Property",
                    pick(PROPERTIES),
                    "Removable",
                    chance(2),
                    "Bounded",
                    chance(2),
                    chance(2) ? "Values" : "String",
                    chance(2) ? values : of(text()),
                    "VariableOverrides",
                    chance(2) ? dict("stringValue", attachment()) : dict()));
        }
        return wrap(
                "WFContentPredicateTableTemplate",
                dict(
                        "WFActionParameterFilterPrefix",
                        random.nextInt(2),
                        "WFContentPredicateBoundedDate",
                        false,
                        "WFActionParameterFilterTemplates",
                        templates));
    }

    PlistValue fields(int deep) {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, PlistValue> item = new LinkedHashMap<>(((Dict) item(deep)).entries());
            if (!chance(12)) {
                item.put("WFKey", chance(2) ? wrap("WFTextTokenString", dict("string", pick(KEYS))) : string());
            }
            items.add(chance(25) ? of(text()) : new Dict(item));
        }
        Dict fields = dict("WFDictionaryFieldValueItems", items);
        return chance(12) ? fields : wrap("WFDictionaryFieldValue", fields);
    }

    PlistValue items(int deep) {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(chance(2) ? of(text()) : item(deep));
        }
        return of(items);
    }

    /** An item of every declared type, and now and then one whose value is of another. */
    private PlistValue item(int deep) {
        int type = random.nextInt(deep > 0 ? 6 : 1);
        PlistValue value = switch (type) {
            case 1 ->
                chance(3)
                        ? fields(deep - 1)
                        : wrap(
                                chance(2) ? "WFDictionaryFieldValue" : "WFDictionarySubstitutableParameterState",
                                chance(4) ? attachment() : fields(deep - 1));
            case 2 ->
                wrap(
                        chance(2) ? "WFArrayParameterState" : "WFArraySubstitutableParameterState",
                        chance(4) ? attachment() : items(deep - 1));
            case 3 -> chance(3) ? string() : wrap("WFTextTokenString", dict("string", pick(List.of("5", "2.5", ""))));
            case 4 ->
                wrap("WFNumberSubstitutableState", chance(4) ? attachment() : of(chance(2) ? (Object) chance(2) : 1));
            case 5 -> wrap("WFTokenAttachmentParameterState", attachment());
            default -> string();
        };
        return dict("WFItemType", chance(20) ? random.nextInt(9) : type, "WFValue", value);
    }

    /** Any value that a parameter can have. */
    PlistValue value(int deep) {
        return switch (random.nextInt(deep > 0 ? 19 : 6)) {
            case 0, 1 -> of(text());
            case 2 -> number();
            case 3 -> of(chance(2));
            case 4 -> of(new byte[] {0, 1, (byte) random.nextInt(3)});
            case 5 -> date();
            case 6 -> string();
            case 7 -> attachment();
            case 8 -> quantity();
            case 9 -> offset();
            case 10 -> fields(deep - 1);
            case 11 -> items(deep - 1);
            case 12 -> of(List.of(value(deep - 1), value(deep - 1)));
            case 13 -> dict(pick(KEYS), value(deep - 1), "b", value(deep - 1));
            case 14 ->
                wrap(
                        pick(List.of(
                                "WFStringSubstitutableState",
                                "WFTokenAttachmentParameterState",
                                "WFINSpeakableStringSubstitutableState",
                                "WFLinkDynamicOptionSubstitutableState",
                                "WFNoSuchState")),
                        value(deep - 1));
            case 15 -> dict("Type", "Variable", "Variable", attachment());
            case 16 -> token();
            case 17 -> chance(2) ? contacts() : filter();
            default -> chance(2) ? dict() : of(List.of());
        };
    }

    // ---- tokens

    private Dict token() {
        Map<String, PlistValue> token = new LinkedHashMap<>(source().entries());
        if (chance(3)) {
            List<Object> steps = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                steps.add(step());
            }
            token.put("Aggrandizements", of(steps));
        }
        return new Dict(token);
    }

    private Dict source() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 ->
                dict(
                        "Type", "ActionOutput",
                        "OutputUUID", outputs.isEmpty() || chance(15) ? "DANGLING-" + random.nextInt(3) : pick(outputs),
                        "OutputName", chance(2) ? pick(NAMES) : text());
            case 4, 5, 6 -> dict("Type", "Variable", "VariableName", pick(NAMES));
            case 7 -> dict("Type", "Variable", "VariableName", pick(NAMES), "VariableUUID", "X");
            case 8 -> dict("Type", "ExtensionInput");
            case 9 -> dict("Type", "CurrentDate");
            case 10 ->
                chance(2) ? dict("Type", "Ask") : dict("Type", "Ask", "Prompt", chance(2) ? of(text()) : string());
            case 11 -> dict("Type", "Input");
            case 12 -> dict("Type", "Clipboard");
            case 13 ->
                dict(
                        "Type",
                        "DeviceDetails",
                        "Aggrandizements",
                        List.of(dict(
                                "Type",
                                "WFPropertyVariableAggrandizement",
                                "PropertyName",
                                pick(List.of("Device Type", "System Version", "OS")))));
            case 14 -> dict("Type", "HomeAccessory", "HomeService", dict("id", text(), "room", List.of(1, 2)));
            default -> chance(2) ? dict("Type", "NoSuchSource", "Field", value(1)) : dict("Type", "ActionOutput");
        };
    }

    private Dict step() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> dict("Type", "WFDictionaryValueVariableAggrandizement", "DictionaryKey", pick(KEYS));
            case 2, 3 -> dict("Type", "WFCoercionVariableAggrandizement", "CoercionItemClass", pick(CLASSES));
            case 4 -> dict("Type", "WFPropertyVariableAggrandizement", "PropertyName", pick(PROPERTIES));
            case 5 ->
                dict(
                        "Type",
                        "WFPropertyVariableAggrandizement",
                        "PropertyName",
                        pick(PROPERTIES),
                        "PropertyUserInfo",
                        chance(2) ? of("WFFileSizeProperty") : value(1));
            case 6 ->
                dict(
                        "Type", "WFDateFormatVariableAggrandizement",
                        "WFDateFormatStyle", pick(List.of("Custom", "ISO 8601", "None", "Long", "Relative")),
                        "WFTimeFormatStyle", pick(List.of("Short", "None")),
                        "WFDateFormat", pick(List.of("yyyy-MM-dd", "h:mm a 'Uhr'", "")),
                        "WFISO8601IncludeTime", chance(2),
                        "WFRelativeDateFormatStyle", "Short");
            case 7 ->
                dict(
                        "Type",
                        "WFUnitVariableAggrandizement",
                        "WFMeasurementUnitType",
                        "Length",
                        "WFUnitSymbol",
                        pick(UNITS));
            default ->
                chance(2)
                        ? dict("Type", "WFNoSuchAggrandizement", "Key", value(1))
                        : dict("Type", "WFDictionaryValueVariableAggrandizement", "More", 1);
        };
    }
}
