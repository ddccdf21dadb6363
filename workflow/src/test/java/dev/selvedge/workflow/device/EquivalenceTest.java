package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.DEVICE;
import static dev.selvedge.workflow.device.Trees.call;
import static dev.selvedge.workflow.device.Trees.get;
import static dev.selvedge.workflow.device.Trees.ref;
import static dev.selvedge.workflow.device.Trees.set;
import static dev.selvedge.workflow.device.Trees.show;
import static dev.selvedge.workflow.device.Trees.template;
import static dev.selvedge.workflow.device.Trees.v;
import static dev.selvedge.workflow.device.Trees.when;
import static dev.selvedge.workflow.device.Trees.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
    private static final Equivalence EQUIVALENCE = new Equivalence(DEVICE);

    private static Comparison compare(Workflow reference, Workflow candidate) {
        return EQUIVALENCE.compare(reference, candidate, 5);
    }

    private static void assertEqual(Workflow reference, Workflow candidate) {
        assertThat(compare(reference, candidate)).isInstanceOf(Comparison.Equal.class);
    }

    private static void assertDifferent(Workflow reference, Workflow candidate, String sentencePart) {
        assertThat(compare(reference, candidate))
                .isInstanceOfSatisfying(
                        Comparison.Different.class,
                        d -> assertThat(d.difference()).contains(sentencePart));
    }

    @Test
    void theSameMeaningInOtherWordsIsEqual() {
        Workflow reference = workflow(
                get("a", "ask", "WFInputType", "Number", "WFAskActionPrompt", "How many?"),
                get("b", "math", "WFInput", ref("a"), "WFMathOperation", "×", "WFMathOperand", 2),
                show(template("Twice: ", ref("b"))));
        Workflow candidate = workflow(
                get("n", "ask", "WFInputType", "Number", "WFAskActionPrompt", "How many?"),
                get("n", "math", "WFInput", ref("n"), "WFMathOperand", ref("n")),
                set("text", template("Twice: ", ref("n"))),
                call("nothing"),
                show(ref("text")));
        assertEqual(reference, candidate);
    }

    @Test
    void threeAndThreePointZeroAreTheSame() {
        assertEqual(workflow(show("3")), workflow(show(3.0)));
        assertDifferent(workflow(show("3")), workflow(show("3.01")), "3.01");
    }

    @Test
    void doingNothingOrMoreIsDifferent() {
        assertDifferent(workflow(show("a")), workflow(), "missing: showresult(text: \"a\")");
        assertDifferent(workflow(show("a")), workflow(show("a"), show("b")), "one too many");
        assertDifferent(workflow(show("a")), workflow(show("b")), "expected showresult(text: \"a\")");
    }

    @Test
    void orderMattersOnTheScreenAndNotBetweenPlaces() {
        assertDifferent(workflow(show("a"), show("b")), workflow(show("b"), show("a")), "Effect 1 on screen");
        Statement clip = call("setclipboard", "WFInput", "x");
        Statement post = call("downloadurl", "WFURL", "https://example.com", "WFHTTPMethod", "POST");
        assertEqual(workflow(clip, post), workflow(post, clip));
    }

    @Test
    void opaqueValuesMatchWhenTheirCallsMatch() {
        Statement red = get("p", "com.example.Paint", "colour", "red");
        Statement blue = get("p", "com.example.Paint", "colour", "blue");
        assertEqual(workflow(red, show(ref("p"))), workflow(red, set("q", ref("p")), show(ref("q"))));
        assertDifferent(workflow(red, show(ref("p"))), workflow(blue, show(ref("p"))), "blue");
    }

    @Test
    void aRareBranchIsFound() {
        Workflow reference = workflow(
                get("n", "ask", "WFInputType", "Number"),
                when(ref("n"), Operator.EQUALS, 73_911, List.of(show("jackpot")), List.of(show("no"))));
        Workflow candidate = workflow(get("n", "ask", "WFInputType", "Number"), show("no"));
        assertDifferent(reference, candidate, "jackpot");
        Comparison itself = compare(reference, reference);
        assertThat(itself).isEqualTo(new Comparison.Equal(5, 1.0));
    }

    @Test
    void aReferenceThatDoesNotEndWellDecidesNothing() {
        Workflow endless = workflow(new Statement.Repeat(null, v(1_000_000_000), List.of()));
        Workflow broken = workflow(get("x", "math", "WFInput", 1, "WFMathOperation", "÷", "WFMathOperand", 0));
        assertThat(compare(endless, endless))
                .isInstanceOfSatisfying(
                        Comparison.Undecided.class, u -> assertThat(u.reason()).contains("steps"));
        assertThat(compare(broken, broken))
                .isInstanceOfSatisfying(
                        Comparison.Undecided.class, u -> assertThat(u.reason()).contains("by zero"));
        assertDifferent(workflow(show("a")), endless, "did not end well");
    }

    @Test
    void aFailureIsSeenLikeAnythingElse() {
        Statement ask = get("n", "ask", "WFInputType", "Number");
        Workflow reference = workflow(
                ask,
                when(
                        ref("n"),
                        Operator.GREATER,
                        20,
                        List.of(
                                show("big"),
                                get("x", "math", "WFInput", 1, "WFMathOperation", "÷", "WFMathOperand", 0)),
                        List.of(show("small"))));
        Workflow careful =
                workflow(ask, when(ref("n"), Operator.GREATER, 20, List.of(show("big")), List.of(show("small"))));
        List<Scenario> worlds = List.of(typing("30"), typing("3"));
        assertThat(EQUIVALENCE.compare(reference, reference, worlds)).isInstanceOf(Comparison.Equal.class);
        assertThat(EQUIVALENCE.compare(reference, careful, worlds))
                .isInstanceOfSatisfying(
                        Comparison.Different.class,
                        d -> assertThat(d.difference()).contains("ended well, the reference did not"));
        assertThat(EQUIVALENCE.compare(reference, careful, worlds.subList(0, 1)))
                .isInstanceOf(Comparison.Undecided.class);
    }

    private static Scenario typing(String number) {
        return Scenario.read("{\"answers\": {\"Number\": [" + number + "]}}", null);
    }

    @Test
    void aSlowerCandidateIsWaitedFor() {
        Statement loop = new Statement.Repeat(null, v(30_000), List.of(set("x", "a"), set("x", "b"), set("x", "c")));
        Statement quick = new Statement.Repeat(null, v(300), List.of(set("x", "c")));
        assertEqual(workflow(quick, show(ref("x"))), workflow(loop, show(ref("x"))));
    }

    @Test
    void scenariosThatReachBranchesAreTheSameEveryTime() {
        Workflow workflow = workflow(
                get("t", "getclipboard"),
                when(ref("t"), Operator.EQUALS, "open sesame", List.of(show("in")), List.of(show("out"))));
        List<Scenario> scenarios = Scenario.reaching(DEVICE, List.of(workflow), 3);
        assertThat(scenarios).hasSize(3).isEqualTo(Scenario.reaching(DEVICE, List.of(workflow), 3));
        assertThat(EQUIVALENCE.reference(workflow, scenarios).coverage()).isEqualTo(1.0);
    }

    @Test
    void verdictsHaveAJsonForm() {
        Comparison different = compare(workflow(show("a")), workflow());
        assertThat(Json.read(Json.write(different), Comparison.class)).isEqualTo(different);
        Comparison equal = new Comparison.Equal(5, 0.5);
        assertThat(Json.read(Json.write(equal), Comparison.class)).isEqualTo(equal);
    }
}
