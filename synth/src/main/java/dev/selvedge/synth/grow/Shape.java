package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The growth templates. */
enum Shape {
    /** A source, some transforms, a use. */
    CHAIN(10, Scale.TOY),
    /** Two sources in one text. */
    JOIN(5, Scale.TOY),
    /** Several things to do, one after the other. */
    EFFECTS(4, Scale.TOY),
    /** A choice by comparing a number. */
    IF_NUMBER(6, Scale.TOY),
    /** A choice by comparing a text. */
    IF_TEXT(6, Scale.TOY),
    /** A text chosen by a condition, then used. */
    CHOSEN_TEXT(3, Scale.TOY),
    /** A menu of two or three items. */
    MENU(6, Scale.TOY),
    /** A counted loop. */
    REPEAT(4, Scale.TOY),
    /** A loop over the parts of a text, a list, or the user's things. */
    FOR_EACH(6, Scale.TOY),
    /** A loop whose results are collected and used. */
    COLLECT(3, Scale.TOY),
    /** A dictionary and a value of it. */
    DICTIONARY(3, Scale.TOY),
    /** A choice within a loop. */
    LOOP_WITH_IF(6, Scale.SMALL),
    /** A loop or a choice within a menu. */
    MENU_WITH_BLOCK(4, Scale.SMALL),
    /** Two templates, one after the other. */
    SEQUENCE(8, Scale.SMALL);

    private final double weight;
    private final Scale least;

    Shape(double weight, Scale least) {
        this.weight = weight;
        this.least = least;
    }

    double weight() {
        return weight;
    }

    boolean within(Scale scale) {
        return least.compareTo(scale) <= 0;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The templates that a workflow of a user resembles in parts. */
    static Set<Shape> of(Workflow workflow) {
        Set<Shape> shapes = EnumSet.noneOf(Shape.class);
        collect(workflow.body(), shapes);
        if (shapes.isEmpty() && workflow.body().size() > 1) {
            shapes.add(CHAIN);
        }
        return shapes;
    }

    private static void collect(List<Statement> body, Set<Shape> shapes) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.If choice -> {
                    shapes.add(choice(choice));
                    collect(choice.then(), shapes);
                    collect(choice.otherwise(), shapes);
                }
                case Statement.Menu menu -> {
                    shapes.add(menu.cases().stream().anyMatch(each -> hasBlock(each.body())) ? MENU_WITH_BLOCK : MENU);
                    menu.cases().forEach(each -> collect(each.body(), shapes));
                }
                case Statement.Repeat repeat -> {
                    shapes.add(REPEAT);
                    collect(repeat.body(), shapes);
                }
                case Statement.ForEach loop -> {
                    shapes.add(loop(loop));
                    collect(loop.body(), shapes);
                }
                case Statement.Assign assign -> assigned(assign.value(), shapes);
                case Statement.Call call -> call.parameters().values().forEach(value -> assigned(value, shapes));
                case Statement.Append append -> {}
                case Statement.Comment comment -> {}
            }
        }
    }

    private static Shape choice(Statement.If choice) {
        Condition.Comparison first = choice.condition().comparisons().getFirst();
        return first.right() instanceof Value.Num ? IF_NUMBER : IF_TEXT;
    }

    private static Shape loop(Statement.ForEach loop) {
        if (hasBlock(loop.body())) {
            return LOOP_WITH_IF;
        }
        return loop.body().stream().anyMatch(Statement.Append.class::isInstance) ? COLLECT : FOR_EACH;
    }

    private static boolean hasBlock(List<Statement> body) {
        return body.stream().anyMatch(statement -> switch (statement) {
            case Statement.If choice -> true;
            case Statement.Menu menu -> true;
            case Statement.Repeat repeat -> true;
            case Statement.ForEach loop -> true;
            case Statement.Call call -> false;
            case Statement.Assign assign -> false;
            case Statement.Append append -> false;
            case Statement.Comment comment -> false;
        });
    }

    private static void assigned(Value value, Set<Shape> shapes) {
        if (value instanceof Value.Dictionary) {
            shapes.add(DICTIONARY);
        } else if (value instanceof Value.Template template
                && template.parts().stream()
                                .filter(Value.Reference.class::isInstance)
                                .count()
                        > 1) {
            shapes.add(JOIN);
        }
    }
}
