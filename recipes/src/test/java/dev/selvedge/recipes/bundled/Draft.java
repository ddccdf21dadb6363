package dev.selvedge.recipes.bundled;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSObject;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.recipes.bundled.Plist.Dict;
import dev.selvedge.workflow.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A Shortcut file that is being written, action by action, the way the app writes it: an action gets an identifier when
 * something refers to it, blocks share a group, and every file has its icon and versions. Identifiers are derived from
 * the file's name, so the same draft gives the same bytes.
 */
final class Draft {
    private static final String BUILT_IN = "is.workflow.actions.";
    private static final String[] COLORS = {"4282601983", "463140863", "-20702977", "3980825855", "431817727", "255"};

    private final BundledWorkflow entry;
    private final List<NSObject> actions = new ArrayList<>();
    private final Dict header = new Dict();
    private int identifiers;
    private boolean old;
    private boolean compiled;

    private Draft(BundledWorkflow entry) {
        this.entry = entry;
    }

    static Draft of(String file, String title, String category, String request, Consumer<Draft> body) {
        Draft draft = new Draft(new BundledWorkflow(file, title, category, request));
        draft.modern();
        body.accept(draft);
        return draft;
    }

    BundledWorkflow entry() {
        return entry;
    }

    private void modern() {
        int look = Math.floorMod(entry.file().hashCode(), COLORS.length);
        header.with("WFWorkflowClientVersion", "2607.0.3")
                .with("WFWorkflowMinimumClientVersion", 900)
                .with("WFWorkflowMinimumClientVersionString", "900")
                .with(
                        "WFWorkflowIcon",
                        Plist.dict(
                                "WFWorkflowIconStartColor",
                                Long.parseLong(COLORS[look]),
                                "WFWorkflowIconGlyphNumber",
                                59_405 + look))
                .with("WFWorkflowImportQuestions", List.of())
                .with("WFWorkflowTypes", List.of())
                .with("WFQuickActionSurfaces", List.of())
                .with("WFWorkflowInputContentItemClasses", List.of())
                .with("WFWorkflowOutputContentItemClasses", List.of())
                .with("WFWorkflowHasOutputFallback", false)
                .with("WFWorkflowHasShortcutInputVariables", false);
    }

    private static List<String> classes(String... contents) {
        return Arrays.stream(contents).map(c -> "WF" + c + "ContentItem").toList();
    }

    /** From here the file is as the first versions of the app wrote it: block starts without a mode. */
    Draft old() {
        old = true;
        for (String key : List.of(
                "WFWorkflowMinimumClientVersion",
                "WFWorkflowMinimumClientVersionString",
                "WFQuickActionSurfaces",
                "WFWorkflowOutputContentItemClasses",
                "WFWorkflowHasOutputFallback",
                "WFWorkflowHasShortcutInputVariables")) {
            header.remove(key);
        }
        header.with("WFWorkflowClientVersion", "754").with("WFWorkflowClientRelease", "2.1.2");
        return this;
    }

    /** From here identifiers are in lower case, as compilers write them. */
    Draft compiled() {
        compiled = true;
        return this;
    }

    Draft accepts(String... contents) {
        header.with("WFWorkflowInputContentItemClasses", classes(contents))
                .with("WFWorkflowHasShortcutInputVariables", true);
        return this;
    }

    Draft offeredIn(String... surfaces) {
        header.with("WFWorkflowTypes", List.of(surfaces));
        return this;
    }

    /** What happens without input, for example {@code GetClipboard}. */
    Draft withoutInput(String behavior, Object... parameters) {
        header.with(
                "WFWorkflowNoInputBehavior",
                Plist.dict("Name", "WFWorkflowNoInputBehavior" + behavior, "Parameters", Plist.dict(parameters)));
        return this;
    }

    /** A question that the app asks when the file is imported, about the action that comes next. */
    Draft question(String key, String text, Object suggestion) {
        header.with(
                "WFWorkflowImportQuestions",
                List.of(Plist.dict(
                        "ActionIndex",
                        actions.size(),
                        "Category",
                        "Parameter",
                        "ParameterKey",
                        key,
                        "Text",
                        text,
                        "DefaultValue",
                        suggestion)));
        return this;
    }

    /** An action; a name without a dot before its last part is a built-in one. The result is its output. */
    Token add(String action, Object... keysAndValues) {
        String id = Catalog.bundled().byId(action).isPresent() ? action : BUILT_IN + action;
        Dict parameters = Plist.dict(keysAndValues);
        place(id, parameters);
        String outputName = parameters.containsKey("CustomOutputName")
                ? String.valueOf(parameters.get("CustomOutputName"))
                : Catalog.bundled()
                        .byId(id)
                        .map(Catalog.Action::output)
                        .map(Catalog.Output::name)
                        .orElse("Result");
        return output(parameters, outputName);
    }

    private void place(String id, Dict parameters) {
        actions.add(Plist.dict("WFWorkflowActionIdentifier", id, "WFWorkflowActionParameters", parameters));
    }

