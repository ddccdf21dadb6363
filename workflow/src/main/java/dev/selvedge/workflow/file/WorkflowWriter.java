package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes trees as workflow files. The same tree gives the same bytes. Reading a written file back gives a tree that
 * does the same, and an equal one if the tree itself came from a written file.
 */
public final class WorkflowWriter {
    /** The client whose form of files this is: every input is explicit, conditions have codes. */
    private static final String CLIENT = "1146.11";

    private static final int OLDEST_CLIENT = 900;
    private static final int GLYPH = 59511;
    private static final long COLOR = 463140863;

    private WorkflowWriter() {}

    /**
     * A binary property list.
     *
     * @throws WorkflowFormatException if it would be nested deeper than files are read
     */
    public static byte[] write(Workflow workflow, Catalog catalog) {
        return write(plist(workflow, catalog));
    }

    /**
     * A property list as it is, in binary form.
     *
     * @throws WorkflowFormatException if it is nested deeper than files are read
     */
    public static byte[] write(Dict plist) {
        if (deeper(plist, Bounds.DEPTH)) {
            throw new WorkflowFormatException(
                    "The file would have more than " + Bounds.DEPTH + " levels of lists and dictionaries.");
        }
        return BinaryPlistWriter.write(plist);
    }

    private static boolean deeper(PlistValue value, int levels) {
        return switch (value) {
            case Dict(var entries) ->
                levels == 0 || entries.values().stream().anyMatch(each -> deeper(each, levels - 1));
            case Array(var items) -> levels == 0 || items.stream().anyMatch(each -> deeper(each, levels - 1));
            default -> false;
        };
    }

    /** An XML property list, for people. */
    public static String writeXml(Workflow workflow, Catalog catalog) {
        return XmlPlistWriter.write(plist(workflow, catalog));
    }

    /** The property list of a tree. */
    public static Dict plist(Workflow workflow, Catalog catalog) {
        NameUse uses = new NameUse(workflow.body());
        BodyWriter body = new BodyWriter(catalog, uses, workflow.body());
        body.write(workflow.body());
        Workflow.Header header = workflow.header();
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        entries.put("WFWorkflowClientVersion", new Str(CLIENT));
        entries.put("WFWorkflowMinimumClientVersion", Int.of(OLDEST_CLIENT));
        entries.put("WFWorkflowMinimumClientVersionString", new Str(Integer.toString(OLDEST_CLIENT)));
        if (!workflow.name().isEmpty()) {
            entries.put("WFWorkflowName", new Str(workflow.name()));
        }
        entries.put("WFWorkflowIcon", icon());
        entries.put("WFWorkflowTypes", texts(header.surfaces()));
        entries.put("WFWorkflowInputContentItemClasses", texts(header.inputTypes()));
        entries.put("WFWorkflowHasShortcutInputVariables", new Bool(uses.readsInput()));
        entries.put("WFWorkflowHasOutputFallback", new Bool(false));
        entries.put(ImportQuestions.KEY, new Array(List.of()));
        entries.put("WFWorkflowOutputContentItemClasses", new Array(List.of()));
        settings(header.settings(), body, entries);
        entries.put("WFWorkflowActions", new Array(body.actions()));
        return new Dict(entries);
    }

    private static Dict icon() {
        Map<String, PlistValue> icon = new LinkedHashMap<>();
        icon.put("WFWorkflowIconStartColor", Int.of(COLOR));
        icon.put("WFWorkflowIconGlyphNumber", Int.of(GLYPH));
        icon.put("WFWorkflowIconImageData", new Bytes(new byte[0]));
        return new Dict(icon);
    }

    private static Array texts(List<String> texts) {
        return new Array(texts.stream().<PlistValue>map(Str::new).toList());
    }

    private static void settings(Map<String, Value> settings, BodyWriter body, Map<String, PlistValue> entries) {
        ValueWriter values = body.values();
        settings.forEach((key, value) -> {
            if (key.equals(ImportQuestions.KEY) && value instanceof Value.ListOf(List<Value> items)) {
                List<PlistValue> questions = new ArrayList<>();
                for (Value item : items) {
                    Integer statement = ImportQuestions.place(item);
                    Integer action = statement == null ? null : body.places().get(statement);
                    Value moved = action == null ? null : ImportQuestions.struct(item, Value.Num.of(action));
                    if (moved != null) {
                        questions.add(values.parameter(moved));
                    }
                }
                entries.put(key, new Array(questions));
            } else {
                values.put(entries, key, value);
            }
        });
    }
}
