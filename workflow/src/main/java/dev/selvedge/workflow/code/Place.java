package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement and where it stands. Ordinals count the statements of a workflow in the order of its code from 0, a block
 * before what is in it; they do not depend on the catalogue.
 *
 * @param ordinal of the statement
 * @param depth blocks around it, 0 at the top
 */
public record Place(int ordinal, int depth, Statement statement) {
    /** Every statement of a workflow, in the order of the code, so that the ordinal is the index. */
    public static List<Place> of(Workflow workflow) {
        List<Place> places = new ArrayList<>();
        collect(workflow.body(), 0, places);
        return List.copyOf(places);
    }

    private static void collect(List<Statement> body, int depth, List<Place> places) {
        for (Statement statement : body) {
            places.add(new Place(places.size(), depth, statement));
            for (List<Statement> inner : bodies(statement)) {
                collect(inner, depth + 1, places);
            }
        }
    }

    /** The bodies of a statement, in the order of the code. */
    static List<List<Statement>> bodies(Statement statement) {
        return switch (statement) {
            case Statement.If(var condition, var then, var otherwise) -> List.of(then, otherwise);
            case Statement.Menu(var prompt, var cases) ->
                cases.stream().map(Statement.Case::body).toList();
            case Statement.Repeat(var index, var count, var body) -> List.of(body);
            case Statement.ForEach(var item, var index, var items, var body) -> List.of(body);
            case Statement.Call call -> List.of();
            case Statement.Assign assign -> List.of();
            case Statement.Append append -> List.of();
            case Statement.Comment comment -> List.of();
        };
    }
}
