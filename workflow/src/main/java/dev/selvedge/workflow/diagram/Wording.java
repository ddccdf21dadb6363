package dev.selvedge.workflow.diagram;

import dev.selvedge.workflow.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Values in a few words, on one line. What is cut ends in an ellipsis. */
final class Wording {
    private static final int MOST_CHARACTERS = 80;
    private static final int MOST_ITEMS = 3;

    private Wording() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> "nothing";
            case Value.Text text -> "“" + line(text.text()) + "”";
            case Value.Template template -> "“" + bare(template) + "”";
            case Value.Num(var number) -> number.toPlainString();
            case Value.Bool(boolean yes) -> yes ? "yes" : "no";
            case Value.Moment(var instant) -> instant.toString();
            case Value.Blob blob -> "the file " + blob.name();
            case Value.ListOf(List<Value> items) ->
                list(items.stream().map(Wording::of).toList());
            case Value.Dictionary(List<Value.Entry> entries) ->
                entries.isEmpty()
                        ? "an empty dictionary"
                        : "a dictionary of "
                                + list(entries.stream().map(e -> bare(e.key())).toList());
            case Value.Quantity(Value magnitude, String unit) -> of(magnitude) + " " + unit;
            case Value.Struct struct -> struct.kind();
            case Value.Reference reference -> reference(reference);
        };
    }

    /** Without quotation marks around a text. */
    static String bare(Value value) {
        return switch (value) {
            case Value.Text(String text) -> line(text);
            case Value.Template(List<Value> parts) ->
                line(parts.stream()
                        .map(part -> part instanceof Value.Text(String text) ? text : "⟨" + of(part) + "⟩")
                        .collect(Collectors.joining()));
            default -> of(value);
        };
    }

    /** On one line, cut where it is long. */
    static String line(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= MOST_CHARACTERS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return line.substring(0, end) + "…";
    }

    private static String list(List<String> items) {
        if (items.isEmpty()) {
            return "an empty list";
        }
        String shown = String.join(", ", items.subList(0, Math.min(MOST_ITEMS, items.size())));
        return line(shown) + (items.size() > MOST_ITEMS ? " and " + (items.size() - MOST_ITEMS) + " more" : "");
    }

    private static String reference(Value.Reference reference) {
        String text = switch (reference.source()) {
            case Value.Source.Variable(String name) -> name;
            case Value.Source.WorkflowInput input -> "the input";
            case Value.Source.CurrentDate date -> "the current date";
            case Value.Source.Ask(String prompt) ->
                prompt.isEmpty() ? "an answer" : "the answer to “" + line(prompt) + "”";
            case Value.Source.Clipboard clipboard -> "the clipboard";
            case Value.Source.DeviceDetails details -> "the device";
            case Value.Source.Other other -> other.type();
        };
        for (Value.Access access : reference.accesses()) {
            text = switch (access) {
                case Value.Access.Key(String key) -> "“" + line(key) + "” of " + text;
                case Value.Access.Property property -> line(property.name()) + " of " + text;
                case Value.Access.Coerce(var type, var contentClass) ->
                    text + " as " + type.label().replace('_', ' ');
                case Value.Access.Format format -> text;
            };
        }
        return text;
    }
}
