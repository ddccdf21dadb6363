package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Simple actions of apps by other makers: stores of values, logs, captures, lists and text. What an app held before the
 * workflow ran is not known: such a value is opaque, named by its place.
 */
final class AppActions {
    private static final String JAR = "Data Jar";
    private static final String JAR_ID = "dk.simonbs.DataJar.";
    private static final String LOG_ID = "com.alexhay.Console.";
    private static final String TOOLBOX_ID = "com.alexhay.ToolboxProForShortcuts.";

    private AppActions() {}

    static void define(Meanings to) {
        to.addForeign(JAR_ID + "GetValueIntent", AppActions::jarValue);
        to.addForeign(JAR_ID + "SetValueIntent", call -> jarSet(call, call.item("values")));
        to.addForeign(JAR_ID + "InsertValueInArrayIntent", AppActions::jarInsert);
        to.addForeign(JAR_ID + "DeleteValueIntent", call -> jarSet(call, Item.nothing()));
        to.addForeign(JAR_ID + "CheckIfValueExistsIntent", AppActions::jarHas);
        to.addForeign(JAR_ID + "GetChildCountIntent", AppActions::jarCount);
        for (String tot : List.of("com.iconfactory.Tot.", "com.iconfactory.TotMobile.")) {
            to.addForeign(tot + "GetDotIntent", call -> dot(call));
            to.addForeign(tot + "AddToDotIntent", AppActions::addToDot);
        }
        to.addForeign("com.iconfactory.TotMobile.SetDotIntent", call -> setDot(call, call.text("text")));
        for (String log : List.of("LogMessageIntent", "LogItemsIntent", "StartLoggingIntent", "ClearMessagesIntent")) {
            to.addForeign(LOG_ID + log, call -> recorded(call, "log"));
        }
        for (String drafts : List.of("com.agiletortoise.Drafts5.", "com.agiletortoise.Drafts-OSX.")) {
            to.addForeign(drafts + "CaptureIntent", AppActions::draft);
            to.addForeign(drafts + "OpenDraftIntent", call -> recorded(call, Machine.SCREEN));
        }
        to.add("evernote.new", AppActions::evernote);
        to.add("postonfacebook", call -> recorded(call, Machine.SCREEN));
        to.addForeign("com.shi.AviaryApp.PostTweetIntent", call -> recorded(call, Machine.SCREEN));
        to.addForeign("app.cyan.taio.SaveClippingIntent", call -> recorded(call, "clippings"));
        to.addForeign("com.wiheads.paste.AddItemIntent", call -> recorded(call, "clippings"));
        to.addForeign(TOOLBOX_ID + "RemoveDuplicatesIntent", call -> distinct(call, "items"));
        to.addForeign(TOOLBOX_ID + "SortListIntent", AppActions::sorted);
        to.addForeign("com.sindresorhus.Actions.RemoveDuplicatesFromListIntent", call -> distinct(call, "list"));
        to.addForeign("com.sindresorhus.Actions.RandomTextIntent", AppActions::randomText);
        to.addForeign("com.sindresorhus.Actions.GenerateCSVIntent", call -> csv(call, "dictionaries", ","));
        to.addForeign("ke.bou.GizmoPack.GenerateCSVIntent", call -> csv(call, "rows", call.text("delimiter", ",")));
        to.addForeign("com.Christopher-Hannah.Text-Case.TextCaseIntent", AppActions::textCase);
        to.addForeign("maccatalyst.com.Christopher-Hannah.Text-Case.TextCaseIntent", AppActions::textCase);
    }

    /** Notes the call with all its arguments; what it gives is not used by anybody. */
    private static Item recorded(Invocation call, String stream) {
        List<String> shown = new ArrayList<>();
        for (String key : call.parameters().keySet()) {
            String value = call.seen(key);
            if (!value.isEmpty()) {
                shown.addAll(List.of(key, value));
            }
        }
        call.changes(stream, shown.toArray(String[]::new));
        return Item.nothing();
    }

    private static Dict jar(Invocation call) {
        return call.state().store(JAR) instanceof Dict dict ? dict : Dict.of(Map.of());
    }

    /** Nothing means that the workflow has not set it. */
    private static Item jarStored(Invocation call) {
        return call.as().at(jar(call), call.text("keyPath"));
    }

    private static Item jarValue(Invocation call) {
        Item stored = jarStored(call);
        return stored.isNothing() ? call.unknown(ContentType.ANY, "value", call.text("keyPath")) : stored;
    }

    private static Item jarSet(Invocation call, Item value) {
        String path = call.text("keyPath");
        Dict jar = jar(call);
        call.meter().hold(jar.entries().size() + 1L);
        call.state().store(JAR, CollectionActions.with(jar, path, value));
        call.changes("jar:" + path, "value", call.as().seen(value));
        return Item.nothing();
    }

    private static Item jarInsert(Invocation call) {
        List<Item> list = new ArrayList<>(jarStored(call).items());
        List<Item> added = call.item("values").items();
        int at = switch (call.text("insertionPoint", "end")) {
            case "beginning" -> 0;
            case "index" -> Math.clamp(call.count("index", 0), 0, list.size());
            default -> list.size();
        };
        list.addAll(at, added);
        call.meter().hold(list.size());
        return jarSet(call, Many.of(list));
    }

