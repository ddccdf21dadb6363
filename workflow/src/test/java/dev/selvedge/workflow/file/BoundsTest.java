package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.NEW;
import static dev.selvedge.workflow.file.Plists.OLD;
import static dev.selvedge.workflow.file.Plists.act;
import static dev.selvedge.workflow.file.Plists.block;
import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.file;
import static dev.selvedge.workflow.file.Plists.read;
import static dev.selvedge.workflow.file.Plists.text;
import static dev.selvedge.workflow.file.Plists.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that describe something huge, and large ones that cost no more than their length. */
class BoundsTest {
    private static final Dict INPUT = dict("Type", "Input");

    /** Each action takes what the one before passed on, twice. */
    @Test
    void whatIsPassedOnCannotDoubleForEver() {
        List<Dict> actions = new ArrayList<>(List.of(act("setclipboard", "WFInput", "0123456789")));
        for (int i = 0; i < 60; i++) {
            actions.add(act("setclipboard", "WFInput", text("\uFFFC\uFFFC", INPUT, INPUT)));
        }
        refused(actions, "pass on silently adds up to more than 64 MiB");
    }

    @Test
    void whatIsPassedOnCannotBeLargeAgainAndAgain() {
        List<Dict> actions = new ArrayList<>(List.of(act("setclipboard", "WFInput", "x".repeat(1 << 20))));
        actions.addAll(Collections.nCopies(100, act("setclipboard")));
        refused(actions, "pass on silently adds up to more than 64 MiB");
        assertThat(read(file(OLD, actions.subList(0, 10).toArray(new Dict[0])))
                        .workflow()
                        .body())
                .hasSize(10);
    }

    private static void refused(List<Dict> actions, String reason) {
        Dict file = file(OLD, actions.toArray(new Dict[0]));
        Cost cost = Cost.of(() -> assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> read(file))
                .withMessageContaining(reason));
        assertThat(cost.bytes()).isLessThan(1L << 30);
    }

    /** Lists, dictionaries and steps to parts, up to the depth that is read and one more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whatIsReadCanStandInCode(int shape) {
        UnaryOperator<PlistValue> deeper = switch (shape) {
            case 0 -> value -> Plists.of(List.of(value));
            case 1 -> value -> dict("two words", value);
            case 2 -> value -> dict("key", value);
            case 3 ->
                value -> dict(
                        "WFDictionaryFieldValueItems", List.of(dict("WFItemType", 1, "WFKey", "k", "WFValue", value)));
            default -> value -> value;
        };
        List<Dict> steps = new ArrayList<>();
        Workflow deepest = null;
        int levels = 0;
        try {
            for (PlistValue value = Plists.of("x"); levels < 1_000; levels++) {
                value = shape == 4 ? token(Plists.output("A", "a", steps.toArray(new Dict[0]))) : deeper.apply(value);
                steps.add(dict("Type", "WFCoercionVariableAggrandizement", "CoercionItemClass", "WFImageContentItem"));
                Dict action = act("com.example.Deep", "a key", value);
                deepest = read(file(NEW, nested(action))).workflow();
            }
        } catch (WorkflowFormatException e) {
            assertThat(e.getMessage()).contains("levels");
        }
        assertThat(levels).isBetween(30, 200);
        Workflow workflow = java.util.Objects.requireNonNull(deepest);
        CodeParser.Parsed parsed = CodeParser.parse(CodePrinter.print(workflow, Plists.CATALOG), Plists.CATALOG);
        assertThat(parsed.workflow()).as(() -> parsed.diagnostics().toString()).isEqualTo(workflow);
    }

    /** The action in as many blocks as are read. */
    private static Dict[] nested(Dict action) {
        List<Dict> actions = new ArrayList<>();
        for (int i = 0; i < Bounds.INDENTS; i++) {
            actions.add(block("conditional", "g" + i, 0, "WFInput", token(dict("Type", "Clipboard"))));
            actions.add(block("conditional", "g" + i, 1));
            actions.add(act("comment", "WFCommentActionText", "not alone, so no elif"));
        }
        actions.add(action);
        for (int i = Bounds.INDENTS - 1; i >= 0; i--) {
            actions.add(block("conditional", "g" + i, 2));
        }
        return actions.toArray(new Dict[0]);
    }

    /** Ten thousand outputs of one name, menu items, and complaints: time that grows with the file. */
    @Test
    void isLinearInTheFile() {
        int many = 10_000;
        List<Dict> actions = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            actions.add(act("gettext", "UUID", "U" + i, "WFTextActionText", "x"));
            actions.add(act("showresult", "Text", text("\uFFFC", Plists.output("U" + i, "Text"))));
            actions.add(block("repeat.each", "nowhere", 2));
        }
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            titles.add("title " + i);
        }
        actions.add(block("choosefrommenu", "m", 0, "WFMenuItems", titles));
        actions.add(block("choosefrommenu", "m", 2));
        Dict file = file(NEW, actions.toArray(new Dict[0]));
        Cost cost = Cost.of(() -> {
            Reading reading = read(file);
            assertThat(reading.workflow().body()).hasSize(2 * many + 1);
            assertThat(reading.problems()).hasSize(Problems.MOST + 1);
            assertThat(reading.problems().getLast().message()).isEqualTo("9800 further problems are not listed.");
        });
        assertThat(cost.millis()).isLessThan(5_000);
    }
}
