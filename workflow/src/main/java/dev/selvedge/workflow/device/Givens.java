package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Link;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Opaque;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.List;

/** Items that come from outside the workflow: what it is given, and what unknown actions return. */
final class Givens {
    private Givens() {}

    static Item input(Scenario scenario, Coercion as) {
        List<Item> items = new ArrayList<>();
        for (Scenario.Content content : scenario.input()) {
            items.add(item(content, as));
        }
        return Item.from(items);
    }

    private static Item item(Scenario.Content content, Coercion as) {
        String text = content.text();
        return switch (content.type()) {
            case TEXT -> new Text(text);
            case URL -> new Link(text);
            case FILE -> {
                int line = text.indexOf('\n');
                String name = line < 0 ? text : text.substring(0, line);
                yield Document.of(name, "", new Text(line < 0 ? "" : text.substring(line + 1)));
            }
            case NUMBER, BOOLEAN, DATE, DICTIONARY -> as.to(content.type(), new Text(text));
            default -> new Opaque(content.type(), content.type().label(), Seeds.digest("input " + text));
        };
    }

    /** The value that an unknown action returns: plain for plain types, else opaque. */
    static Item unknown(ContentType type, String label, String digest, Coercion as) {
        return switch (type) {
            case TEXT -> new Text(label + " " + digest);
            case NUMBER -> new Num(as.witness(digest));
            case BOOLEAN -> new Bool(Boolean.TRUE.equals(as.truth(new Opaque(type, label, digest))));
            case DATE -> new Moment(as.witnessMoment(digest));
            case URL -> new Link("https://example.com/" + digest);
            case LIST ->
                Many.of(List.of(
                        new Opaque(ContentType.OTHER, label, Seeds.digest(digest + " 1")),
                        new Opaque(ContentType.OTHER, label, Seeds.digest(digest + " 2"))));
            default -> new Opaque(type, label, digest);
        };
    }
}
