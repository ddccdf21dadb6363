package dev.selvedge.workflow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One statement of a workflow. Names are legal Python identifiers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "node")
public sealed interface Statement {
    /**
     * A call of an action.
     *
     * @param action identifier, for example {@code is.workflow.actions.notification}
     * @param parameters by the file's key, in order, without interface noise
     * @param result variable that receives the output, null where nothing refers to it
     */
    record Call(
            String action,
            Map<String, Value> parameters,
            @Nullable String result) implements Statement {
        public Call {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** {@code variable = value}: set variable, and the literal actions text, number, list and dictionary. */
    record Assign(String variable, Value value) implements Statement {}

    /** {@code variable.append(value)}: add to variable. A variable that holds one item becomes a list. */
    record Append(String variable, Value value) implements Statement {}

    /**
     * A choice by a condition.
     *
     * @param then body where the condition holds
     * @param otherwise body where it does not, empty without one
     */
    record If(Condition condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * A choice by the user.
     *
     * @param prompt text or template, empty text without one
     */
    record Menu(Value prompt, List<Case> cases) implements Statement {
        public Menu {
            cases = List.copyOf(cases);
        }
    }

    /**
     * One item of a menu.
     *
     * @param title text or template
     */
    record Case(Value title, List<Statement> body) {
        public Case {
            body = List.copyOf(body);
        }
    }

    /**
     * A counted loop.
     *
     * @param index variable that counts from 1, null where nothing refers to it
     */
    record Repeat(@Nullable String index, Value count, List<Statement> body) implements Statement {
        public Repeat {
            body = List.copyOf(body);
        }
    }

    /**
     * A loop over items.
     *
     * @param item variable that holds the item
     * @param index variable that counts from 1, null where nothing refers to it
     */
    record ForEach(String item, @Nullable String index, Value items, List<Statement> body) implements Statement {
        public ForEach {
            body = List.copyOf(body);
        }
    }

    /** A comment of the author; may have several lines. */
    record Comment(String text) implements Statement {}
}
