package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Condition.Comparison;
import dev.selvedge.workflow.Condition.Operator;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Statement.Assign;
import dev.selvedge.workflow.Statement.Comment;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Value.Access;
import dev.selvedge.workflow.Value.Reference;
import dev.selvedge.workflow.Value.Source;
import dev.selvedge.workflow.Value.Template;
import dev.selvedge.workflow.Value.Text;
import dev.selvedge.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodePrinterTest {
    private static final Reference X = Reference.to("x");

    @Test
    void callsByTheNamesOfTheCatalogue() {
        assertThat(print(new Statement.Call(
                        "is.workflow.actions.notification",
                        Map.of("WFNotificationActionBody", new Text("Hi")),
                        "sent")))
                .isEqualTo("sent = show_notification(text=\"Hi\")\n");
        assertThat(print(new Statement.Call("com.example.App", Map.of("Show-text", new Value.Bool(true)), null)))
                .isEqualTo("call(\"com.example.App\", **{\"Show-text\": True})\n");
    }

    @Test
    void choosesQuotesThatNeedTheFewestEscapes() {
        assertThat(value(new Text("it's"))).isEqualTo("\"it's\"");
        assertThat(value(new Text("say \"hi\""))).isEqualTo("'say \"hi\"'");
        assertThat(value(new Text("a\\b\n\u0000é\ud800"))).isEqualTo("\"a\\\\b\\n\\x00é\\ud800\"");
    }

    @Test
    void fillsFieldsAsPython310Permits() {
        assertThat(template("k")).isEqualTo("f\"a{x['k']}\"");
        assertThat(template("it's")).isEqualTo("f\"\"\"a{x[\"it's\"]}\"\"\"");
        assertThat(template("a\\b")).isEqualTo("\"a\" + x[\"a\\\\b\"]");
        assertThat(value(new Template(List.of(new Text("{\"a\": "), X)))).isEqualTo("f'{{\"a\": {x}'");
    }

    private static String template(String key) {
        return value(new Template(
                List.of(new Text("a"), new Reference(new Source.Variable("x"), List.of(new Access.Key(key))))));
    }

    @Test
    void followsAReferenceStepByStep() {
        Reference reference = new Reference(
                new Source.Variable("x"),
                List.of(
                        new Access.Coerce(ContentType.DICTIONARY, "WFDictionaryContentItem"),
                        new Access.Key("a.b"),
                        new Access.Property("File Size", Map.of()),
                        new Access.Property("URL", Map.of()),
                        new Access.Coerce(ContentType.IMAGE, "WFImageContentItem")));
        assertThat(value(reference))
                .isEqualTo("coerce(dictionary(x)[\"a.b\"].file_size.prop(\"URL\"), \"WFImageContentItem\")");
        assertThat(value(Reference.to("lost"))).isEqualTo("missing(\"lost\")");
        assertThat(value(new Reference(
                        new Source.DeviceDetails(), List.of(new Access.Property("System Version", Map.of())))))
                .isEqualTo("device(\"System Version\")");
    }

    @Test
    void joinsElifAndKeepsCommentsWhereTheyStood() {
        Condition low = Condition.of(new Comparison(X, Operator.LESS, Value.Num.of(5), null));
        Condition any = new Condition(
                false,
                List.of(
                        new Comparison(X, Operator.CONTAINS, new Text("a"), null),
                        new Comparison(X, Operator.HAS_NO_VALUE, null, null)));
        String code = print(new Statement.If(
                low,
                List.of(new Comment("one\ntwo"), new Comment("three")),
                List.of(new Statement.If(any, List.of(new Assign("y", X)), List.of(new Comment("end"))))));
        assertThat(code).isEqualTo("""
                        if x < 5:
                            # one
                            # two

                            # three
                            pass
                        elif "a" in x or not x:
                            y = x
                        else:
                            # end
                            pass
                        """);
    }

    @Test
    void printsMenusAndLoops() {
        String code = print(
                new Statement.Menu(
                        new Text("Which?"),
                        List.of(
                                new Statement.Case(new Text("One"), List.of()),
                                new Statement.Case(new Template(List.of(new Text("n "), X)), List.of()))),
                new Statement.Menu(new Text(""), List.of()),
                new Statement.Repeat(null, Value.Num.of(3), List.of()),
                new Statement.Repeat("i", Value.Num.of(3), List.of()),
                new Statement.ForEach("item", null, X, List.of()),
                new Statement.ForEach("item", "i", X, List.of(new Statement.Append("list", Reference.to("item")))));
        assertThat(code).isEqualTo("""
                        match choose_from_menu("Which?"):
                            case "One":
                                pass
                            case _ if title(f"n {x}"):
                                pass
                        choose_from_menu()
                        for _ in range(3):
                            pass
                        for i in range(1, 3 + 1):
                            pass
                        for item in x:
                            pass
                        for i, item in enumerate(x, start=1):
                            list.append(item)
                        """);
    }

    @Test
    void breaksLongLinesInsideTheirBrackets() {
        String line = "word ".repeat(15).strip();
        assertThat(print(new Assign("text", new Text(line + "\n" + line))))
                .isEqualTo("text = (\n    \"" + line + "\\n\"\n    \"" + line + "\"\n)\n");
        assertThat(print(new Assign("both", new Value.ListOf(List.of(new Text(line), new Text(line))))))
                .isEqualTo("both = [\n    \"" + line + "\",\n    \"" + line + "\",\n]\n");
    }

    @Test
    void weavesCommentsIn() {
        Condition has = Condition.of(new Comparison(X, Operator.HAS_VALUE, null, null));
        Workflow workflow = Workflow.of(
                "",
                List.of(
                        new Assign("x", Value.Num.of(1)),
                        new Comment("author"),
                        new Statement.If(has, List.of(new Assign("y", X)), List.of())));
        assertThat(Place.of(workflow)).extracting(Place::depth).containsExactly(0, 0, 0, 1);
        assertThat(CodePrinter.print(workflow, Catalog.bundled(), Map.of(0, "Set x.", 2, "Check\nit.", 3, "Copy.")))
                .isEqualTo("""
                        # Set x.
                        x = 1
                        # author

                        # Check
                        # it.
                        if x:
                            # Copy.
                            y = x
                        """);
    }

    @Test
    void refusesWhatPythonCannotSay() {
        assertThatThrownBy(() -> print(new Assign("my name", X)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my name");
    }

    private static String value(Value value) {
        String code = print(new Assign("v", value));
        return code.substring("v = ".length(), code.length() - 1);
    }

    /** The code of the statements, after one that makes {@code x} known. */
    private static String print(Statement... statements) {
        Statement known = new Assign("x", Value.Num.of(1));
        String code = CodePrinter.print(
                Workflow.of(
                        "",
                        java.util.stream.Stream.concat(java.util.stream.Stream.of(known), List.of(statements).stream())
                                .toList()),
                Catalog.bundled());
        return code.substring("x = 1\n".length());
    }
}
