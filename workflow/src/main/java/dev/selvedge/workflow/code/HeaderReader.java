package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the line {@code workflow("name", …)}. */
final class HeaderReader {
    private final Reading reading;
    private final Expressions expressions;
    private String name = "";
    private Workflow.Header header = Workflow.Header.DEFAULT;
    private boolean seen;

    HeaderReader(Reading reading, Expressions expressions) {
        this.reading = reading;
        this.expressions = expressions;
    }

    void read(Node call, List<Statement> out) {
        if (seen) {
            reading.error(call, "The workflow is described twice.", "Keep the first line.");
            return;
        }
        seen = true;
        Written written = Written.of(call, reading);
        if (!written.positional().isEmpty()) {
            String title = Literals.plainText(written.positional().getFirst(), reading);
            if (title == null || written.positional().size() > 1) {
                reading.error(call, "workflow expects the name as a literal text.", "Write workflow(\"Name\").");
            } else {
                name = title;
            }
        }
        List<String> accepts = List.of();
        List<String> surfaces = List.of();
        Map<String, Value> settings = new LinkedHashMap<>();
        int before = out.size();
        for (Written.Named named : written.named()) {
            Value value = expressions.value(named.value(), out);
            if (!named.raw() && named.name().equals(HeaderCode.ACCEPTS)) {
                accepts = value.equals(new Value.Text(HeaderCode.ANYTHING))
                        ? HeaderCode.anything()
                        : texts(named, value).stream()
                                .map(HeaderCode::inputType)
                                .toList();
            } else if (!named.raw() && named.name().equals(HeaderCode.SURFACES)) {
                surfaces = texts(named, value);
            } else if (settings.putIfAbsent(named.name(), value) != null) {
                reading.error(named.at(), named.name() + " is given twice.", "Keep one of them.");
            }
        }
        if (out.size() > before) {
            reading.error(call, "The description of the workflow cannot call actions.", "Write literals.");
        }
        header = new Workflow.Header(accepts, surfaces, settings);
    }

    private List<String> texts(Written.Named named, Value value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Value.ListOf(var items)) {
            for (Value item : items) {
                if (item instanceof Value.Text(String text)) {
                    texts.add(text);
                }
            }
            if (texts.size() == items.size()) {
                return texts;
            }
        }
        reading.error(named.value(), named.name() + " expects a list of texts.", "Write [\"…\", \"…\"].");
        return texts;
    }

    Workflow workflow(List<Statement> body) {
        return new Workflow(name, body, header);
    }
}
