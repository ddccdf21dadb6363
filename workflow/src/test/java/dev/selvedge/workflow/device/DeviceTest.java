package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.DEVICE;
import static dev.selvedge.workflow.device.Trees.call;
import static dev.selvedge.workflow.device.Trees.get;
import static dev.selvedge.workflow.device.Trees.key;
import static dev.selvedge.workflow.device.Trees.menu;
import static dev.selvedge.workflow.device.Trees.ref;
import static dev.selvedge.workflow.device.Trees.run;
import static dev.selvedge.workflow.device.Trees.set;
import static dev.selvedge.workflow.device.Trees.show;
import static dev.selvedge.workflow.device.Trees.template;
import static dev.selvedge.workflow.device.Trees.v;
import static dev.selvedge.workflow.device.Trees.when;
import static dev.selvedge.workflow.device.Trees.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.selvedge.core.Json;
import dev.selvedge.core.Trajectory;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.device.Execution.Ending.Kind;
import dev.selvedge.workflow.device.Execution.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void runsAssignmentsTemplatesAndLoops() {
        Execution execution = run(
                set("items", List.of()),
                new Statement.ForEach(
                        "item",
                        "i",
                        v(List.of("a", "b", "c")),
                        List.of(new Statement.Append("items", template(ref("i"), "=", ref("item"))))),
                show(ref("items")));
        assertThat(execution.ending().kind()).isEqualTo(Kind.FINISHED);
        assertThat(execution.effects())
                .singleElement()
                .satisfies(effect -> assertThat(effect.arguments()).containsEntry("text", "1=a\n2=b\n3=c"));
    }

    @Test
    void countsRepeatsFromOne() {
        Execution execution = run(
                set("sum", 0),
                new Statement.Repeat(
                        "i", v(4), List.of(get("sum", "math", "WFInput", ref("sum"), "WFMathOperand", ref("i")))),
                show(ref("sum")));
        assertThat(execution.effects().getFirst().arguments()).containsEntry("text", "10");
    }

    @Test
    void readsDictionariesByKeyAndDottedPath() {
        Execution execution = run(
                set("d", Map.of("a", Map.of("b", List.of(1, 2, 3)))),
                show(ref("d", key("a.b"))),
                show(ref("d", key("a.b.2"))),
                show(ref("d", key("missing"))));
        assertThat(execution.effects().stream().map(e -> e.arguments().get("text")))
                .containsExactly("1\n2\n3", "2", "");
    }

    @Test
    void aMenuChoiceDependsOnTitlesAndNotOnTheirOrder() {
        Statement ab = menu("?", ordered("Yes", "No"));
        Statement ba = menu("?", ordered("No", "Yes"));
        for (int seed = 0; seed < 20; seed++) {
            Scenario scenario = Scenario.seeded(seed);
            assertThat(run(scenario, ab).effects().getLast())
                    .isEqualTo(run(scenario, ba).effects().getLast());
        }
    }

    private static Map<String, List<Statement>> ordered(String first, String second) {
        Map<String, List<Statement>> cases = new LinkedHashMap<>();
        cases.put(first, List.of(show(first)));
        cases.put(second, List.of(show(second)));
        return cases;
    }

    @Test
    void anUnknownActionIsAFunctionOfItsArguments() {
        Execution execution = run(
                get("a", "com.example.Paint", "colour", "red"),
                get("b", "com.example.Paint", "colour", "red"),
                get("c", "com.example.Paint", "colour", "blue"),
                show(ref("a")),
                show(ref("b")),
                show(ref("c")));
        List<String> shown = execution.effects().stream()
                .filter(e -> e.action().endsWith("showresult"))
                .map(e -> e.arguments().get("text"))
                .toList();
        assertThat(shown.get(0)).isEqualTo(shown.get(1)).isNotEqualTo(shown.get(2));
        assertThat(execution.uninterpreted()).hasSize(3);
        assertThat(execution.effects()).hasSize(6);
        assertThat(execution.calls()).isEqualTo(6);
        assertThat(execution.interpreted()).isEqualTo(3);
    }

    @Test
    void anEndlessWorkflowEndsAtTheLimitOfSteps() {
        Execution execution = run(new Statement.Repeat(null, v(2_000_000_000), List.of(set("x", 1))));
        assertThat(execution.ending().kind()).isEqualTo(Kind.LIMIT);
        assertThat(execution.ending().reason()).contains("steps");
    }

    @Test
    void textThatDoublesEndsAtTheLimitOfCharacters() {
        Execution execution = run(
                set("x", "ab"), new Statement.Repeat(null, v(100), List.of(set("x", template(ref("x"), ref("x"))))));
        assertThat(execution.ending().reason()).contains("characters");
    }

    @Test
    void aListThatNestsInItselfEndsAtTheLimitOfNesting() {
        Execution execution = run(
                set("d", Map.of()), new Statement.Repeat(null, v(5_000), List.of(set("d", Map.of("inner", ref("d"))))));
        assertThat(execution.ending().reason()).contains("nested");
    }

    @Test
    void aPatternThatBacktracksWithoutEndReachesTheLimit() {
        Execution execution = run(get(
                "x",
                "text.match",
                "text",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
                "WFMatchTextPattern",
                "(.*a){12}b"));
        assertThat(execution.ending().kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void aUserWhoIsAskedForeverGivesUp() {
        Execution execution = run(new Statement.Repeat(null, v(1_000), List.of(call("ask"))));
        assertThat(execution.ending().kind()).isEqualTo(Kind.CANCELLED);
        assertThat(execution.effects()).hasSize(Limits.STANDARD.interactions() + 1);
    }

    @Test
    void aWorkflowThatIsGivenNothingTakesWhatItsHeaderSays() {
        Workflow.Header header = new Workflow.Header(
                List.of(),
                List.of(),
                Map.of(
                        "WFWorkflowNoInputBehavior",
                        new Value.Struct(
                                "dict",
                                Map.of(
                                        "Name",
                                        v("WFWorkflowNoInputBehaviorGetClipboard"),
                                        "Parameters",
                                        v(Map.of())))));
        Value input = new Value.Reference(new Value.Source.WorkflowInput(), List.of());
        Workflow workflow = new Workflow("test", List.of(show(input)), header);
        Scenario scenario = World.FIXED;
        assertThat(DEVICE.run(workflow, scenario).effects().getFirst().arguments())
                .containsEntry("text", "given");
        assertThat(DEVICE.run(workflow, scenario.given(List.of()))
                        .effects()
                        .getFirst()
                        .arguments())
                .containsEntry("text", "clip");
    }

    @Test
    void runsOtherWorkflowsAndItselfWithinBounds() {
        Workflow twice = Workflow.of(
                "Twice",
                List.of(
                        get(
                                "x",
                                "math",
                                "WFInput",
                                new Value.Reference(new Value.Source.WorkflowInput(), List.of()),
                                "WFMathOperation",
                                "×",
                                "WFMathOperand",
                                2),
                        call("output", "WFOutput", ref("x")),
                        show("never")));
        Workflow caller = workflow(get("y", "runworkflow", "WFWorkflowName", "Twice", "WFInput", 21), show(ref("y")));
        Execution execution = DEVICE.with(Map.of("Twice", twice)).run(caller, Scenario.seeded(1));
        assertThat(execution.effects())
                .singleElement()
                .satisfies(e -> assertThat(e.arguments()).containsEntry("text", "42"));

        Execution endless = run(call("runworkflow", "WFWorkflowName", "test"));
        assertThat(endless.ending().kind()).isEqualTo(Kind.LIMIT);
        Execution unknown = run(get("x", "runworkflow", "WFWorkflowName", "Nowhere"));
        assertThat(unknown.uninterpreted()).hasSize(1);
    }

    @Test
    void theSameRunIsTheSameAndHasAJsonForm() {
        Statement[] body = {
            get("n", "number.random", "WFRandomNumberMinimum", 1, "WFRandomNumberMaximum", 1000),
            get("a", "ask", "WFInputType", "Number"),
            when(ref("a"), Operator.GREATER, ref("n"), List.of(show("more")), List.of(show("less"))),
            call("setclipboard", "WFInput", ref("a"))
        };
        Execution execution = run(Scenario.seeded(7), body);
        assertThat(run(Scenario.seeded(7), body)).isEqualTo(execution);
        assertThat(Json.read(Json.write(execution), Execution.class)).isEqualTo(execution);
        assertThat(execution.coverage().branches()).isEqualTo(2);
        assertThat(execution.coverage().reached()).hasSize(1);
        assertThat(execution.changes()).containsKey("clipboard");
    }

    @Test
    void aTraceShowsEveryStepAndChangesNothing() {
        Workflow workflow = workflow(
                set("x", "hello"),
                get("n", "ask", "WFInputType", "Number", "WFAskActionPrompt", "How many?"),
                when(ref("n"), Operator.GREATER, 10, List.of(show(template(ref("x"), " world"))), List.of()));
        Execution traced = DEVICE.trace(workflow, World.FIXED);
        assertThat(traced.trace())
                .extracting(Line::kind, Line::action, Line::variable, Line::inputs, Line::value)
                .containsExactly(
                        tuple(Line.Kind.SET, null, "x", Map.of(), "hello"),
                        tuple(
                                Line.Kind.CALL,
                                "is.workflow.actions.ask",
                                "n",
                                Map.of("WFInputType", "Number", "WFAskActionPrompt", "How many?"),
                                "12"),
                        tuple(Line.Kind.IF, null, null, Map.of("left", "12", "greater", "10"), "true"),
                        tuple(
                                Line.Kind.CALL,
                                "is.workflow.actions.showresult",
                                null,
                                Map.of("Text", "hello world"),
                                "hello world"));
        assertThat(traced.trace()).flatExtracting(Line::effects).isEqualTo(traced.effects());
        Execution plain = DEVICE.run(workflow, World.FIXED);
        assertThat(traced.effects()).isEqualTo(plain.effects());
        assertThat(traced.steps()).isEqualTo(plain.steps());
        assertThat(traced.occurrences()).isEqualTo(new Execution.Occurrences(4, 4));
    }

    @Test
    void anExecutionIsATrajectory() {
        Workflow workflow = workflow(
                get("n", "ask", "WFInputType", "Number"),
                menu("Which?", Map.of("b", List.of(call("output", "WFOutput", ref("n"))))));
        Execution traced = DEVICE.trace(workflow, World.FIXED);
        Trajectory told = traced.trajectory("t", "Ask for a number.", World.FIXED, Catalog.bundled());
        assertThat(told.steps())
                .extracting(step -> step.producer() + ": "
                        + (step.message().toolCalls().isEmpty()
                                ? step.message().content()
                                : step.message().toolCalls().getFirst().name()
                                        + step.message().toolCalls().getFirst().arguments()))
                .containsExactly(
                        "task: Ask for a number.",
                        "workflow: ask_for_input{\"type\":\"Number\"}",
                        "tool: 12",
                        "workflow: choose_from_menu{\"prompt\":\"Which?\",\"items\":\"b\"}",
                        "tool: b",
                        "workflow: stop_and_output{\"output\":\"12\"}",
                        "tool: (ended here)",
                        "workflow: 12");
        assertThat(told.ending()).isEqualTo("stop");
        assertThat(Json.read(Json.write(told), Trajectory.class)).isEqualTo(told);
        Execution plain = DEVICE.run(workflow, World.FIXED);
        assertThatThrownBy(() -> plain.trajectory("t", "", World.FIXED, Catalog.bundled()))
                .hasMessageContaining("not traced");
    }

    @Test
    void aQuestionInAnArgumentIsAskedOnce() {
        Value asked = new Value.Reference(new Value.Source.Ask("Who?"), List.of());
        Execution execution = run(World.FIXED, call("output", "WFOutput", asked));
        assertThat(execution.effects()).hasSize(1);
        assertThat(execution.output()).isEqualTo("typed");
    }

    @Test
    void doesWhatItWasTold() {
        Device told = DEVICE.doing(Map.of("com.example.twice", arguments -> {
            if (!arguments.containsKey("of")) {
                throw new Behaviour.Refusal("There is nothing to double.");
            }
            return arguments.get("of") + arguments.get("of");
        }));
        Workflow twice = workflow(get("x", "com.example.twice", "of", 7), show(ref("x")));
        Execution execution = told.run(twice, World.FIXED);
        assertThat(execution.ending().kind()).isEqualTo(Kind.FINISHED);
        assertThat(execution.effects())
                .extracting(Execution.Effect::action, Execution.Effect::arguments)
                .containsExactly(
                        tuple("com.example.twice", Map.of("of", "7")),
                        tuple("is.workflow.actions.showresult", Map.of("text", "77")));
        assertThat(execution.interpreted()).isEqualTo(2);
        Execution refused = told.run(workflow(call("com.example.twice"), show("never")), World.FIXED);
        assertThat(refused.ending()).isEqualTo(new Execution.Ending(Kind.FAULT, "There is nothing to double."));
        assertThat(DEVICE.run(twice, World.FIXED).interpreted()).isEqualTo(1);
        assertThatThrownBy(() -> DEVICE.doing(Map.of("is.workflow.actions.alert", _ -> "")))
                .hasMessageContaining("interprets is.workflow.actions.alert itself");
    }
}
