package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes statements of drafts once the whole file is read. */
final class Freezer {
    private final Set<String> mentioned;
    private final Function<Action, String> namer;
    private final Map<Integer, Integer> ordinals = new HashMap<>();
    private int statements;

    /**
     * @param mentioned names that something refers to
     * @param namer gives a name to a literal that nothing refers to
     */
    Freezer(Set<String> mentioned, Function<Action, String> namer) {
        this.mentioned = mentioned;
        this.namer = namer;
    }

    /** The number of each action's statement, counted from 0 in the order of the code, by the action's place in the file. */
    Map<Integer, Integer> ordinals() {
        return ordinals;
    }

    List<Statement> freeze(List<Draft> drafts) {
        List<Statement> body = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            freeze(draft, body);
        }
        return body;
    }

    private void freeze(Draft draft, List<Statement> body) {
        if (draft instanceof Draft.Anchor anchor) {
            for (String list : anchor.lists) {
                statements++;
                body.add(new Statement.Assign(list, new Value.ListOf(List.of())));
            }
        } else if (!(draft instanceof Draft.Assign assign && assign.name == null && assign.passedOn)) {
            if (draft.action != null) {
                ordinals.putIfAbsent(draft.action.index(), statements);
            }
            statements++;
            body.add(statement(draft));
        }
    }

    private Statement statement(Draft draft) {
        return switch (draft) {
            case Draft.Anchor anchor -> throw new IllegalStateException("an anchor is no statement");
            case Draft.Comment comment -> new Statement.Comment(comment.text);
            case Draft.Call call ->
                new Statement.Call(
                        call.id,
                        call.parameters,
                        call.name != null && mentioned.contains(call.name) ? call.name : null);
            case Draft.Assign assign -> {
                String name = assign.name;
                if (name == null) {
                    Action action = assign.action;
                    name = action == null ? "value" : namer.apply(action);
                }
                yield new Statement.Assign(name, assign.value);
            }
            case Draft.Append append -> new Statement.Append(append.variable, append.value);
            case Draft.If choice ->
                new Statement.If(
                        choice.condition,
                        freeze(choice.bodies.getFirst().drafts),
                        freeze(choice.bodies.getLast().drafts));
            case Draft.Menu menu -> new Statement.Menu(menu.prompt, cases(menu));
            case Draft.Repeat repeat ->
                new Statement.Repeat(
                        repeat.counts ? repeat.index : null, repeat.count, freeze(repeat.bodies.getFirst().drafts));
            case Draft.ForEach each ->
                new Statement.ForEach(
                        each.item, each.counts ? each.index : null, each.items, freeze(each.bodies.getFirst().drafts));
        };
    }

    private List<Statement.Case> cases(Draft.Menu menu) {
        List<Statement.Case> cases = new ArrayList<>();
        for (int i = 0; i < menu.titles.size(); i++) {
            cases.add(new Statement.Case(menu.titles.get(i), freeze(menu.bodies.get(i).drafts)));
        }
        return cases;
    }

    /** The statements without names for results that nothing reads. */
    static List<Statement> withoutUnread(List<Statement> body, NameUse uses) {
        return body.stream()
                .map(statement -> switch (statement) {
                    case Statement.Call(String action, var parameters, @Nullable String result)
                    when result != null && !uses.referenced(result) ->
                        uses.definitions(result).size() == 1 ? new Statement.Call(action, parameters, null) : statement;
                    case Statement.If(var condition, var then, var otherwise) ->
                        new Statement.If(condition, withoutUnread(then, uses), withoutUnread(otherwise, uses));
                    case Statement.Menu(Value prompt, var cases) ->
                        new Statement.Menu(
                                prompt,
                                cases.stream()
                                        .map(item -> new Statement.Case(item.title(), withoutUnread(item.body(), uses)))
                                        .toList());
                    case Statement.Repeat(@Nullable String index, Value count, var inner) ->
                        new Statement.Repeat(index, count, withoutUnread(inner, uses));
                    case Statement.ForEach(String item, @Nullable String index, Value items, var inner) ->
                        new Statement.ForEach(item, index, items, withoutUnread(inner, uses));
                    case Statement other -> other;
                })
                .toList();
    }
}