    /** An action without the dictionary of parameters, as some files have it. */
    void bare(String action) {
        actions.add(Plist.dict("WFWorkflowActionIdentifier", BUILT_IN + action));
    }

    private Token output(Dict parameters, String name) {
        return Token.of(() -> {
            if (!parameters.containsKey("UUID")) {
                parameters.with("UUID", identifier());
            }
            return Plist.dict(
                    "OutputUUID", String.valueOf(parameters.get("UUID")), "OutputName", name, "Type", "ActionOutput");
        });
    }

    private String identifier() {
        String uuid = UUID.nameUUIDFromBytes((entry.file() + ++identifiers).getBytes(StandardCharsets.UTF_8))
                .toString();
        return compiled ? uuid : uuid.toUpperCase(Locale.ROOT);
    }

    Draft comment(String text) {
        add("comment", "WFCommentActionText", text);
        return this;
    }

    Draft set(String variable, Object value) {
        add("setvariable", "WFVariableName", variable, "WFInput", value);
        return this;
    }

    Draft append(String variable, Object value) {
        add("appendvariable", "WFVariableName", variable, "WFInput", value);
        return this;
    }

    Token text(Object... parts) {
        return add("gettext", "WFTextActionText", Plist.text(parts));
    }

    void notify(String title, Object... body) {
        add("notification", "WFNotificationActionTitle", title, "WFNotificationActionBody", Plist.text(body));
    }

    void show(Object... parts) {
        add("showresult", "Text", Plist.text(parts));
    }

    /** An If without Otherwise. The result is the block's. */
    Token when(Check check, Runnable then) {
        return block(BUILT_IN + "conditional", check.parameters(), "If Result", List.of(then));
    }

    /** An If with Otherwise. The result is the block's. */
    Token when(Check check, Runnable then, Runnable otherwise) {
        return block(BUILT_IN + "conditional", check.parameters(), "If Result", List.of(then, otherwise));
    }

    Token repeat(Object count, Runnable body) {
        return block(BUILT_IN + "repeat.count", Plist.dict("WFRepeatCount", count), "Repeat Results", List.of(body));
    }

    Token each(Object items, Runnable body) {
        return block(BUILT_IN + "repeat.each", Plist.dict("WFInput", items), "Repeat Results", List.of(body));
    }

    /** A loop over the previous output, as old files have it. */
    Token eachOfPrevious(Runnable body) {
        return block(BUILT_IN + "repeat.each", Plist.dict(), "Repeat Results", List.of(body));
    }

    /** Bodies of a block: the first follows the start, each further one a middle. */
    private Token block(String id, Dict start, String result, List<Runnable> bodies) {
        String group = identifier();
        place(id, start.with("GroupingIdentifier", group));
        if (!old) {
            start.with("WFControlFlowMode", 0);
        }
        for (int i = 0; i < bodies.size(); i++) {
            if (i > 0) {
                place(id, Plist.dict("GroupingIdentifier", group, "WFControlFlowMode", 1));
            }
            bodies.get(i).run();
        }
        return end(id, group, result);
    }

    private Token end(String id, String group, String result) {
        Dict end = Plist.dict("GroupingIdentifier", group, "WFControlFlowMode", 2);
        place(id, end);
        return output(end, result);
    }

    /**
     * A case of a menu.
     *
     * @param title a string, or a text with variables
     */
    record Choice(Object title, Runnable body) {}

    static Choice choice(Object title, Runnable body) {
        return new Choice(title, body);
    }

    Token menu(Object prompt, Choice... choices) {
        String id = BUILT_IN + "choosefrommenu";
        String group = identifier();
        List<Object> titles = new ArrayList<>();
        for (Choice choice : choices) {
            titles.add(
                    choice.title() instanceof String
                            ? choice.title()
                            : Plist.dict("WFItemType", 0, "WFValue", choice.title()));
        }
        Dict start = Plist.dict("WFMenuPrompt", prompt, "WFMenuItems", titles, "GroupingIdentifier", group);
        place(id, old ? start : start.with("WFControlFlowMode", 0));
        for (Choice choice : choices) {
            Dict middle = Plist.dict("GroupingIdentifier", group, "WFControlFlowMode", 1);
            place(id, title(middle, choice.title()));
            choice.body().run();
        }
        return end(id, group, "Menu Result");
    }

    private static Dict title(Dict middle, Object title) {
        if (title instanceof Dict text && text.get("Value") instanceof Dict attributed) {
            String plain = String.valueOf(attributed.get("string")).replace("\uFFFC", "Value");
            return middle.with("WFMenuItemTitle", plain).with("WFMenuItemAttributedTitle", attributed);
        }
        return middle.with("WFMenuItemTitle", title);
    }

    /** The file: XML where its name ends in plist, else binary. */
    byte[] bytes() {
        header.put("WFWorkflowActions", new NSArray(actions.toArray(NSObject[]::new)));
        if (entry.file().endsWith(".plist")) {
            return header.toXMLPropertyList().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return BinaryPropertyListWriter.writeToArray(header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
