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
    /** In one group of a sum. */
    private static final int MOST_TERMS = 100;

    private final ValuePrinter values;
    private final Value.Template template;
    private final @Nullable Form form;

    /**
     * How the f-string is delimited.
     *
     * @param pieces the parts, fields already printed with the quotes that are left for them
     */
    private record Form(String delimiter, List<Piece> pieces) {
        char quote() {
            return delimiter.charAt(0);
        }
    }

    private record Piece(String text, boolean field) {}

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
        List<List<Piece>> lines = lines(form.pieces());
        Layout whole = Layout.of(literal(form, form.pieces()));
        return lines.size() > 1 && form.delimiter().length() == 1
                ? Layout.lines(
                        whole, lines.stream().map(line -> literal(form, line)).toList())
                : whole;
    }

    private @Nullable Form choose() {
        StringBuilder texts = new StringBuilder();
        for (Value part : template.parts()) {
            if (part instanceof Value.Text(String text)) {
                texts.append(text);
            }
        }
        boolean single = PythonText.delimiter(texts.toString()) == '\'';
        Form first = single ? form("'", Quotes.DOUBLE) : form("\"", Quotes.SINGLE);
        if (first != null) {
            return first;
        }
        Form second = single ? form("\"", Quotes.SINGLE) : null;
        return second != null ? second : form("\"\"\"", Quotes.EITHER);
    }

    private @Nullable Form form(String delimiter, Quotes quotes) {
        ValuePrinter printer = values.inBraces(quotes);
        List<Piece> pieces = new ArrayList<>();
        for (Value part : template.parts()) {
            if (part instanceof Value.Text(String text)) {
                pieces.add(new Piece(text, false));
            } else {
                String field = printer.value(part).onOneLine();
                if (printer.failed() || field.contains("\"\"\"")) {
                    return null;
                }
                pieces.add(new Piece(field, true));
            }
        }
        return new Form(delimiter, pieces);
    }

    /** The pieces cut after newlines of the text. */
    private static List<List<Piece>> lines(List<Piece> pieces) {
        List<List<Piece>> lines = new ArrayList<>();
        List<Piece> line = new ArrayList<>();
        for (Piece piece : pieces) {
            for (String text : piece.field() ? List.of(piece.text()) : PythonText.splitAfterNewlines(piece.text())) {
                line.add(new Piece(text, piece.field()));
                if (!piece.field() && text.endsWith("\n")) {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            }
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    /** One literal, an f-string where it has fields. */
    private static String literal(Form form, List<Piece> pieces) {
        boolean fields = pieces.stream().anyMatch(Piece::field);
        StringBuilder out = new StringBuilder(fields ? "f" : "").append(form.delimiter());
        for (Piece piece : pieces) {
            if (piece.field()) {
                out.append('{').append(piece.text()).append('}');
            } else {
                String text = fields ? piece.text().replace("{", "{{").replace("}", "}}") : piece.text();
                PythonText.escape(text, form.quote(), out);
            }
        }
        return out.append(form.delimiter()).toString();
    }

    /** Terms in groups, since each plus is a level of the syntax tree. */
    private Layout asSum() {
        List<Layout> sum = new ArrayList<>();
        List<Value> parts = template.parts();
        for (int from = 0; from < parts.size(); from += MOST_TERMS) {
            List<Layout> group = group(parts.subList(from, Math.min(from + MOST_TERMS, parts.size())));
            if (from == 0) {
                sum.addAll(group);
            } else {
                sum.add(Layout.of(" + ("));
                sum.addAll(group);
                sum.add(Layout.of(")"));
            }
        }
        return new Layout.Row(sum);
    }

    private List<Layout> group(List<Value> parts) {
        List<Layout> terms = new ArrayList<>();
        for (Value part : parts) {
            if (terms.isEmpty() && !(part instanceof Value.Text)) {
                terms.add(Layout.of("\"\""));
            }
            if (!terms.isEmpty()) {
                terms.add(Layout.of(" + "));
            }
            terms.add(values.value(part));
        }
        return terms;
    }
}
