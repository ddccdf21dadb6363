package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.List;

/** The free literal texts of a workflow: those that no enumeration fixes. */
final class Texts {
    private Texts() {}

    static List<String> of(Workflow workflow) {
        List<String> texts = new ArrayList<>();
        for (Place place : Place.of(workflow)) {
            switch (place.statement()) {
                case Statement.Call call ->
                    call.parameters().forEach((key, value) -> {
                        if (Catalog.bundled()
                                        .byId(call.action())
                                        .flatMap(a -> a.byKey(key))
                                        .map(p -> p.values().isEmpty())
                                        .orElse(true)
                                && !key.equals("WFAppIdentifier")
                                && !key.equals("WFDeviceDetail")) {
                            collect(value, texts);
                        }
                    });
                case Statement.Assign assign -> collect(assign.value(), texts);
                case Statement.Append append -> collect(append.value(), texts);
                case Statement.If choice -> {
                    for (Condition.Comparison each : choice.condition().comparisons()) {
                        if (each.right() != null) {
                            collect(each.right(), texts);
                        }
                    }
                }
                case Statement.Menu menu -> {
                    collect(menu.prompt(), texts);
                    menu.cases().forEach(each -> collect(each.title(), texts));
                }
                case Statement.Repeat repeat -> collect(repeat.count(), texts);
                case Statement.ForEach loop -> collect(loop.items(), texts);
                case Statement.Comment comment -> {}
            }
        }
        return texts;
    }

    private static void collect(Value value, List<String> texts) {
        switch (value) {
            case Value.Text text -> texts.add(text.text());
            case Value.Num number -> {
                if (number.number().stripTrailingZeros().scale() <= 0) {
                    texts.add(number.number().toPlainString());
                }
            }
            case Value.Template template -> template.parts().forEach(part -> collect(part, texts));
            case Value.ListOf list -> list.items().forEach(item -> collect(item, texts));
            case Value.Dictionary dictionary ->
                dictionary.entries().forEach(entry -> {
                    collect(entry.key(), texts);
                    collect(entry.value(), texts);
                });
            case Value.Quantity quantity -> collect(quantity.magnitude(), texts);
            default -> {}
        }
    }
}
