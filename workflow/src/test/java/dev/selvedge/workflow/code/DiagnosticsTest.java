package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser says of code that is none of the dialect. */
class DiagnosticsTest {
    /** The bundled actions, and one with an enumeration of numbers. */
    private static final Catalog CATALOG = Catalog.bundled()
            .plus(new Catalog(List.of(new Catalog.Action(
                    "garden.plant",
                    "plant",
                    "Garden",
                    "Garden",
                    "Plant something",
                    List.of(new Catalog.Parameter(
                            "rows", "rows", ContentType.NUMBER, false, false, null, List.of("1", "2"), "rows")),
                    null,
                    true))))
            .catalog();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x = 1; y = x +                    | 1:15 | A value is expected after +
            show_notification(text="Hi)       | 1:24 | not closed. Close it with "
            show_notification(text="Hi"       | 1:18 | bracket ( is not closed
            x = [1, 2)                        | 1:10 | does not fit the [ of line 1
            x = 1)                            | 1:6  | closes nothing
            x = “Hi”                          | 1:5  | none of Python's. Write "
            x = 1\\nif x > 2\\n    y = 1      | 2:9  | colon is expected
            x = 1\\nif x = 2:\\n    y = 1     | 2:1  | does not compare. Write ==
            x = 1\\nif x == 1 && x == 2:\\n    y = 1 | 2:11 | no operator of Python. Write and
            x = 1\\nif x == 1:\\n    y = 1\\nelse if x == 2:\\n    y = 2 | 4:1 | Write elif
            f(Show-text=True)                 | 1:3  | Show-text is no name of Python. For a parameter write **{"Show-text": value}
            232D334E-0C82-4286-BF55-F642CFCE3BA7 = 5 | 1:1 | is no name. Give the value a name
            x = 1\\nif x:\\ny = 1             | 2:1  | body is expected
            x = 1\\nif x:\\n    # only a comment\\ny = 1 | 2:1 | Write pass for an empty one
            x = 1\\n    y = 2                 | 2:5  | indented by 4 columns, its block by 0
            x = 1\\nif x:\\n    y = 1\\n      z = 2 | 4:7 | indented by 6 columns, its block by 4
            """)
    void saysWhatIsNotPython(String code, String place, String said) {
        assertSaid(code, place, said);
    }

    /** The faults that published transcriptions have, in samples of our own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # a comment\\n6F1D9C3A-12ab-4C5D-8E9F-0123456789AB = is_workflow_actions_getbatterylevel() | 2:1 | is no name. Give the value a name of letters
            x = f({"a": 6f1d9c3a-12ab-4c5d-8e9f-0123456789ab}) | 1:13 | is no name. Give the value a name of letters
            is_workflow_actions_showresult( Show-Text=True, Text="Hi") | 1:33 | Show-Text is no name of Python. For a parameter write **{"Show-Text": value}
            x = {"Name": Low Power Mode}      | 1:18 | A comma or an operator is expected between Low and Power. If the words are text, put them in quotes
            x = {"Name": Mode}                | 1:14 | The name Mode has no value. Assign it first, or quote it if it is text
            x = ["a" "b", "c" d]              | 1:19 | A comma or an operator is expected between the text and d
            x = f(a=1 b=2)                    | 1:11 | A comma or an operator is expected between 1 and b
            x = {"Size": 720p}                | 1:14 | 720p is neither a number nor a name. If it is text, put it in quotes
            x = {"Version": 4.0.1}            | 1:17 | 4.0.1 is neither a number nor a name
            x = {"Color": 0044, "b": c d}     | 1:15 | The number 0044 has leading zeros. Leave them out, or write it as text
            x = {"Color": 0044}               | 1:15 | 0044 is no number of the dialect. Write it in decimal digits
            x = {"Url": https://example.com/a} | 1:13 | The address https://… stands outside of quotes
            x = {"Path": /etc/hosts}          | 1:14 | A value is expected before /, after :. If the words are text, put them in quotes
            x = {"Icon": 💳}                  | 1:14 | The character 💳 (U+1F4B3) cannot stand outside of quotes. Put the text in quotes
            x = {"Unit": °F}                  | 1:14 | The character ° (U+00B0) cannot stand outside of quotes
            x = {"Title": Größe wählen}       | 1:21 | A comma or an operator is expected between Größe and wählen
            x = {"a": 1, : None}              | 1:14 | A key is expected before the colon. Write "key": value
            x = "a\\0b"                       | 1:7  | The character U+0000 cannot stand in code, not even in a text or a comment. Write \\x00
            x = 1\\n# a\\0b                   | 2:4  | The character U+0000 cannot stand in code, not even in a text or a comment
            x = 1\\ny = f"{x"                 | 2:7  | The brace { of the f-string is not closed. Close it with }
            x = 1\\ny = f"{x} }"              | 2:11 | The brace } of the f-string closes nothing. Write }}
            x = 1\\ny = f"a {x y} b"          | 2:12 | A comma or an operator is expected between x and y
            x = 1\\ny = f"a {} b"             | 2:9  | The braces of an f-string are empty
            x = 1\\ny = f"{x.replace('\\t', ' ') b}" | 2:19 | A backslash cannot stand between the braces of an f-string. Give that part a name
            x = "He said "hello" to me"       | 1:15 | The text ends before hello. Write \\" for a quote inside of a text
            x = 'It's here'                   | 1:9  | The text ends before s. Write
            x = "one\\ntwo"                   | 1:5  | The text that begins with " is not closed. Close it with "
            x = \'\'\'one\\ntwo               | 1:5  | is not closed. Close it with \'\'\'
            x = 1\\nif x:\\n    # nothing here\\nelse:\\n    y = 1 | 2:1 | A body is expected after this line, indented by four spaces. Write pass for an empty one; a comment is none
            x = 1\\nif x:\\n    y = 1\\nelse:\\n    # nothing here\\nz = 1 | 4:1 | A body is expected after this line
            match input(prompt="Which?"):\\n    case "a "x" c":\\n        pass | 2:14 | The text ends before x. Write
            match input(prompt="Which?"):\\n    case "a":\\n        # only a comment\\n    case "b":\\n        pass | 2:5 | A body is expected after this line
            x = 5 if                          | 1:9  | A value is expected after if
            """)
    void explainsWhatPublishedTranscriptionsHave(String code, String place, String said) {
        assertSaid(code.replace("\\0", "\0"), place, said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            def f():\\n    pass               | 1:1  | Functions cannot be defined
            class A:\\n    pass               | 1:1  | Classes cannot be defined
            while True:\\n    pass            | 1:1  | There is no while. Write for _ in range(n):
            try:\\n    pass\\nexcept E:\\n    pass | 1:1 | There is no try
            x = lambda: 1                     | 1:5  | lambda is not part
            x = {i: 1 for i in [1]}           | 1:5  | A comprehension of a dictionary is not part
            i = 1\\nx = [i for i in [1]]     | 2:12 | i has a value outside of the brackets
            x = {1, 2}                        | 1:5  | A set is not part of the dialect
            x = "a".strftime("%c")            | 1:5  | strftime expects a literal format of these
            x = [1]\\nfor i in x:\\n    break | 3:5  | There is no break
            return 5                          | 1:1  | There is no return
            exec("x = 1")                     | 1:1  | There is no function exec
            x = "a"\\ny = x.__class__         | 2:5  | is no property
            x = "a"\\ny = x.encode()          | 2:5  | There is no method .encode()
            a, b = 1, 2, 3                    | 1:1  | 2 names are given 3 values
            a.b, c = 1, 2                     | 1:1  | Only names can get values together
            print "Hi"                        | 1:1  | Write print(x)
            x = {"a": 1}\\nfor k, v in x:\\n    pass | 2:5 | One name is expected
            x = [1]\\nfor i in x:\\n    pass\\nelse:\\n    pass | 4:1 | A loop has no else
            x = [1, 2, 3][0:-1]               | 1:15 | This slice is not part
            x = "abc"\\ny = x[0:2]           | 2:7  | of a text, use match_text(
            x = [1] + [2]                     | 1:9  | Lists have no operator +
            x = "a" * 3                       | 1:9  | Text has no operator *
            x = b"abc"                        | 1:5  | Bytes have no literal
            x = 1\\nfor x.y in [1]:\\n    pass | 2:5 | A name is expected for the item
            match choose_from_menu("a"):\\n    case _:\\n        pass | 2:5 | A case of a menu is one title
            x = choose_from_menu("a")         | 1:5  | A menu is no value
            x = date("tomorrow")              | 1:5  | "tomorrow" is no date
            x = quantity(5)                   | 1:5  | A literal text is expected for the unit
            x = 007                           | 1:5  | no number of the dialect
            """)
    void saysWhatIsOutsideTheDialect(String code, String place, String said) {
        assertSaid(code, place, said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            show_notificaton(text="Hi")       | 1:1  | no function show_notificaton. Did you mean show_notification?
            notification(text="Hi")           | 1:1  | Did you mean show_notification?
            is_workflow_actions_notification(x="Hi") | 1:1 | Write show_notification(…)
            show_notification(txt="Hi")       | 1:19 | no parameter txt. Did you mean text?
            show_notification(text="Hi", text="Ho") | 1:35 | text is given twice
            show_notification("a", "b", "c", "d", "e", "f") | 1:39 | takes 4 parameters
            x = change_case(text="a", case="UPERCASE") | 1:32 | is no case of change_case; it takes "UPPERCASE", "lowercase"
            x = change_case(text="a", case="uppercase") | 1:32 | Did you mean UPPERCASE?
            show_notification(text=lvel)      | 1:24 | The name lvel has no value
            level = 5\\nshow_notification(text=lvel) | 2:24 | Did you mean level?
            show_notification(text=show_notification) | 1:24 | It is a function: write show_notification(…)
            level = 5\\nx = level(3)          | 2:5  | level is a variable, not a function
            plant(rows=3)                     | 1:12 | 3 is no rows of plant; it takes "1", "2"
            com.app.Do(x=1)                   | 1:1  | not called by its dotted identifier
            call(x=1)                         | 1:1  | expects the identifier of an action first
            """)
    void checksAgainstTheCatalogue(String code, String place, String said) {
        assertSaid(code, place, said);
    }

    private static void assertSaid(String code, String place, String said) {
        CodeParser.Parsed parsed = CodeParser.parse(code.replace("\\n", "\n"), CATALOG);
        assertThat(parsed.workflow()).isNull();
        assertThat(parsed.diagnostics())
                .as(() ->
                        parsed.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n")))
                .anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR
                        && (d.line() + ":" + d.column()).equals(place)
                        && (d.message() + " " + d.hint()).contains(said));
    }

    @Test
    void saysSeveralThingsAtOnceInTheOrderOfTheLines() {
        CodeParser.Parsed parsed = CodeParser.parse("""
                import os
                x = foo()
                while x:
                    y = z
                """, Catalog.bundled());
        assertThat(parsed.diagnostics()).extracting(Diagnostic::line).containsExactly(1, 2, 3);
        assertThat(parsed.diagnostics().getFirst().severity()).isEqualTo(Diagnostic.Severity.WARNING);
    }

    @Test
    void warnsAndStillGivesATree() {
        CodeParser.Parsed parsed = CodeParser.parse("""
                show_notification(title="Hi")
                y = 5
                if y == 1 or 2:
                    z = late
                late = 3
                y
                call("com.example.Nothing")
                wait_seconds(seconds="long")
                z = "{y} times"
                """, Catalog.bundled());
        assertThat(parsed.workflow()).isNotNull();
        assertThat(parsed.diagnostics())
                .extracting(Diagnostic::message)
                .satisfiesExactly(
                        m -> assertThat(m).contains("show_notification lacks text"),
                        m -> assertThat(m).contains("always has a value"),
                        m -> assertThat(m).contains("late is used before it gets a value"),
                        m -> assertThat(m).contains("does nothing"),
                        m -> assertThat(m).contains("The catalogue has no action com.example.Nothing"),
                        m -> assertThat(m).contains("seconds of wait_seconds takes a number, not \"long\""),
                        m -> assertThat(m).contains("has {y} in it and is no f-string"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wait_seconds(seconds=[1, 2])      | 1:22 | seconds of wait_seconds takes a number, not [1, 2]. Give it a number
            x = resize_image(image=5)         | 1:24 | takes an image, not 5
            d = {"a": 1}\\nwait_seconds(seconds=d) | 2:22 | takes a number, not d, which is dictionary
            p = take_photo()\\nx = get_dictionary_value(dictionary=p, key="a") | 2:37 | takes a dictionary, not p, which is
            wait_seconds(seconds=dictionary("{}")) | 1:22 | takes a number, not dictionary("{}"), which is dictionary
            call("is.workflow.actions.notificaton") | 1:1 | Did you mean show_notification(…)?
            call("is.workflow.actions.notification", text="Hi") | 1:47 | no parameter with the key text. Write WFNotificationActionBody, or call show_notification(…)
            call("is.workflow.actions.notification", WFNotificationBody="Hi") | 1:61 | Did you mean WFNotificationActionBody?
            call("is.workflow.actions.delay", WFDelayTime=[1]) | 1:47 | takes a number
            random_number = random_number(minimum=1, maximum=6) | 1:17 | is the name of a function, so the variable is called random_number_1
            """)
    void warnsOfWhatCannotFit(String code, String place, String said) {
        CodeParser.Parsed parsed = CodeParser.parse(code.replace("\\n", "\n"), CATALOG);
        assertThat(parsed.workflow()).isNotNull();
        assertThat(parsed.diagnostics())
                .as(() -> String.valueOf(parsed.diagnostics()))
                .anyMatch(d ->
                        (d.line() + ":" + d.column()).equals(place) && (d.message() + " " + d.hint()).contains(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait_seconds(seconds=\"2\")",
                "t = \"2\"\nwait_seconds(seconds=t)",
                "d = {\"a\": 1}\nwait_seconds(seconds=d[\"a\"])",
                "d = {\"a\": 1}\nwait_seconds(seconds=number(d))",
                "x = {\"a\": 1}\nx = 2\nwait_seconds(seconds=x)",
                "for x in [1]:\n    wait_seconds(seconds=x)",
                "x = workflow_input()\ny = resize_image(image=x)",
                "show_notification(text={\"a\": 1})",
                "show_alert()"
            })
    void saysNothingOfWhatMayFit(String code) {
        assertThat(CodeParser.parse(code, CATALOG).diagnostics()).isEmpty();
    }

    @Test
    void aVariableNeverHidesAFunction() {
        CodeParser.Parsed parsed = CodeParser.parse("""
                for text in ["a", "b"]:
                    show_result = f"{text}!"
                    show_result(text=show_result)
                x = sum([1, 2])
                sum = x
                print(sum)
                """, Catalog.bundled());
        Workflow workflow = Objects.requireNonNull(parsed.workflow());
        assertThat(CodePrinter.print(workflow, Catalog.bundled())).isEqualTo("""
                for text_1 in ["a", "b"]:
                    show_result_1 = f"{text_1}!"
                    show_result(text=show_result_1)
                x = calculate_statistics(numbers=[1, 2], operation="Sum")
                sum_1 = x
                show_result(text=f"{sum_1}")
                """);
        assertThat(parsed.diagnostics())
                .extracting(Diagnostic::line)
                .as("one warning for each name")
                .containsExactly(1, 2, 5);
    }

    @Test
    void warnsOfCommentsInsideATextAndOfTextsThatAreOne() {
        String woven = "# The greeting\nx = \'\'\'Dear all,\n# The second line\nhello\n# The third line\nbye\'\'\'\n";
        assertThat(CodeParser.parse(woven, Catalog.bundled()).diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.message()).contains("a comment cannot stand inside of a text"));
        String markdown = "x = \'\'\'Dear all,\n# Title\none\ntwo\nthree\nfour\nfive\'\'\'\n";
        assertThat(CodeParser.parse(markdown, Catalog.bundled()).diagnostics()).isEmpty();
    }

    @Test
    void boundsWhatItSays() {
        List<Diagnostic> diagnostics = CodeParser.parse("x = nothing()\n".repeat(200), Catalog.bundled())
                .diagnostics();
        assertThat(diagnostics).hasSize(Problems.MOST + 1);
        assertThat(diagnostics.getLast().message()).contains("150 further problems");
    }

    @Test
    void refusesWhatIsTooLarge() {
        String large = "x = 1\n".repeat(1_500_000);
        assertThat(CodeParser.parse(large, Catalog.bundled()).diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.message()).contains("bytes"));
        assertThat(CodeParser.parse("x = " + "[".repeat(5_000) + "]".repeat(5_000), Catalog.bundled())
                        .diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.message()).contains("nested deeper"));
    }

    @Test
    void findingsAboutTheCatalogueSaySo() {
        topic(null, "show_notification(text=");
        topic(null, "x = y");
        topic(Diagnostic.Topic.ACTION, "show_notifikation(text=\"a\")");
        topic(Diagnostic.Topic.ACTION, "call(\"com.none.Such\")");
        topic(Diagnostic.Topic.PARAMETER, "show_notification(txt=\"a\", text=\"b\")");
        topic(Diagnostic.Topic.PARAMETER, "show_notification(text=\"a\", text=\"b\")");
        topic(Diagnostic.Topic.PARAMETER, "show_notification()");
        topic(Diagnostic.Topic.PARAMETER, "x = change_case(text=\"a\", case=\"sideways\")\nshow_alert(message=x)");
        topic(Diagnostic.Topic.PARAMETER, "vibrate(1)");
        assertThat(Json.write(Diagnostic.error(1, 2, "m", "h"))).doesNotContain("topic");
    }

    private static void topic(Diagnostic.@Nullable Topic topic, String code) {
        assertThat(CodeParser.parse(code, Catalog.bundled()).diagnostics())
                .as(code)
                .isNotEmpty()
                .allMatch(diagnostic -> diagnostic.topic() == topic);
    }
}
