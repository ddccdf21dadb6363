package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.of;
import static dev.selvedge.workflow.file.Plists.wrap;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.file.PlistValue.Dict;
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

    private final Random random;
    private final RandomValues draw;
    private final List<Dict> actions = new ArrayList<>();
    private int groups;
    private int depth;

    private RandomFiles(long seed) {
        random = new Random(seed);
        draw = new RandomValues(random);
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
        if (draw.chance(3)) {
            file.put("WFWorkflowName", of(draw.text()));
        }
        file.put("WFWorkflowIcon", dict("WFWorkflowIconStartColor", -1448498689, "WFWorkflowIconGlyphNumber", 59511));
        file.put(
                "WFWorkflowInputContentItemClasses",
                of(random.ints(random.nextInt(4), 0, RandomValues.CLASSES.size())
                        .mapToObj(RandomValues.CLASSES::get)
                        .toList()));
        file.put("WFWorkflowTypes", of(draw.chance(2) ? List.of("MenuBar", "QuickActions") : List.of()));
        if (draw.chance(3)) {
            file.put(
                    "WFWorkflowNoInputBehavior",
                    dict(
                            "Name",
                            "WFWorkflowNoInputBehaviorAskForInput",
                            "Parameters",
                            dict("ItemClass", draw.pick(RandomValues.CLASSES))));
        }
        if (draw.chance(3)) {
            file.put("WFWorkflowOutputContentItemClasses", of(List.of(draw.pick(RandomValues.CLASSES))));
            file.put("WFQuickActionSurfaces", of(List.of("Services")));
        }
        if (draw.chance(3)) {
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
                                    draw.text(),
                                    "DefaultValue",
                                    draw.chance(2) ? draw.text() : draw.value(1)),
                            draw.chance(4) ? "no question" : dict("ActionIndex", 0))));
        }
        file.put("WFWorkflowActions", of(actions));
        return new Dict(file);
    }

    // ---- actions

    private void add(String id, Object... parameters) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] instanceof PlistValue.Null && draw.chance(2)) {
                continue;
            }
            entries.put((String) parameters[i], of(parameters[i + 1]));
        }
        if (draw.chance(2)) {
            entries.put("UUID", of(draw.uuid()));
            if (draw.chance(4)) {
                entries.put("CustomOutputName", of(draw.chance(2) ? draw.text() : draw.pick(RandomValues.NAMES)));
            }
        }
        if (draw.chance(8)) {
            entries.put("Show-" + draw.pick(RandomValues.KEYS), of(true));
            entries.put("ShowWhenRun", of(false));
        }
        if (entries.isEmpty() && draw.chance(2)) {
            actions.add(dict("WFWorkflowActionIdentifier", id.contains(".App") ? id : Literals.PREFIX + id));
        } else {
            actions.add(Plists.act(
                    id,
                    entries.entrySet().stream()
                            .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                            .toArray()));
        }
    }

    private void action() {
        switch (random.nextInt(depth > 3 ? 22 : 30)) {
            case 0 -> add("comment", "WFCommentActionText", draw.chance(3) ? draw.string() : draw.text());
            case 1, 2 -> add("gettext", "WFTextActionText", draw.chance(2) ? draw.string() : draw.text());
            case 3 -> add("number", "WFNumberActionNumber", draw.number());
            case 4 -> add("list", "WFItems", draw.chance(8) ? draw.value(1) : draw.items(2));
            case 5 -> add("dictionary", "WFItems", draw.chance(8) ? draw.value(1) : draw.fields(3));
            case 6, 7 ->
                add(
                        "getvalueforkey",
                        "WFGetDictionaryValueType",
                        draw.chance(2) ? draw.pick(List.of("Value", "All Keys", "All Values")) : draw.absent(),
                        "WFDictionaryKey",
                        draw.chance(4) ? draw.string() : draw.chance(8) ? draw.absent() : draw.pick(RandomValues.KEYS),
                        "WFInput",
                        draw.input());
            case 8, 9 ->
                add(
                        "setvariable",
                        "WFVariableName",
                        draw.chance(12) ? "" : draw.pick(RandomValues.NAMES),
                        "WFInput",
                        draw.input());
            case 10 -> add("appendvariable", "WFVariableName", draw.pick(RandomValues.NAMES), "WFInput", draw.input());
            case 11 -> add("getvariable", "WFVariable", draw.attachment());
            case 12 -> add("notification", "WFNotificationActionBody", draw.string(), "WFInput", draw.input());
            case 13 ->
                add(
                        "math",
                        "WFMathOperation",
                        draw.pick(List.of("+", "×", "…", "no such")),
                        "WFMathOperand",
                        draw.number(),
                        "WFInput",
                        draw.input());
            case 14 ->
                add(
                        "adjustdate",
                        "WFDuration",
                        draw.quantity(),
                        "WFAdjustOffsetPicker",
                        draw.offset(),
                        "WFDate",
                        draw.string());
            case 15 ->
                add(
                        "filter.files",
                        "WFContentItemFilter",
                        draw.filter(),
                        "WFContentItemLimitEnabled",
                        true,
                        "WFContentItemLimitNumber",
                        draw.number(),
                        "WFContentItemSortOrder",
                        "Latest First",
                        "WFContentItemInputParameter",
                        draw.input());
            case 16 ->
                add(
                        "downloadurl",
                        "WFHTTPHeaders",
                        draw.fields(1),
                        "WFJSONValues",
                        draw.fields(2),
                        "WFHTTPMethod",
                        "POST",
                        "WFURL",
                        draw.string());
            case 17 ->
                add(
                        "sendmessage",
                        "WFSendMessageActionRecipients",
                        draw.contacts(),
                        "WFSendMessageContent",
                        draw.string());
            case 18 ->
                add(
                        draw.chance(2) ? "exit" : draw.chance(2) ? "output" : "nothing",
                        "WFOutput",
                        draw.string(),
                        "WFResult",
                        draw.input());
            case 19 ->
                add(
                        "com.example.App" + random.nextInt(3),
                        draw.pick(RandomValues.KEYS) + random.nextInt(2),
                        draw.value(3),
                        "WFInput",
                        draw.value(2),
                        "class",
                        draw.value(1));
            case 20 -> {
                Catalog.Action known = draw.pick(List.copyOf(Catalog.bundled().actions()));
                Map<String, Object> parameters = new LinkedHashMap<>();
                known.parameters().forEach(parameter -> {
                    if (draw.chance(2)) {
                        parameters.put(parameter.key(), draw.value(2));
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
            case 28 -> loop("repeat.count", "WFRepeatCount", draw.chance(5) ? draw.absent() : draw.number());
            default -> loop("repeat.each", "WFInput", draw.chance(3) ? draw.absent() : draw.input());
        }
    }

    private void damaged() {
        switch (random.nextInt(6)) {
            case 0 -> block(draw.pick(List.of("conditional", "repeat.each", "choosefrommenu")), "nowhere", 2);
            case 1 -> block("choosefrommenu", "nowhere", 1, "WFMenuItemTitle", draw.text());
            case 2 -> block(draw.pick(List.of("conditional", "repeat.count", "choosefrommenu")), "open " + groups++, 0);
            case 3 -> block("conditional", "group " + random.nextInt(Math.max(1, groups)), random.nextInt(3));
            case 4 -> actions.add(dict("WFWorkflowActionParameters", dict("UUID", draw.uuid())));
            default -> add("conditional", "WFControlFlowMode", draw.pick(List.<Object>of(1, 2, "2", 7)));
        }
    }

    // ---- blocks

    private void block(String id, String group, int mode, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of("GroupingIdentifier", group));
        if (mode != 0 || !draw.chance(4)) {
            all.addAll(List.of("WFControlFlowMode", draw.chance(10) ? (Object) (double) mode : mode));
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
        if (draw.chance(4)) {
            List<Object> templates = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                templates.add(new Dict(condition()));
            }
            parameters.add("WFConditions");
            parameters.add(wrap(
                    "WFContentPredicateTableTemplate",
                    dict(
                            "WFActionParameterFilterPrefix",
                            draw.pick(List.<Object>of(1, 0, -1)),
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
        if (draw.chance(2)) {
            block("conditional", group, 1);
            body();
        }
        block("conditional", group, 2);
    }

    private Map<String, PlistValue> condition() {
        Map<String, PlistValue> condition = new LinkedHashMap<>();
        if (!draw.chance(5)) {
            Dict token = (Dict) draw.attachment();
            condition.put("WFInput", draw.chance(3) ? token : dict("Type", "Variable", "Variable", token));
        }
        if (draw.chance(3)) {
            condition.put("WFCondition", of(draw.pick(WORDS)));
        } else if (!draw.chance(8)) {
            condition.put(
                    "WFCondition",
                    draw.chance(15)
                            ? of(77)
                            : of(draw.pick(List.of(Operator.values())).code()));
        }
        Map<String, Supplier<PlistValue>> operands = new LinkedHashMap<>();
        operands.put("WFConditionalActionString", () -> draw.chance(2) ? of(draw.text()) : draw.string());
        operands.put("WFNumberValue", draw::number);
        operands.put("WFAnotherNumber", draw::number);
        operands.put("WFDate", draw::date);
        operands.put("WFAnotherDate", draw::date);
        operands.put("WFDuration", draw::quantity);
        operands.put("WFAnotherDuration", draw::quantity);
        operands.put("WFMeasurement", draw::quantity);
        operands.put("WFAnotherMeasurement", draw::quantity);
        operands.put("WFBoundedNumber", draw::number);
        operands.put("WFAnotherBoundedNumber", draw::number);
        operands.put(
                "WFEnumeration",
                () -> draw.chance(2) ? of(draw.text()) : wrap("WFStringSubstitutableState", draw.text()));
        operands.put("WFNumericEnumeration", () -> of(random.nextInt(9)));
        operands.put("WFLinkEnumeration", () -> dict("value", draw.text(), "identifier", "x"));
        operands.put("WFBoolean", () -> of(draw.chance(2)));
        List<Map.Entry<String, Supplier<PlistValue>>> all = List.copyOf(operands.entrySet());
        for (int i = random.nextInt(4); i > 0; i--) {
            Map.Entry<String, Supplier<PlistValue>> operand = draw.pick(all);
            condition.put(operand.getKey(), operand.getValue().get());
        }
        return condition;
    }

    private void menu() {
        String group = group();
        List<PlistValue> titles = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            titles.add(draw.chance(3) ? dict("WFItemType", 0, "WFValue", draw.string()) : of(draw.text()));
        }
        block(
                "choosefrommenu",
                group,
                0,
                "WFMenuPrompt",
                draw.chance(3) ? draw.absent() : draw.string(),
                "WFMenuItems",
                draw.chance(10) ? draw.absent() : of(titles),
                "WFMenuLegacyCancelBehavior",
                true);
        for (PlistValue title : titles) {
            if (draw.chance(10)) {
                continue;
            }
            PlistValue attributed =
                    title instanceof Dict item && item.get("WFValue") instanceof Dict wrapper && draw.chance(2)
                            ? wrapper
                            : draw.string();
            block(
                    "choosefrommenu",
                    group,
                    1,
                    "WFMenuItemTitle",
                    title instanceof PlistValue.Str ? title : of(draw.text()),
                    "WFMenuItemAttributedTitle",
                    draw.chance(2) ? draw.absent() : attributed);
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
}
