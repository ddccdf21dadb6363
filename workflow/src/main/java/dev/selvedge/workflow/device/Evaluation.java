package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Opaque;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the tree's values into items. A variable that was never set is nothing. */
final class Evaluation {
    private final Machine machine;
    private final Coercion as;
    private final Meter meter;

    Evaluation(Machine machine) {
        this.machine = machine;
        this.as = machine.as();
        this.meter = machine.meter();
    }

    Item of(Value value) {
        return switch (value) {
            case Value.Nothing _ -> Item.nothing();
            case Value.Text text -> new Text(text.text());
            case Value.Template template -> new Text(template(template));
            case Value.Num number -> new Num(number.number());
            case Value.Bool bool -> new Bool(bool.value());
            case Value.Moment moment -> new Moment(moment.instant());
            case Value.Blob blob -> blob(blob);
            case Value.ListOf list -> list(list);
            case Value.Dictionary dictionary -> dictionary(dictionary);
            case Value.Quantity quantity -> quantity(quantity);
            case Value.Struct struct -> struct(struct);
            case Value.Reference reference -> reference(reference);
        };
    }

    private String template(Value.Template template) {
        Meter.Builder out = meter.builder();
        for (Value part : template.parts()) {
            out.add(part instanceof Value.Text text ? text.text() : as.text(of(part)));
        }
        return out.toString();
    }

    /** Known by its name, which stands for its bytes; code without them means the same. */
    private static Item blob(Value.Blob blob) {
        return Document.of(blob.name(), "", new Opaque(ContentType.FILE, "resource", blob.name()));
    }

    /** A list written in a list stays one item; the items of a variable's list are taken one by one. */
    private Item list(Value.ListOf list) {
        List<Item> items = new ArrayList<>(list.items().size());
        for (Value each : list.items()) {
            Item item = of(each);
            if (each instanceof Value.Reference) {
                items.addAll(item.items());
            } else {
                items.add(item);
            }
        }
        meter.hold(items.size());
        return Many.of(items);
    }

    private Item dictionary(Value.Dictionary dictionary) {
        Map<String, Item> entries = new LinkedHashMap<>();
        for (Value.Entry entry : dictionary.entries()) {
            entries.put(as.text(of(entry.key())), of(entry.value()));
        }
        meter.hold(entries.size());
        return Dict.of(entries);
    }

    private Item quantity(Value.Quantity quantity) {
        Item magnitude = of(quantity.magnitude());
        BigDecimal number = as.number(magnitude);
        return number == null ? Item.nothing() : new Measure(number, quantity.unit());
    }

    private Item struct(Value.Struct struct) {
        Map<String, Item> entries = new LinkedHashMap<>();
        if (!struct.kind().equals("dict")) {
            entries.put("kind", new Text(struct.kind()));
        }
        struct.fields().forEach((name, field) -> entries.put(name, of(field)));
        return Dict.of(entries);
    }

    private Item reference(Value.Reference reference) {
        Item item = source(reference);
        boolean first = true;
        for (Access access : reference.accesses()) {
            if (!(first && reference.source() instanceof Source.DeviceDetails)) {
                item = access(item, access);
            }
            first = false;
        }
        return item;
    }

    private Item source(Value.Reference reference) {
        return switch (reference.source()) {
            case Source.Variable variable -> machine.frame().variables.getOrDefault(variable.name(), Item.nothing());
            case Source.WorkflowInput _ -> machine.frame().input;
            case Source.CurrentDate _ -> new Moment(as.now());
            case Source.Ask ask -> machine.ask("is.workflow.actions.ask", "Text", ask.prompt(), "");
            case Source.Clipboard _ -> machine.state().clipboard();
            case Source.DeviceDetails _ -> {
                boolean named =
                        !reference.accesses().isEmpty() && reference.accesses().getFirst() instanceof Access.Property;
                String fact = named ? ((Access.Property) reference.accesses().getFirst()).name() : "Device Name";
                yield machine.state().deviceFact(fact);
            }
            case Source.Other other -> other(other);
        };
    }

    private Item other(Source.Other other) {
        Map<String, Item> fields = new LinkedHashMap<>();
        other.fields().forEach((name, value) -> fields.put(name, of(value)));
        return machine.journal().source(other.type(), fields);
    }

    private Item access(Item item, Access access) {
        return switch (access) {
            case Access.Key key -> as.at(item, key.key());
            case Access.Property property -> Properties.each(item, property.name(), as);
            case Access.Coerce coerce -> as.to(coerce.type(), item);
            case Access.Format format -> format(item, format);
        };
    }

    private Item format(Item item, Access.Format format) {
        Map<String, String> settings = new LinkedHashMap<>();
        format.settings().forEach((name, value) -> settings.put(name, as.text(of(value))));
        return as.each(item, one -> Formats.of(one, settings, as));
    }
}
