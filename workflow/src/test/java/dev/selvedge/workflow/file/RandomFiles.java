package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.of;
import static dev.selvedge.workflow.file.Plists.wrap;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Draws property lists in the form of workflow files: every construct that the format is known to have, the damaged ones
 * too, each in all the shapes that real files show. The same seed gives the same file.
 */
final class RandomFiles {
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
    private static final List<String> CLASSES = List.of(
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
    private static final List<String> WORDS = List.of(
            "Equals",
            "Contains",
            "Is Greater Than",
            "Is Less Than",
            "Begins With",
            "Ends With",
            "Does Not Equal",
            "Does Not Contain",
            "Is Between",
            "Has Any Value",
            "Does Not Have Any Value",
            "",
            "Is Something Else");
    private static final List<String> NAMES = List.of(
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
    private static final List<String> KEYS =
            List.of("name", "a.b", "items", "Größe", "a\"b", "back\\slash", "", "0", "key'", "two words");

    private final Random random;
    private final List<String> outputs = new ArrayList<>();
    private final List<Dict> actions = new ArrayList<>();
    private int groups;
    private int depth;

    private RandomFiles(long seed) {
        random = new Random(seed);
    }

    /** A file of some dozens of actions. */
    static Dict file(long seed) {
        return new RandomFiles(seed).file();
    }

    private Dict file() {
        int size = 1 + random.nextInt(25);
        while (actions.size() < size) {
            action();
        }
        Map<String, PlistValue> file = new LinkedHashMap<>();
        switch (random.nextInt(6)) {
            case 0 -> file.put("WFWorkflowClientVersion", of("772"));
            case 1 -> file.put("WFWorkflowClientVersion", of(random.nextBoolean() ? (Object) 411 : 1146.11));
            case 2 -> {
                // Files without a version exist too.
            }
            default -> file.put("WFWorkflowClientVersion", of("2302.0.4"));
        }
        if (chance(3)) {
            file.put("WFWorkflowName", of(text()));
        }
        file.put("WFWorkflowIcon", dict("WFWorkflowIconStartColor", -1448498689, "WFWorkflowIconGlyphNumber", 59511));
        file.put(
                "WFWorkflowInputContentItemClasses",
                of(random.ints(random.nextInt(4), 0, CLASSES.size())
                        .mapToObj(CLASSES::get)
                        .toList()));
        file.put("WFWorkflowTypes", of(chance(2) ? List.of("MenuBar", "QuickActions") : List.of()));
        if (chance(3)) {
            file.put(
                    "WFWorkflowNoInputBehavior",
                    dict(
                            "Name",
                            "WFWorkflowNoInputBehaviorAskForInput",
                            "Parameters",
                            dict("ItemClass", pick(CLASSES))));
        }
        if (chance(3)) {
            file.put("WFWorkflowOutputContentItemClasses", of(List.of(pick(CLASSES))));
            file.put("WFQuickActionSurfaces", of(List.of("Services")));
        }
        if (chance(3)) {
            file.put(
                    "WFWorkflowImportQuestions",
                    of(List.of(
                            dict(
                                    "ActionIndex",
                                    random.nextInt(size + 2),
                                    "Category",
                                    "Parameter",
                                    "ParameterKey",
                                    "WFTextActionText",
                                    "Text",
                                    text(),
                                    "DefaultValue",
                                    chance(2) ? text() : value(1)),
                            chance(4) ? "no question" : dict("ActionIndex", 0))));
        }
        file.put("WFWorkflowActions", of(actions));
        return new Dict(file);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String text() {
        return pick(TEXTS);
    }

    // ---- actions

    private void add(String id, Object... parameters) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] instanceof PlistValue.Null && chance(2)) {
                continue;
            }
            entries.put((String) parameters[i], of(parameters[i + 1]));
        }
        if (chance(2)) {
            entries.put("UUID", of(uuid()));
            if (chance(4)) {
                entries.put("CustomOutputName", of(chance(2) ? text() : pick(NAMES)));
            }
        }
        if (chance(8)) {
            entries.put("Show-" + pick(KEYS), of(true));
            entries.put("ShowWhenRun", of(false));
        }
        if (entries.isEmpty() && chance(2)) {
            actions.add(dict("WFWorkflowActionIdentifier", id.contains(".App") ? id : Literals.PREFIX + id));
        } else {
            actions.add(Plists.act(
                    id,
                    entries.entrySet().stream()
                            .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                            .toArray()));
        }
    }

    private String uuid() {
        String uuid = chance(10) && !outputs.isEmpty()
                ? pick(outputs)
                : new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        uuid = chance(8) ? uuid : uuid.toUpperCase(java.util.Locale.ROOT);
        outputs.add(uuid);
        return uuid;
    }

    private void action() {
        switch (random.nextInt(depth > 3 ? 22 : 30)) {
            case 0 -> add("comment", "WFCommentActionText", chance(3) ? string() : text());
            case 1, 2 -> add("gettext", "WFTextActionText", chance(2) ? string() : text());
            case 3 -> add("number", "WFNumberActionNumber", number());
            case 4 -> add("list", "WFItems", chance(8) ? value(1) : items(2));
            case 5 -> add("dictionary", "WFItems", chance(8) ? value(1) : fields(3));
            case 6, 7 ->
                add(
                        "getvalueforkey",
                        "WFGetDictionaryValueType",
                        chance(2) ? pick(List.of("Value", "All Keys", "All Values")) : absent(),
                        "WFDictionaryKey",
                        chance(4) ? string() : chance(8) ? absent() : pick(KEYS),
                        "WFInput",
                        input());
            case 8, 9 -> add("setvariable", "WFVariableName", chance(12) ? "" : pick(NAMES), "WFInput", input());
            case 10 -> add("appendvariable", "WFVariableName", pick(NAMES), "WFInput", input());
            case 11 -> add("getvariable", "WFVariable", attachment());
            case 12 -> add("notification", "WFNotificationActionBody", string(), "WFInput", input());
            case 13 ->
                add(
                        "math",
                        "WFMathOperation",
                        pick(List.of("+", "×", "…", "no such")),
                        "WFMathOperand",
                        number(),
                        "WFInput",
                        input());
            case 14 ->
                add("adjustdate", "WFDuration", quantity(), "WFAdjustOffsetPicker", offset(), "WFDate", string());
            case 15 ->
                add(
                        "filter.files",
                        "WFContentItemFilter",
                        filter(),
                        "WFContentItemLimitEnabled",
                        true,
                        "WFContentItemLimitNumber",
                        number(),
                        "WFContentItemSortOrder",
                        "Latest First",
                        "WFContentItemInputParameter",
                        input());
            case 16 ->
                add(
                        "downloadurl",
                        "WFHTTPHeaders",
                        fields(1),
                        "WFJSONValues",
                        fields(2),
                        "WFHTTPMethod",
                        "POST",
                        "WFURL",
                        string());
            case 17 ->
                add("sendmessage", "WFSendMessageActionRecipients", contacts(), "WFSendMessageContent", string());
            case 18 ->
                add(chance(2) ? "exit" : chance(2) ? "output" : "nothing", "WFOutput", string(), "WFResult", input());
            case 19 ->
                add(
                        "com.example.App" + random.nextInt(3),
                        pick(KEYS) + random.nextInt(2),
                        value(3),
                        "WFInput",
                        value(2),
                        "class",
                        value(1));
            case 20 -> {
                Catalog.Action known = pick(List.copyOf(Catalog.bundled().actions()));
                Map<String, Object> parameters = new LinkedHashMap<>();
                known.parameters().forEach(parameter -> {
                    if (chance(2)) {
                        parameters.put(parameter.key(), value(2));
                    }
                });
                add(
                        known.id().startsWith(Literals.PREFIX)
                                ? known.id().substring(Literals.PREFIX.length())
                                : known.id(),
                        parameters.entrySet().stream()
                                .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                                .toArray());
            }
            case 21 -> damaged();
            case 22, 23, 24, 25 -> choice();
            case 26, 27 -> menu();
            case 28 -> loop("repeat.count", "WFRepeatCount", chance(5) ? absent() : number());
            default -> loop("repeat.each", "WFInput", chance(3) ? absent() : input());
        }
    }

    private void damaged() {
        switch (random.nextInt(6)) {
            case 0 -> block(pick(List.of("conditional", "repeat.each", "choosefrommenu")), "nowhere", 2);
            case 1 -> block("choosefrommenu", "nowhere", 1, "WFMenuItemTitle", text());
            case 2 -> block(pick(List.of("conditional", "repeat.count", "choosefrommenu")), "open " + groups++, 0);
            case 3 -> block("conditional", "group " + random.nextInt(Math.max(1, groups)), random.nextInt(3));
            case 4 -> actions.add(dict("WFWorkflowActionParameters", dict("UUID", uuid())));
            default -> add("conditional", "WFControlFlowMode", pick(List.<Object>of(1, 2, "2", 7)));
        }
    }

    // ---- blocks

    private void block(String id, String group, int mode, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of("GroupingIdentifier", group));
        if (mode != 0 || !chance(4)) {
            all.addAll(List.of("WFControlFlowMode", chance(10) ? (Object) (double) mode : mode));
        }
        all.addAll(List.of(parameters));
        add(id, all.toArray());
    }

    private void body() {
        depth++;
        for (int i = random.nextInt(4); i > 0; i--) {
            action();
        }
        depth--;
    }

    private String group() {
        return "group " + groups++;
    }

    private void choice() {
        String group = group();
        List<Object> parameters = new ArrayList<>();
        if (chance(4)) {
            List<Object> templates = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                templates.add(new Dict(condition()));
            }
            parameters.add("WFConditions");
            parameters.add(wrap(
                    "WFContentPredicateTableTemplate",
                    dict(
                            "WFActionParameterFilterPrefix",
                            pick(List.<Object>of(1, 0, -1)),
                            "WFActionParameterFilterTemplates",
                            templates)));
        } else {
            condition().forEach((key, value) -> {
                parameters.add(key);
                parameters.add(value);
            });
        }
        block("conditional", group, 0, parameters.toArray());
        body();
        if (chance(2)) {
            block("conditional", group, 1);
            body();
        }
        block("conditional", group, 2);
    }

    private Map<String, PlistValue> condition() {
        Map<String, PlistValue> condition = new LinkedHashMap<>();
        if (!chance(5)) {
            Dict token = (Dict) attachment();
            condition.put("WFInput", chance(3) ? token : dict("Type", "Variable", "Variable", token));
        }
        if (chance(3)) {
            condition.put("WFCondition", of(pick(WORDS)));
        } else if (!chance(8)) {
            condition.put(
                    "WFCondition",
                    chance(15) ? of(77) : of(pick(List.of(Operator.values())).code()));
        }
        Map<String, Supplier<PlistValue>> operands = new LinkedHashMap<>();
        operands.put("WFConditionalActionString", () -> chance(2) ? of(text()) : string());
        operands.put("WFNumberValue", this::number);
        operands.put("WFAnotherNumber", this::number);
        operands.put("WFDate", this::date);
        operands.put("WFAnotherDate", this::date);
        operands.put("WFDuration", this::quantity);
        operands.put("WFAnotherDuration", this::quantity);
        operands.put("WFMeasurement", this::quantity);
        operands.put("WFAnotherMeasurement", this::quantity);
        operands.put("WFBoundedNumber", this::number);
        operands.put("WFAnotherBoundedNumber", this::number);
        operands.put("WFEnumeration", () -> chance(2) ? of(text()) : wrap("WFStringSubstitutableState", text()));
        operands.put("WFNumericEnumeration", () -> of(random.nextInt(9)));
        operands.put("WFLinkEnumeration", () -> dict("value", text(), "identifier", "x"));
        operands.put("WFBoolean", () -> of(chance(2)));
        List<Map.Entry<String, Supplier<PlistValue>>> all = List.copyOf(operands.entrySet());
        for (int i = random.nextInt(4); i > 0; i--) {
            Map.Entry<String, Supplier<PlistValue>> operand = pick(all);
            condition.put(operand.getKey(), operand.getValue().get());
        }
        return condition;
    }

    private void menu() {
        String group = group();
        List<PlistValue> titles = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            titles.add(chance(3) ? dict("WFItemType", 0, "WFValue", string()) : of(text()));
        }
        block(
                "choosefrommenu",
                group,
                0,
                "WFMenuPrompt",
                chance(3) ? absent() : string(),
                "WFMenuItems",
                chance(10) ? absent() : of(titles),
                "WFMenuLegacyCancelBehavior",
                true);
        for (PlistValue title : titles) {
            if (chance(10)) {
                continue;
            }
            PlistValue attributed =
                    title instanceof Dict item && item.get("WFValue") instanceof Dict wrapper && chance(2)
                            ? wrapper
                            : string();
            block(
                    "choosefrommenu",
                    group,
                    1,
                    "WFMenuItemTitle",
                    title instanceof PlistValue.Str ? title : of(text()),
                    "WFMenuItemAttributedTitle",
                    chance(2) ? absent() : attributed);
            body();
        }
        block("choosefrommenu", group, 2);
    }

    private void loop(String id, String key, PlistValue value) {
        String group = group();
        block(id, group, 0, key, value);
        body();
        block(id, group, 2);
    }

    // ---- values

    private static PlistValue absent() {
        return new PlistValue.Null();
    }

    private PlistValue input() {
        return switch (random.nextInt(5)) {
            case 0 -> absent();
            case 1 -> chance(3) ? of(text()) : wrap("WFTextTokenAttachment", chance(2) ? dict() : absent());
            default -> attachment();
        };
    }

    private PlistValue attachment() {
        return wrap("WFTextTokenAttachment", token());
    }

    private PlistValue string() {
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

    private PlistValue number() {
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

    private PlistValue date() {
        return chance(3)
                ? attachment()
                : chance(4) ? string() : of(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    }

    private PlistValue quantity() {
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

    private PlistValue offset() {
        return wrap(
                "WFTimeOffsetValue",
                dict(
                        "Operation", pick(List.of("Add", "Subtract", "Get Start of Month")),
                        "Unit", pick(List.of("Minute", "Year", "Second")),
                        "Value", number()));
    }

    private PlistValue contacts() {
        return wrap(
                "WFContactFieldValue",
                dict(
                        "WFContactFieldValues",
                        List.of(
                                dict("EntryType", 2, "SerializedEntry", dict("link.contacts.phoneNumber", "x")),
                                dict("WFContactData", new byte[] {1, 2, (byte) random.nextInt()}),
                                "somebody")));
    }

    private PlistValue filter() {
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

    private PlistValue fields(int deep) {
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

    private PlistValue items(int deep) {
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
    private PlistValue value(int deep) {
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
