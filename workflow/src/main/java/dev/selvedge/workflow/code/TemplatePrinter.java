package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.code.ValuePrinter.Quotes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template as an f-string. Where the references hold text that Python 3.10 does not permit inside the braces (a
 * backslash, both kinds of quotes), it is a sum that begins with a literal: {@code "" + x["a\\b"] + " c"}.
 */
final class TemplatePrinter {
    private final ValuePrinter values;
    private final Value.Template template;
    private final @Nullable Form form;

    /** How the f-string is delimited, and what quotes are left for its fields. */
    private record Form(String delimiter, char escaped, List<String> fields) {}

    TemplatePrinter(ValuePrinter values, Value.Template template) {
        this.values = values;
        this.template = template;
        form = choose();
    }

    /** Whether the template has no form as one literal. */
    boolean sum() {
        return form == null;
    }

    Layout layout() {
        if (form == null) {
            return asSum();
        }
        List<String> lines = lines(form);
        String flat = literal(form, String.join("", lines));
        return lines.size() > 1 && form.delimiter().length() == 1
                ? Layout.lines(
                        flat, lines.stream().map(line -> literal(form, line)).toList())
                : Layout.of(flat);
    }

    private @Nullable Form choose() {
        StringBuilder texts = new StringBuilder();
        for (Value part : template.parts()) {
            if (part instanceof Value.Text(String text)) {
                texts.append(text);
            }
        }
        boolean single = PythonText.delimiter(texts.toString()) == '\'';
        Form first = single ? form("'", '\'', Quotes.DOUBLE) : form("\"", '"', Quotes.SINGLE);
        if (first != null) {
            return first;
        }
        Form second = single ? form("\"", '"', Quotes.SINGLE) : null;
        return second != null ? second : form("\"\"\"", '"', Quotes.EITHER);
    }

    private @Nullable Form form(String delimiter, char escaped, Quotes quotes) {
        ValuePrinter printer = values.inBraces(quotes);
        List<String> fields = new ArrayList<>();
        for (Value part : template.parts()) {
            if (!(part instanceof Value.Text)) {
                StringBuilder field = new StringBuilder();
                printer.value(part).flat(field);
                fields.add(field.toString());
            }
        }
        boolean possible = !printer.failed() && fields.stream().noneMatch(field -> field.contains("\"\"\""));
        return possible ? new Form(delimiter, escaped, fields) : null;
    }

    private static String literal(Form form, String body) {
        return "f" + form.delimiter() + body + form.delimiter();
    }

    /** The bodies of the literal's lines, cut after newlines of the text. */
    private List<String> lines(Form chosen) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int field = 0;
        for (Value part : template.parts()) {
            if (part instanceof Value.Text(String text)) {
                for (String piece : PythonText.splitAfterNewlines(text)) {
                    PythonText.escape(piece.replace("{", "{{").replace("}", "}}"), chosen.escaped(), line);
                    if (piece.endsWith("\n")) {
                        lines.add(line.toString());
                        line.setLength(0);
                    }
                }
            } else {
                line.append('{').append(chosen.fields().get(field++)).append('}');
            }
        }
        if (!line.isEmpty() || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private Layout asSum() {
        List<Layout> terms = new ArrayList<>();
        for (Value part : template.parts()) {
            if (terms.isEmpty() && !(part instanceof Value.Text)) {
                terms.add(Layout.of("\"\""));
            }
            if (!terms.isEmpty()) {
                terms.add(Layout.of(" + "));
            }
            terms.add(values.value(part));
        }
        return new Layout.Row(terms);
    }
}
