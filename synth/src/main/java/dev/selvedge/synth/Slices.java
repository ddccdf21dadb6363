package dev.selvedge.synth;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a long workflow that stand alone. A slice has one call whose result nobody reads, whatever gives a value
 * to a variable that is read in the slice, and the blocks around those: the backward slice of Weiser (1981), which looks
 * neither at the order of assignments nor at calls that stop a workflow. So a long file gives tasks that are short enough
 * to be asked for in a sentence, and are as people wrote them.
 */
public final class Slices {
    /** Never the reason for a slice: they have no effect of their own. */
    private static final Set<String> NO_EFFECT =
            Set.of("is.workflow.actions.exit", "is.workflow.actions.output", "is.workflow.actions.nothing");

    /** Statements in the order of the code, before those within them. */
    private final List<Statement> statements = new ArrayList<>();

    /** The number of the block around each statement, −1 at the top. */
    private final List<Integer> around = new ArrayList<>();

    private final Map<String, List<Integer>> givers = new HashMap<>();

    private Slices(List<Statement> body) {
        number(body, -1);
    }

    /**
     * The slices of a workflow, without repetitions and without the workflow itself, in the order of their last calls.
     *
     * @param mostStatements larger ones are left out, and those of a single statement
     * @param most if there are more, every so many-th is taken
     */
    public static List<Workflow> of(Workflow workflow, int mostStatements, int most) {
        List<Statement> body = TemplateAnnotator.uncommented(workflow.body());
        Slices slices = new Slices(body);
        Set<List<Statement>> found = new LinkedHashSet<>();
        for (int i = 0; i < slices.statements.size(); i++) {
            if (slices.statements.get(i) instanceof Statement.Call call
                    && call.result() == null
                    && !NO_EFFECT.contains(call.action())) {
                BitSet kept = slices.needed(i, mostStatements);
                if (kept.cardinality() > 1 && kept.cardinality() <= mostStatements) {
                    found.add(slices.new Cutter(kept).cut(body));
                }
            }
        }
        found.remove(body);
        List<List<Statement>> all = List.copyOf(found);
        List<Workflow> chosen = new ArrayList<>();
        int count = Math.min(most, all.size());
        for (int i = 0; i < count; i++) {
            chosen.add(Workflow.of("", all.get((int) ((long) i * all.size() / count))));
        }
        return chosen;
    }

    private void number(List<Statement> body, int block) {
        for (Statement statement : body) {
            int number = statements.size();
            statements.add(statement);
            around.add(block);
            given(statement)
                    .forEach(name ->
                            givers.computeIfAbsent(name, _ -> new ArrayList<>()).add(number));
            Uses.blocks(statement).forEach(inner -> number(inner, number));
        }
    }

    private static List<String> given(Statement statement) {
        List<@Nullable String> names = new ArrayList<>();
        switch (statement) {
            case Statement.ForEach loop -> {
                names.add(loop.item());
                names.add(loop.index());
            }
            case Statement.Repeat loop -> names.add(loop.index());
            default -> names.add(Uses.result(statement));
        }
        List<String> given = new ArrayList<>();
        for (String name : names) {
            if (name != null) {
                given.add(name);
            }
        }
        return given;
    }

    /** Numbers of the statements that a call needs, its own among them; the search ends beyond {@code most}. */
    private BitSet needed(int call, int most) {
        BitSet kept = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(call));
        while (!open.isEmpty() && kept.cardinality() <= most) {
            int number = open.pop();
            if (kept.get(number)) {
                continue;
            }
            kept.set(number);
            if (around.get(number) >= 0) {
                open.push(around.get(number));
            }
            for (String name : Uses.own(statements.get(number))) {
                givers.getOrDefault(name, List.of()).forEach(open::push);
            }
        }
        return kept;
    }

    /** Makes the statements of a slice; it walks the body in the order of the numbers. */
    private final class Cutter {
        private final BitSet kept;
        private int next;

        Cutter(BitSet kept) {
            this.kept = kept;
        }

        List<Statement> cut(List<Statement> body) {
            List<Statement> cut = new ArrayList<>();
            for (Statement statement : body) {
                boolean keep = kept.get(next++);
                Statement inner = inside(statement);
                if (keep) {
                    cut.add(inner);
                }
            }
            return cut;
        }

        private Statement inside(Statement statement) {
            return switch (statement) {
                case Statement.If choice ->
                    new Statement.If(choice.condition(), cut(choice.then()), cut(choice.otherwise()));
                case Statement.Menu menu -> {
                    List<Statement.Case> cases = menu.cases().stream()
                            .map(each -> new Statement.Case(each.title(), cut(each.body())))
                            .toList();
                    List<Statement.Case> full = cases.stream()
                            .filter(each -> !each.body().isEmpty())
                            .toList();
                    yield new Statement.Menu(menu.prompt(), full.size() > 1 ? full : cases);
                }
                case Statement.Repeat loop -> new Statement.Repeat(loop.index(), loop.count(), cut(loop.body()));
                case Statement.ForEach loop ->
                    new Statement.ForEach(loop.item(), loop.index(), loop.items(), cut(loop.body()));
                case Statement.Call call -> call;
                case Statement.Assign assign -> assign;
                case Statement.Append append -> append;
                case Statement.Comment comment -> comment;
            };
        }
    }
}