    private static Item jarHas(Invocation call) {
        return jarStored(call).isNothing()
                ? call.unknown(ContentType.BOOLEAN, "value", call.text("keyPath"))
                : new Bool(true);
    }

    private static Item jarCount(Invocation call) {
        Item stored = jarStored(call);
        if (stored.isNothing()) {
            long seed = call.machine().scenario().seed();
            return Num.of(Seeds.below(20, seed, call.text("keyPath")));
        }
        return Num.of(
                stored instanceof Dict dict
                        ? dict.entries().size()
                        : stored.items().size());
    }

    private static String dotName(Invocation call) {
        return "Tot " + Decimal.print(call.number("dot", 1));
    }

    private static Item dot(Invocation call) {
        Item stored = call.state().store(dotName(call));
        return stored == null ? call.unknown(ContentType.TEXT, "dot", dotName(call)) : stored;
    }

    private static Item setDot(Invocation call, String text) {
        String name = dotName(call);
        call.state().store(name, new Text(text));
        call.changes(name, "text", text);
        return new Text(text);
    }

    private static Item addToDot(Invocation call) {
        String before = call.as().text(dot(call));
        String text = call.text("text");
        boolean first = call.text("at", "end").equals("start");
        List<String> parts = first ? List.of(text, before) : List.of(before, text);
        return setDot(call, call.meter().join(parts, "\n"));
    }

    private static Item draft(Invocation call) {
        String content = call.text("content");
        recorded(call, "drafts");
        return new Entity(ContentType.NOTE, firstLine(content), Map.of("Body", new Text(content)));
    }

    private static Item evernote(Invocation call) {
        recorded(call, "evernote");
        String title = call.text("WFEvernoteNoteTitle", firstLine(call.text("WFInput")));
        return new Entity(ContentType.NOTE, title, Map.of("Body", call.item("WFInput")));
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The first of equal items, in their order. */
    private static Item distinct(Invocation call, String key) {
        Map<String, Item> distinct = new LinkedHashMap<>();
        for (Item item : call.items(key)) {
            distinct.putIfAbsent(call.as().seen(item), item);
        }
        return Item.from(List.copyOf(distinct.values()));
    }

    private static Item sorted(Invocation call) {
        List<Item> items = new ArrayList<>(call.items("list"));
        Map<Item, String> names = new IdentityHashMap<>();
        items.forEach(item -> names.put(item, call.as().text(item)));
        call.meter().hold(items.size());
        items.sort(
                (a, b) -> String.CASE_INSENSITIVE_ORDER.compare(names.getOrDefault(a, ""), names.getOrDefault(b, "")));
        if (call.text("sortOrder", "az").equals("za")) {
            Collections.reverse(items);
        }
        return Item.from(items);
    }

    private static Item randomText(Invocation call) {
        String own = call.flag("useCustomCharacters", false) ? call.text("customCharacters") : "";
        int[] characters = (own.isEmpty() ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" : own)
                .codePoints()
                .toArray();
        int length = Math.max(0, call.count("length", 10));
        Meter.Builder text = call.meter().builder();
        for (int i = 0; i < length; i++) {
            text.add(Character.toString(characters[(int) call.machine().random(characters.length)]));
        }
        return new Text(text.toString());
    }

    /** Lines of the values of dictionaries; the first line names the keys of all of them. */
    private static Item csv(Invocation call, String key, String delimiter) {
        List<Dict> rows = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        for (Item item : call.items(key)) {
            Dict row = call.as().dictionary(item);
            if (row == null) {
                return call.uninterpreted();
            }
            rows.add(row);
            keys.addAll(row.entries().keySet());
        }
        List<String> lines = new ArrayList<>();
        lines.add(call.meter().join(keys.stream().map(AppActions::cell).toList(), delimiter));
        for (Dict row : rows) {
            List<String> cells = new ArrayList<>();
            for (String column : keys) {
                cells.add(cell(call.as().text(row.entries().getOrDefault(column, Item.nothing()))));
            }
            lines.add(call.meter().join(cells, delimiter));
        }
        return Document.of("Data.csv", "", new Text(call.meter().join(lines, "\n")));
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == '\n' || c == ',' || c == ';');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The formats with a plain rule; others are not interpreted. */
    private static Item textCase(Invocation call) {
        String format = call.text("format");
        String text = call.text("text");
        call.meter().produce(3L * text.length());
        List<String> words = new ArrayList<>();
        for (String word : text.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        String changed = switch (format) {
            case "uppercase" -> text.toUpperCase(Locale.ROOT);
            case "lowercase" -> text.toLowerCase(Locale.ROOT);
            case "snakeCase" -> String.join("_", words);
            case "kebabCase" -> String.join("-", words);
            case "camelCase", "pascalCase" -> camel(words, format.equals("pascalCase"));
            case "urlEncoded" -> WebActions.encoded(text);
            default -> null;
        };
        return changed == null ? call.uninterpreted() : new Text(changed);
    }

    private static String camel(List<String> words, boolean first) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(text.isEmpty() && !first ? word : TextActions.capital(word));
        }
        return text.toString();
    }
}
