package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Opaque;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists and dictionaries. */
final class CollectionActions {
    private CollectionActions() {}

    static void define(Meanings to) {
        to.add("list", call -> call.item("WFItems"));
        to.add("getitemfromlist", CollectionActions::pick);
        to.add("dictionary", call -> call.has("WFItems") ? call.item("WFItems") : Dict.of(Map.of()));
        to.add("getvalueforkey", CollectionActions::value);
        to.add("setvalueforkey", CollectionActions::with);
        to.add("detect.dictionary", CollectionActions::dictionary);
        to.add("choosefromlist", CollectionActions::choose);
    }

    private static Item pick(Invocation call) {
        List<Item> items = call.item("WFInput").items();
        if (items.isEmpty()) {
            return Item.nothing();
        }
        return switch (call.text("WFItemSpecifier", "First Item")) {
            case "Last Item" -> items.getLast();
            case "Random Item" -> items.get((int) call.machine().random(items.size()));
            case "Item At Index" -> {
                int index = call.count("WFItemIndex", 1);
                yield index >= 1 && index <= items.size() ? items.get(index - 1) : Item.nothing();
            }
            case "Items in Range" -> {
                int start = Math.max(1, call.count("WFItemRangeStart", 1));
                int end = Math.min(items.size(), call.count("WFItemRangeEnd", items.size()));
                yield start > end ? Item.nothing() : Many.of(items.subList(start - 1, end));
            }
            default -> items.getFirst();
        };
    }

    private static Item value(Invocation call) {
        Item input = call.item("WFInput");
        String type = call.text("WFGetDictionaryValueType", "Value");
        if (type.equals("Value")) {
            String key = call.text("WFDictionaryKey");
            return key.isEmpty() ? input : call.as().at(input, key);
        }
        return call.as().each(input, item -> {
            if (item instanceof Opaque opaque) {
                return new Opaque(ContentType.LIST, type, Seeds.digest(opaque.digest() + " " + type));
            }
            Dict dict = call.as().dictionary(item);
            if (dict == null || dict.entries().isEmpty()) {
                return Item.nothing();
            }
            call.meter().hold(dict.entries().size());
            return type.equals("All Keys")
                    ? Many.texts(List.copyOf(dict.entries().keySet()))
                    : Many.of(List.copyOf(dict.entries().values()));
        });
    }

    private static Item with(Invocation call) {
        Item input = call.item("WFDictionary");
        String key = call.text("WFDictionaryKey");
        Item value = call.whole("WFDictionaryValue");
        if (input instanceof Opaque opaque) {
            String origin = opaque.digest() + "\n" + key + "\n" + call.as().seen(value);
            return new Opaque(ContentType.DICTIONARY, "dictionary", Seeds.digest(origin));
        }
        Dict dict = call.as().dictionary(input);
        Dict base = dict == null ? Dict.of(Map.of()) : dict;
        call.meter().hold(base.entries().size() + 1L);
        return with(base, key, value);
    }

    /** Sets a key; a dotted path goes into inner dictionaries where the first part is one. */
    static Dict with(Dict dict, String key, Item value) {
        int dot = key.indexOf('.');
        if (dot > 0
                && !dict.entries().containsKey(key)
                && dict.entries().get(key.substring(0, dot)) instanceof Dict inner) {
            return dict.with(key.substring(0, dot), with(inner, key.substring(dot + 1), value));
        }
        return dict.with(key, value);
    }

    private static Item dictionary(Invocation call) {
        return call.each("WFInput", item -> {
            if (item instanceof Opaque opaque) {
                return call.as().to(ContentType.DICTIONARY, opaque);
            }
            Dict dict = call.as().dictionary(item);
            if (dict != null) {
                return dict;
            }
            Item structure = call.as().structure(call.as().text(item));
            return structure == null ? Item.nothing() : structure;
        });
    }

    /** Offers the items by their names, or the keys of a dictionary for its values. */
    private static Item choose(Invocation call) {
        Item input = call.item("WFInput");
        List<Item> items = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        if (input.items().size() == 1 && input.items().getFirst() instanceof Dict dict) {
            dict.entries().forEach((key, value) -> {
                titles.add(key);
                items.add(value);
            });
        } else {
            for (Item item : input.items()) {
                titles.add(
                        item instanceof Text ? call.as().text(item) : call.as().name(item));
                items.add(item);
            }
        }
        boolean several = call.flag("WFChooseFromListActionSelectMultiple", false);
        boolean preselected = call.flag("WFChooseFromListActionSelectAll", false);
        call.shows(
                "prompt", call.text("WFChooseFromListActionPrompt"),
                "items", call.meter().join(titles, "\n"),
                "several", several ? preselected ? "Yes, all at first" : "Yes" : "No");
        if (items.isEmpty()) {
            return Item.nothing();
        }
        if (!several) {
            return items.get(call.machine().answers().choose(titles));
        }
        List<Item> chosen = new ArrayList<>();
        for (int index : call.machine().answers().chooseSome(titles)) {
            chosen.add(items.get(index));
        }
        return Item.from(chosen);
    }
}
