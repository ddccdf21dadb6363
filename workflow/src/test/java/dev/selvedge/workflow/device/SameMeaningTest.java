package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Real workflows that are written otherwise and mean the same are never found different. */
class SameMeaningTest {
    private static final Equivalence EQUIVALENCE = new Equivalence(Trees.DEVICE);

    @Test
    void isFoundEqual() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Workflow> file : RealFiles.read().entrySet()) {
            Workflow workflow = file.getValue();
            Equivalence.Reference reference = EQUIVALENCE.reference(workflow, 3);
            Map<String, Workflow> others = new LinkedHashMap<>();
            others.put("renamed", Rewriting.renamed(workflow, name -> name + "_2"));
            others.put("reordered", with(workflow, reordered(workflow.body())));
            others.put("inlined", with(workflow, inlined(workflow.body())));
            others.put("with nothing between", with(workflow, withNothing(workflow.body())));
            others.forEach((how, other) -> {
                Comparison comparison = reference.compare(other);
                boolean changed = !other.equals(workflow);
                String verdict = comparison.getClass().getSimpleName();
                found.merge(how + (changed ? "" : " (unchanged)") + " " + verdict, 1, Integer::sum);
                if (comparison instanceof Comparison.Different different) {
                    wrong.add(file.getKey() + " " + how + ": " + different.difference());
                }
            });
        }
        System.out.println("device: real files written otherwise: " + found);
        assertThat(wrong).isEmpty();
    }

    private static Workflow with(Workflow workflow, List<Statement> body) {
        return new Workflow(workflow.name(), body, workflow.header());
    }

    private static List<Statement> withNothing(List<Statement> body) {
        List<Statement> changed = new ArrayList<>();
        for (Statement statement : body) {
            changed.add(new Statement.Comment("nothing"));
            changed.add(statement);
        }
        return changed;
    }

    /** Neighbours that only compute, and neither of which the other needs, the other way round. */
    private static List<Statement> reordered(List<Statement> body) {
        List<Statement> changed = new ArrayList<>(body);
        for (int i = 0; i + 1 < changed.size(); i++) {
            Statement first = changed.get(i);
            Statement second = changed.get(i + 1);
            if (computes(first) && computes(second)) {
                Set<String> names = Rewriting.mentioned(List.of(first));
                if (Rewriting.mentioned(List.of(second)).stream().noneMatch(names::contains)) {
                    changed.set(i, second);
                    changed.set(i + 1, first);
                    i++;
                }
            }
        }
        return changed;
    }

    private static boolean computes(Statement statement) {
        return switch (statement) {
            case Statement.Assign assign -> plain(assign.value());
            case Statement.Call call ->
                Device.interprets(call.action())
                        && !Catalog.bundled()
                                .byId(call.action())
                                .map(Catalog.Action::effect)
                                .orElse(true)
                        && call.parameters().values().stream().allMatch(SameMeaningTest::plain)
                        && !call.toString().contains("andom")
                        && !FAILS_OR_WAITS.contains(
                                call.action().substring(call.action().lastIndexOf('.') + 1));
            default -> false;
        };
    }

    /** Their order can be noticed: they end the workflow, ask, or draw. */
    private static final Set<String> FAILS_OR_WAITS =
            Set.of("exit", "output", "open", "select", "selectphoto", "takephoto", "selectcontacts", "geturl");

    private static boolean plain(Value value) {
        return switch (value) {
            case Value.Text _, Value.Num _, Value.Bool _, Value.Nothing _ -> true;
            case Value.Template template -> template.parts().stream().allMatch(SameMeaningTest::plain);
            case Value.Reference reference -> reference.source() instanceof Value.Source.Variable;
            default -> false;
        };
    }

    /** Texts that are set once, before they are read, in the places where they are read. */
    private static List<Statement> inlined(List<Statement> body) {
        List<Statement> changed = new ArrayList<>();
        Map<String, Value> texts = new LinkedHashMap<>();
        for (int i = 0; i < body.size(); i++) {
            Statement statement = body.get(i);
            if (statement instanceof Statement.Assign(String name, Value.Text text)
                    && !Rewriting.mentioned(body.subList(0, i)).contains(name)
                    && !sets(body.subList(i + 1, body.size()), name)) {
                texts.put(name, text);
            }
            changed.add(statement);
        }
        return texts.isEmpty() ? changed : Rewriting.inlined(changed, texts);
    }

    private static boolean sets(List<Statement> body, String name) {
        return body.stream().anyMatch(statement -> switch (statement) {
            case Statement.Call call -> name.equals(call.result());
            case Statement.Assign assign -> assign.variable().equals(name);
            case Statement.Append append -> append.variable().equals(name);
            case Statement.If choice -> sets(choice.then(), name) || sets(choice.otherwise(), name);
            case Statement.Menu menu -> menu.cases().stream().anyMatch(each -> sets(each.body(), name));
            case Statement.Repeat loop -> name.equals(loop.index()) || sets(loop.body(), name);
            case Statement.ForEach loop ->
                loop.item().equals(name) || name.equals(loop.index()) || sets(loop.body(), name);
            case Statement.Comment _ -> false;
        });
    }
}
