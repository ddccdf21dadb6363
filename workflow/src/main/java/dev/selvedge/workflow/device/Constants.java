package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow compares with and looks for.
 *
 * @param numbers operands of its conditions and their neighbours
 * @param texts operands of its conditions
 * @param keys of dictionaries that it reads
 * @param paths of files that it names
 */
record Constants(List<String> numbers, List<String> texts, List<String> keys, List<String> paths) {
    private static final int MOST = 200;

    boolean isEmpty() {
        return numbers.isEmpty() && texts.isEmpty() && keys.isEmpty() && paths.isEmpty();
    }

    static Constants of(List<Workflow> workflows) {
        Harvest harvest = new Harvest();
        for (Workflow workflow : workflows) {
            harvest.body(workflow.body());
        }
        return new Constants(
                List.copyOf(harvest.numbers),
                List.copyOf(harvest.texts),
                List.copyOf(harvest.keys),
                List.copyOf(harvest.paths));
    }

    private static final class Harvest {
        final Set<String> numbers = new LinkedHashSet<>();
        final Set<String> texts = new LinkedHashSet<>();
        final Set<String> keys = new LinkedHashSet<>();
        final Set<String> paths = new LinkedHashSet<>();

        void body(List<Statement> body) {
            for (Statement statement : body) {
                switch (statement) {
                    case Statement.Call call -> call(call);
                    case Statement.Assign assign -> value(assign.value());
                    case Statement.Append append -> value(append.value());
                    case Statement.If choice -> {
                        condition(choice.condition());
                        body(choice.then());
                        body(choice.otherwise());
                    }
                    case Statement.Menu menu -> {
                        for (Statement.Case each : menu.cases()) {
                            body(each.body());
                        }
                    }
                    case Statement.Repeat loop -> {
                        value(loop.count());
                        body(loop.body());
                    }
                    case Statement.ForEach loop -> {
                        value(loop.items());
                        body(loop.body());
                    }
                    case Statement.Comment _ -> {}
                }
            }
        }

        private void condition(Condition condition) {
            for (Condition.Comparison comparison : condition.comparisons()) {
                value(comparison.left());
                operand(comparison.right());
                operand(comparison.upper());
            }
        }

        private void operand(@Nullable Value value) {
            switch (value) {
                case Value.Num number -> number(number.number());
                case Value.Text text -> {
                    BigDecimal number = Decimal.parse(text.text());
                    if (number == null) {
                        add(texts, text.text());
                    } else {
                        number(number);
                    }
                }
                case Value.Quantity quantity -> operand(quantity.magnitude());
                case null, default -> {}
            }
        }

        private void number(BigDecimal number) {
            add(numbers, Decimal.print(number));
            add(numbers, Decimal.print(number.add(BigDecimal.ONE)));
            add(numbers, Decimal.print(number.subtract(BigDecimal.ONE)));
        }

        private void call(Statement.Call call) {
            for (Map.Entry<String, Value> parameter : call.parameters().entrySet()) {
                if (parameter.getValue() instanceof Value.Text text) {
                    switch (parameter.getKey()) {
                        case "WFDictionaryKey" -> key(text.text());
                        case "WFGetFilePath", "WFFilePath" -> add(paths, text.text());
                        default -> {}
                    }
                }
                value(parameter.getValue());
            }
        }

        private void key(String key) {
            int dot = key.indexOf('.');
            add(keys, dot > 0 ? key.substring(0, dot) : key);
        }

        private void value(Value value) {
            switch (value) {
                case Value.Reference reference -> {
                    for (Value.Access access : reference.accesses()) {
                        if (access instanceof Value.Access.Key named) {
                            key(named.key());
                        }
                    }
                }
                case Value.Template template -> template.parts().forEach(this::value);
                case Value.ListOf list -> list.items().forEach(this::value);
                case Value.Dictionary dictionary -> dictionary.entries().forEach(entry -> value(entry.value()));
                case Value.Quantity quantity -> value(quantity.magnitude());
                case Value.Struct struct -> struct.fields().values().forEach(this::value);
                case Value.Nothing _, Value.Text _, Value.Num _, Value.Bool _, Value.Moment _, Value.Blob _ -> {}
            }
        }

        private static void add(Set<String> to, String value) {
            if (to.size() < MOST && value.length() <= 500 && !value.isEmpty()) {
                to.add(value);
            }
        }
    }
}
