package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.NEW;
import static dev.selvedge.workflow.file.Plists.OLD;
import static dev.selvedge.workflow.file.Plists.act;
import static dev.selvedge.workflow.file.Plists.attributed;
import static dev.selvedge.workflow.file.Plists.block;
import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.file;
import static dev.selvedge.workflow.file.Plists.output;
import static dev.selvedge.workflow.file.Plists.read;
import static dev.selvedge.workflow.file.Plists.text;
import static dev.selvedge.workflow.file.Plists.token;
import static dev.selvedge.workflow.file.Plists.variable;
import static dev.selvedge.workflow.file.Plists.wrap;
import static dev.selvedge.workflow.file.Readings.BATTERY;
import static dev.selvedge.workflow.file.Readings.CONTENTS;
import static dev.selvedge.workflow.file.Readings.body;
import static dev.selvedge.workflow.file.Readings.choice;
import static dev.selvedge.workflow.file.Readings.condition;
import static dev.selvedge.workflow.file.Readings.input;
import static dev.selvedge.workflow.file.Readings.ref;
import static dev.selvedge.workflow.file.Readings.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement.Append;
import dev.selvedge.workflow.Statement.Assign;
import dev.selvedge.workflow.Statement.Call;
import dev.selvedge.workflow.Statement.Case;
import dev.selvedge.workflow.Statement.Comment;
import dev.selvedge.workflow.Statement.ForEach;
import dev.selvedge.workflow.Statement.Menu;
import dev.selvedge.workflow.Statement.Repeat;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Dictionary;
import dev.selvedge.workflow.Value.ListOf;
import dev.selvedge.workflow.Value.Nothing;
import dev.selvedge.workflow.Value.Num;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Struct;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {
    @Test
    void readsEveryRealFile() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Path file : SharedFiles.in("shared")) {
            try {
                assertThat(WorkflowReader.read(file).workflow().body()).isNotEmpty();
            } catch (WorkflowFormatException e) {
                refused.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        assertThat(refused).isEmpty();
    }

    // ---- outputs, variables, literals

    @Test
    void namesOutputsOnlyWhereSomethingRefersToThem() {
        assertThat(body(
                        NEW,
                        act("getbatterylevel", "UUID", "A"),
                        act("getbatterylevel", "UUID", "B", "CustomOutputName", "Akku-Stand: Größe"),
                        act("showresult", "UUID", "C", "Show-Text", true, "Text", text("\uFFFC %", output("B", "x")))))
                .containsExactly(
                        new Call(BATTERY, Map.of(), null),
                        new Call(BATTERY, Map.of(), "akku_stand_grosse"),
                        show(new Template(List.of(ref("akku_stand_grosse"), new Text(" %")))));
    }

    @Test
    void namesFollowTheCatalogueThenTheTokenThenTheIdentifier() {
        assertThat(body(
                        NEW,
                        act("getbatterylevel", "UUID", "A"),
                        act("com.example.app.MakeThingIntent", "UUID", "B"),
                        act("com.example.app.DoURLsIntent", "UUID", "C"),
                        act("getbatterylevel", "UUID", "D"),
                        act("showresult", "Text", token(output("A", "Batteriestand"))),
                        act("showresult", "Text", token(output("B", "Neues Ding"))),
                        act("showresult", "Text", token(output("C", "变量"))),
                        act("showresult", "Text", token(output("D", "Battery Level")))))
                .extracting(statement -> statement instanceof Call call ? call.result() : null)
                .startsWith("battery_level", "neues_ding", "do_urls", "battery_level_2");
    }

    @Test
    void literalActionsAreAssignments() {
        assertThat(body(
                        NEW,
                        act("gettext", "WFTextActionText", "a\u0000b"),
                        act("number", "WFNumberActionNumber", "42.50"),
                        act("number", "WFNumberActionNumber", 3.0),
                        act("number", "WFNumberActionNumber", token(variable("n"))),
                        act("list", "WFItems", List.of("one", dict("WFItemType", 3, "WFValue", text("2")))),
                        act("dictionary"),
                        act("setvariable", "WFVariableName", "n", "WFInput", token(dict("Type", "Clipboard"))),
                        act("getvariable", "UUID", "G", "WFVariable", token(variable("n"))),
                        act("getvalueforkey", "WFInput", token(output("G", "n")), "WFDictionaryKey", "First Name"),
                        act("comment", "WFCommentActionText", "done")))
                .containsExactly(
                        new Assign("text_1", new Text("a\u0000b")),
                        new Assign("number_1", new Num(new BigDecimal("42.5"))),
                        new Assign("number_2", Num.of(3)),
                        new Assign("number_3", ref("n", new Access.Coerce(ContentType.NUMBER, "WFNumberContentItem"))),
                        new Assign("items", new ListOf(List.of(new Text("one"), Num.of(2)))),
                        new Assign("dictionary_1", new Dictionary(List.of())),
                        new Assign("n", new Reference(new Source.Clipboard(), List.of())),
                        new Assign("variable", ref("n")),
                        new Assign("first_name", ref("variable", new Access.Key("First Name"))),
                        new Comment("done"));
    }

    @Test
    void allKeysStayACall() {
        assertThat(body(
                        NEW,
                        act(
                                "getvalueforkey",
                                "WFInput",
                                token(dict("Type", "ExtensionInput")),
                                "WFGetDictionaryValueType",
                                "All Keys")))
                .containsExactly(new Call(
                        Literals.VALUE_FOR_KEY,
                        Map.of("WFInput", input(), "WFGetDictionaryValueType", new Text("All Keys")),
                        null));
    }

    @Test
    void listsThatNothingAssignsBeginEmptyBeforeTheOutermostBlock() {
        assertThat(body(
                        NEW,
                        act("setvariable", "WFVariableName", "known", "WFInput", token(dict("Type", "ExtensionInput"))),
                        block("repeat.count", "G", 0, "WFRepeatCount", 2),
                        act("appendvariable", "WFVariableName", "Found It", "WFInput", token(variable("Repeat Index"))),
                        act("appendvariable", "WFVariableName", "known", "WFInput", token(variable("Repeat Index"))),
                        block("repeat.count", "G", 2)))
                .containsExactly(
                        new Assign("known", input()),
                        new Assign("found_it", new ListOf(List.of())),
                        new Repeat(
                                "index",
                                Num.of(2),
                                List.of(new Append("found_it", ref("index")), new Append("known", ref("index")))));
    }

    @Test
    void reportsWhatIsReadAndNeverGiven() {
        Reading reading = read(file(
                NEW,
                act("showresult", "Text", token(output("GONE", "Lost"))),
                act("showresult", "Text", token(variable("nobody"))),
                act("setvariable", "WFVariableName", "")));
        assertThat(reading.workflow().body()).containsExactly(show(ref("lost")), show(ref("nobody")));
        assertThat(reading.problems())
                .extracting(p -> p.message())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("Action 1 (is.workflow.actions.showresult)")
                                .contains("\"lost\""),
                        second -> assertThat(second).contains("\"nobody\", which nothing sets"),
                        third -> assertThat(third).contains("names no variable"));
    }

    // ---- implicit inputs

    @Test
    void oldFilesPassOutputsSilently() {
        assertThat(body(
                        OLD,
                        act("setvariable", "WFVariableName", "given"),
                        act("getbatterylevel"),
                        act("comment", "WFCommentActionText", "between"),
                        act("getcontents"),
                        act("setclipboard"),
                        act("setvariable", "WFVariableName", "kept"),
                        act("nothing"),
                        act("setvariable", "WFVariableName", "cleared"),
                        act("getvariable", "WFVariable", token(variable("kept"))),
                        act("com.example.Unknown"),
                        act("appendvariable", "WFVariableName", "kept")))
                .containsExactly(
                        new Assign("given", input()),
                        new Call(BATTERY, Map.of(), "battery_level"),
                        new Comment("between"),
                        new Call(CONTENTS, Map.of("WFInput", ref("battery_level")), "contents"),
                        new Call("is.workflow.actions.setclipboard", Map.of("WFInput", ref("contents")), null),
                        new Assign("kept", ref("contents")),
                        new Call(Literals.NOTHING, Map.of(), null),
                        new Assign("cleared", new Nothing()),
                        new Assign("variable", ref("kept")),
                        new Call("com.example.Unknown", Map.of(), "unknown"),
                        new Append("kept", ref("unknown")));
    }

    @Test
    void aGotVariableThatIsOnlyPassedOnIsReferredToDirectly() {
        assertThat(body(
                        OLD,
                        act("setvariable", "WFVariableName", "v"),
                        act("getvariable", "WFVariable", token(variable("v"))),
                        act("getcontents")))
                .containsExactly(new Assign("v", input()), new Call(CONTENTS, Map.of("WFInput", ref("v")), null));
    }

    @Test
    void theOldInputTokenIsTheOutputBefore() {
        assertThat(body(
                        OLD,
                        act("getbatterylevel"),
                        act("gettext", "WFTextActionText", text("at \uFFFC", dict("Type", "Input")))))
                .containsExactly(
                        new Call(BATTERY, Map.of(), "battery_level"),
                        new Assign("text_1", new Template(List.of(new Text("at "), ref("battery_level")))));
    }

    @Test
    void newFilesPassNothingSilently() {
        assertThat(body(
                        NEW,
                        act("getbatterylevel"),
                        act("getcontents"),
                        act("setvariable", "WFVariableName", "cleared")))
                .containsExactly(
                        new Call(BATTERY, Map.of(), null),
                        new Call(CONTENTS, Map.of(), null),
                        new Assign("cleared", new Nothing()));
    }

    @Test
    void oldBranchesBeginWithWhatTheBlockWasGiven() {
        assertThat(body(
                        OLD,
                        act("getbatterylevel"),
                        block("conditional", "G", 0, "WFCondition", "Is Less Than", "WFNumberValue", 20),
                        act("getcontents"),
                        block("conditional", "G", 2),
                        act("setvariable", "WFVariableName", "v")))
                .containsExactly(
                        new Call(BATTERY, Map.of(), "battery_level"),
                        choice(
                                new Comparison(ref("battery_level"), Operator.LESS, Num.of(20), null),
                                List.of(new Call(CONTENTS, Map.of("WFInput", ref("battery_level")), "if_result")),
                                List.of(new Assign("if_result", ref("battery_level")))),
                        new Assign("v", ref("if_result")));
    }

    // ---- block results

    @Test
    void aResultIsAssignedAtTheEndOfEveryBranch() {
        assertThat(body(
                        NEW,
                        block("choosefrommenu", "M", 0, "WFMenuItems", List.of("a", "b", "c", "d")),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "a"),
                        act("getbatterylevel"),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "b"),
                        act("gettext", "WFTextActionText", "t"),
                        act("comment", "WFCommentActionText", "end of b"),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "c"),
                        act("exit"),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "d"),
                        block("choosefrommenu", "M", 2, "UUID", "R", "CustomOutputName", "Chosen"),
                        act("showresult", "Text", token(output("R", "Chosen")))))
                .containsExactly(
                        new Menu(
                                new Text(""),
                                List.of(
                                        new Case(new Text("a"), List.of(new Call(BATTERY, Map.of(), "chosen"))),
                                        new Case(
                                                new Text("b"),
                                                List.of(new Assign("chosen", new Text("t")), new Comment("end of b"))),
                                        new Case(new Text("c"), List.of(new Call(Literals.EXIT, Map.of(), null))),
                                        new Case(new Text("d"), List.of(new Assign("chosen", new Nothing()))))),
                        show(ref("chosen")));
    }

    @Test
    void nestedResultsAreHandedDownAndNamedOutputsKeepTheirNames() {
        assertThat(body(
                        NEW,
                        block("conditional", "A", 0, "WFInput", condition("ExtensionInput"), "WFCondition", 100),
                        block("conditional", "B", 0, "WFInput", condition("Clipboard"), "WFCondition", 101),
                        act("getbatterylevel", "UUID", "L"),
                        act("showresult", "Text", token(output("L", "Battery Level"))),
                        block("conditional", "B", 1),
                        act("gettext", "WFTextActionText", "t"),
                        block("conditional", "B", 2),
                        block("conditional", "A", 2, "UUID", "R"),
                        act("showresult", "Text", token(output("R", "If Result")))))
                .containsExactly(
                        choice(
                                new Comparison(input(), Operator.HAS_VALUE, null, null),
                                List.of(choice(
                                        new Comparison(
                                                new Reference(new Source.Clipboard(), List.of()),
                                                Operator.HAS_NO_VALUE,
                                                null,
                                                null),
                                        List.of(
                                                new Call(BATTERY, Map.of(), "battery_level"),
                                                show(ref("battery_level")),
                                                new Assign("if_result", ref("battery_level"))),
                                        List.of(new Assign("if_result", new Text("t"))))),
                                List.of(new Assign("if_result", new Nothing()))),
                        show(ref("if_result")));
    }

    @Test
    void aLoopsResultIsAList() {
        assertThat(body(
                        NEW,
                        block("repeat.each", "E", 0, "WFInput", token(dict("Type", "ExtensionInput"))),
                        block("repeat.count", "C", 0, "WFRepeatCount", token(variable("Repeat Index"))),
                        act(
                                "gettext",
                                "WFTextActionText",
                                text(
                                        "\uFFFC\uFFFC\uFFFC",
                                        variable("Repeat Item"),
                                        variable("Repeat Index"),
                                        variable("Repeat Index 2"))),
                        block("repeat.count", "C", 2),
                        block("repeat.each", "E", 2, "UUID", "R"),
                        act("showresult", "Text", token(output("R", "Repeat Results")))))
                .containsExactly(
                        new Assign("repeat_results", new ListOf(List.of())),
                        new ForEach(
                                "item",
                                "index",
                                input(),
                                List.of(
                                        new Assign("repeat_results_2", new ListOf(List.of())),
                                        new Repeat(
                                                "index_2",
                                                ref("index"),
                                                List.of(
                                                        new Assign(
                                                                "text_1",
                                                                new Template(List.of(
                                                                        ref("item"), ref("index"), ref("index_2")))),
                                                        new Append("repeat_results_2", ref("text_1")))),
                                        new Append("repeat_results", ref("repeat_results_2")))),
                        show(ref("repeat_results")));
    }

    // ---- blocks

    @Test
    void aMissingModeMeansStart() {
        assertThat(body(OLD, act("conditional", "GroupingIdentifier", "G"), block("conditional", "G", 2)))
                .containsExactly(
                        choice(new Comparison(input(), Operator.CONTAINS, new Text(""), null), List.of(), List.of()));
    }

    @Test
    void damagedBlocksAreRecoveredByGroupAndReported() {
        Reading reading = read(file(
                NEW,
                block("repeat.count", "ORPHAN", 2),
                block("choosefrommenu", "M", 0),
                block("choosefrommenu", "M", 1, "WFMenuItemTitle", "a"),
                block("repeat.count", "INNER", 0),
                act("gettext", "WFTextActionText", "in"),
                block("choosefrommenu", "OTHER", 1, "WFMenuItemTitle", "foreign"),
                block("choosefrommenu", "M", 1, "WFMenuItemTitle", "b"),
                block("choosefrommenu", "M", 2),
                block("conditional", "OPEN", 0, "WFInput", condition("Ask"), "WFCondition", 100)));
        assertThat(reading.workflow().body())
                .containsExactly(
                        new Menu(
                                new Text(""),
                                List.of(
                                        new Case(
                                                new Text("a"),
                                                List.of(new Repeat(
                                                        null,
                                                        Num.of(1),
                                                        List.of(new Assign("text_1", new Text("in")))))),
                                        new Case(new Text("b"), List.of()))),
                        choice(
                                new Comparison(
                                        new Reference(new Source.Ask(""), List.of()), Operator.HAS_VALUE, null, null),
                                List.of(),
                                List.of()));
        assertThat(reading.problems())
                .extracting(p -> p.message())
                .satisfiesExactly(
                        first -> assertThat(first).contains("Action 1 ").contains("no open block"),
                        second -> assertThat(second).contains("Action 6 ").contains("no open block"),
                        third -> assertThat(third).contains("Action 4 ").contains("not closed before its outer block"),
                        fourth -> assertThat(fourth).contains("Action 9 ").contains("never closed"));
    }

    @Test
    void attributedTitlesWinWhereTheyHoldVariables() {
        Dict attributed = attributed("Delete \uFFFC", variable("v"));
        assertThat(body(
                        NEW,
                        act("setvariable", "WFVariableName", "v"),
                        block(
                                "choosefrommenu",
                                "M",
                                0,
                                "WFMenuPrompt",
                                text("Pick \uFFFC", variable("v")),
                                "WFMenuItems",
                                List.of(
                                        dict("WFItemType", 0, "WFValue", wrap("WFTextTokenString", attributed)),
                                        "Same",
                                        "Same",
                                        "Empty")),
                        block(
                                "choosefrommenu",
                                "M",
                                1,
                                "WFMenuItemTitle",
                                "Delete v",
                                "WFMenuItemAttributedTitle",
                                attributed),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "Same"),
                        block("choosefrommenu", "M", 1, "WFMenuItemTitle", "Same"),
                        block("choosefrommenu", "M", 2)))
                .last()
                .isEqualTo(new Menu(
                        new Template(List.of(new Text("Pick "), ref("v"))),
                        List.of(
                                new Case(new Template(List.of(new Text("Delete "), ref("v"))), List.of()),
                                new Case(new Text("Same"), List.of()),
                                new Case(new Text("Same"), List.of()),
                                new Case(new Text("Empty"), List.of()))));
    }

    @Test
    void refusesBlocksThatCodeCannotBeIndentedFor() {
        Dict[] deep = new Dict[400];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = block("repeat.count", "G" + i, 0);
        }
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> read(file(NEW, deep)))
                .withMessageContaining("Action 91 is nested more than 90 levels deep");
    }

    // ---- the file as a whole

    @Test
    void readsTheHeader() {
        Dict file = new Dict(Map.ofEntries(
                Map.entry("WFWorkflowClientVersion", Plists.of("1146")),
                Map.entry("WFWorkflowName", Plists.of("Speak!")),
                Map.entry("WFWorkflowTypes", Plists.of(List.of("MenuBar"))),
                Map.entry("WFWorkflowInputContentItemClasses", Plists.of(List.of("WFURLContentItem"))),
                Map.entry("WFWorkflowIcon", dict("WFWorkflowIconGlyphNumber", 1)),
                Map.entry("WFQuickActionSurfaces", Plists.of(List.of())),
                Map.entry(
                        "WFWorkflowNoInputBehavior",
                        dict("Name", "WFWorkflowNoInputBehaviorGetClipboard", "Parameters", dict())),
                Map.entry(
                        "WFWorkflowImportQuestions",
                        Plists.of(List.of(
                                dict(
                                        "ActionIndex",
                                        2,
                                        "Category",
                                        "Parameter",
                                        "ParameterKey",
                                        "WFTextActionText",
                                        "Text",
                                        "Who?"),
                                dict("ActionIndex", 1, "Text", "about the end of a block")))),
                Map.entry(
                        "WFWorkflowActions",
                        Plists.of(List.of(
                                block("repeat.count", "G", 0),
                                block("repeat.count", "G", 2),
                                act("gettext", "WFTextActionText", "Ann"))))));
        Reading reading = read(file);
        assertThat(reading.workflow().name()).isEqualTo("Speak!");
        assertThat(reading.workflow().header().surfaces()).containsExactly("MenuBar");
        assertThat(reading.workflow().header().inputTypes()).containsExactly("WFURLContentItem");
        assertThat(reading.workflow().header().settings())
                .containsOnlyKeys("WFWorkflowNoInputBehavior", "WFWorkflowImportQuestions");
        assertThat(reading.workflow().header().settings().get("WFWorkflowImportQuestions"))
                .isEqualTo(new ListOf(List.of(new Struct(
                        "dict",
                        Map.of(
                                "ActionIndex",
                                Num.of(1),
                                "Category",
                                new Text("Parameter"),
                                "ParameterKey",
                                new Text("WFTextActionText"),
                                "Text",
                                new Text("Who?"))))));
        assertThat(reading.problems()).hasSize(1);
        assertThat(reading.source()).isEqualTo(file);
    }

    @Test
    void tellsContainersByTheirFirstBytes() {
        Dict file = file(NEW, act("getbatterylevel"));
        String xml = XmlPlistWriter.write(file);
        assertThat(WorkflowReader.read(BinaryPlistWriter.write(file)).container())
                .isEqualTo(Container.BINARY);
        assertThat(WorkflowReader.read(xml.getBytes(StandardCharsets.UTF_8)).container())
                .isEqualTo(Container.XML);
        assertThat(WorkflowReader.read(("\uFEFF" + xml).getBytes(StandardCharsets.UTF_8))
                        .workflow())
                .isEqualTo(WorkflowReader.read(BinaryPlistWriter.write(file)).workflow());
    }

    @Test
    void refusesOtherFilesInASentence() {
        refused(new byte[0], "The file is empty.");
        refused("{ WFWorkflowActions = (); }".getBytes(StandardCharsets.UTF_8), "The file is no workflow");
        refused("(".repeat(1_000_000).getBytes(StandardCharsets.UTF_8), "The file is no workflow");
        refused("AEA1".getBytes(StandardCharsets.UTF_8), "cut off");
        refused(BinaryPlistWriter.write(dict("a", 1)), "no list WFWorkflowActions");
        refused(BinaryPlistWriter.write(Plists.of(List.of())), "not a dictionary");
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> WorkflowReader.read(Path.of("no such file.shortcut")))
                .withMessage("There is no file no such file.shortcut.");
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> WorkflowReader.read(bytes))
                .withMessageContaining(reason);
    }
}
