package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
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
import java.util.Map;

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

    /** What the workflow is given where it is given nothing, as its header says. */
    static Item whenAbsent(Machine machine, Workflow.Header header) {
        Value behaviour = header.settings().get("WFWorkflowNoInputBehavior");
        if (behaviour == null) {
            return Item.nothing();
        }
        Item settings = machine.evaluation().of(behaviour);
        String name = machine.as().text(machine.as().at(settings, "Name"));
        if (name.endsWith("GetClipboard")) {
            return machine.state().clipboard();
        }
        if (name.endsWith("ShowError")) {
            throw Halt.fault("The workflow needs an input and was given none.");
        }
        String wanted = machine.as().text(machine.as().at(machine.as().at(settings, "Parameters"), "ItemClass"));
        return name.endsWith("AskForInput") ? asked(machine, wanted) : Item.nothing();
    }

    private static Item asked(Machine machine, String contentClass) {
        String action = switch (contentClass) {
            case "WFGenericFileContentItem", "WFPDFContentItem" -> "file.select";
            case "WFPhotoMediaContentItem", "WFImageContentItem", "WFAVAssetContentItem" -> "selectphoto";
            case "WFContactContentItem" -> "selectcontacts";
            default -> "ask";
        };
        String type = switch (contentClass) {
            case "WFNumberContentItem" -> "Number";
            case "WFURLContentItem", "WFSafariWebPageContentItem", "WFArticleContentItem" -> "URL";
            case "WFDateContentItem" -> "Date";
            default -> "Text";
        };
        Map<String, Value> parameters = Map.of("WFInputType", new Value.Text(type));
        return machine.invoke(new Invocation(machine, "is.workflow.actions." + action, parameters), null);
    }
}
