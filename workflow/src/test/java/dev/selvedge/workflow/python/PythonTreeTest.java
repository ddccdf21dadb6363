package dev.selvedge.workflow.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PythonTreeTest {
    @Test
    void readsACallWithItsRolesAndPlaces() {
        PythonTree tree = PythonTree.parse("x = 1\nété = show(text=f\"{x} %\")\n");

        assertThat(tree.toString())
                .isEqualTo("(module (expression_statement (assignment left: (identifier) right: (integer)))"
                        + " (expression_statement (assignment left: (identifier) right: (call function: (identifier)"
                        + " arguments: (argument_list (keyword_argument name: (identifier) value: (string"
                        + " (string_start) (interpolation expression: (identifier)) (string_content)"
                        + " (string_end))))))))");
        Node call = tree.select(node -> node.type().equals("call")).getFirst();
        assertThat(tree.text(call)).isEqualTo("show(text=f\"{x} %\")");
        assertThat(call.line()).isEqualTo(2);
        assertThat(call.column()).isEqualTo(7);
        assertThat(call.startByte()).isEqualTo("x = 1\nété = ".getBytes(StandardCharsets.UTF_8).length);
        assertThat(tree.faults()).isEmpty();
        assertThat(tree.text(Objects.requireNonNull(call.child("function")))).isEqualTo("show");
    }

    @Test
    void marksErrorsAndRepairs() {
        PythonTree error = PythonTree.parse("a = = ?\nb = 2\n");
        assertThat(error.faults()).isNotEmpty().allMatch(node -> node.error() || node.missing());

        PythonTree missing = PythonTree.parse("if a not d: b\n");
        assertThat(missing.toString()).contains("(MISSING \"in\")");
        assertThat(missing.faults()).extracting(Node::type).containsExactly("in");
    }

    @Test
    void anEmptyTextIsAnEmptyModule() {
        assertThat(PythonTree.parse("").toString()).isEqualTo("(module)");
    }

    @Test
    void parsesAsTreeSitterDoesOnRandomlyBrokenCode() throws Throwable {
        Random random = new Random(7);
        String code = """
                @d
                def f(a, b: int = 2, *c, **k):
                    '''doc'''
                    for i, (j, k) in enumerate([x async for x in y if x]):
                        if a < b <= c and not d: pass
                        elif a: return {**a, 'b': [1, 2.5e3]}
                        else: yield
                    while (n := g()) != 3: print("é", f'{a!r:>{w}} \\n')
                    match p:
                        case {"k": [1, *_]} if q: ...
                    try: raise X from e
                    except* (A, B) as e: del a[1:2, ::3]
                    finally: lambda *a: (a, *b)
                """;
        for (int round = 0; round < 80; round++) {
            StringBuilder text = new StringBuilder(code);
            for (int edits = random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "()[]{}:'\"?$\0\té😀\n\\".charAt(random.nextInt(18)));
                    default -> text.setLength(Math.max(1, at));
                }
            }
            String source = text.toString();
            agreesWithTreeSitter(source, Grammar.V0_23);
            agreesWithTreeSitter(source, Grammar.V0_20);
        }
    }

    private static void agreesWithTreeSitter(String source, Grammar grammar) throws Throwable {
        PythonTree tree = PythonTree.parse(source, grammar);
        try (NativeTree oracle = new NativeTree(source, grammar)) {
            assertThat(tree.toString()).as(source).isEqualTo(oracle.printed());
            assertThat(NativeTree.places(tree.root())).as(source).isEqualTo(oracle.places());
        }
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThatThrownBy(() -> PythonTree.parse("[".repeat(5_000) + "]".repeat(5_000)))
                .isInstanceOf(PythonTree.TooLargeException.class)
                .hasMessageContaining("nested deeper than 1000");
        assertThat(PythonTree.parse("(".repeat(20_000)).faults()).isNotEmpty();
        assertThatThrownBy(() -> PythonTree.parse("a + ".repeat(100_000)))
                .isInstanceOf(PythonTree.TooLargeException.class);
        assertThatThrownBy(() -> PythonTree.parse("x".repeat(PythonTree.MAX_BYTES + 1)))
                .isInstanceOf(PythonTree.TooLargeException.class)
                .hasMessageContaining("bytes");
        assertThat(PythonTree.parse("[".repeat(300) + "]".repeat(300)).faults()).isEmpty();
    }

    /** Each line of this text is looked at again for every line before it. */
    @Test
    void stopsInTimeAndGoesOnWithTheNext() {
        byte[] slow = "\\\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PythonTree.parse(slow, Grammar.V0_23, 50))
                .isInstanceOf(PythonTree.TooLargeException.class)
                .hasMessage("The code could not be read within 50 milliseconds; write less.");
        assertThat(PythonTree.parse("a = 1\n").toString())
                .isEqualTo("(module (expression_statement (assignment left: (identifier) right: (integer))))");
    }

    @Test
    void manyThreadsParseAtOnce() {
        List<String> trees = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> PythonTree.parse("x = f(%d)\n".formatted(i)).toString())
                .distinct()
                .toList();
        assertThat(trees).hasSize(1);
    }

    @Test
    void agreesWithTheTreesThatPythonsBindingPrints() throws IOException {
        Path file = Path.of(System.getProperty("selvedge.data", "."), "codebleu", "trees.jsonl");
        assumeTrue(Files.exists(file), "no recorded trees at " + file);
        int sound = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.parse(line);
            PythonTree tree = PythonTree.parse(row.get("code").asString());
            // The recorded grammar is two patches younger: it gives what an except clause catches a role.
            String recorded =
                    row.get("sexp_grammar_0_23_6").asString().replace("(except_clause value: ", "(except_clause ");
            assertThat(tree.toString()).as(row.get("code").asString()).isEqualTo(recorded);
            assertThat(PythonTree.parse(row.get("code").asString(), Grammar.V0_20)
                            .toString())
                    .as("by the earlier grammar: " + row.get("code").asString())
                    .isEqualTo(row.get("sexp_grammar_0_20_4").asString());
            sound += tree.faults().isEmpty() ? 1 : 0;
        }
        assertThat(sound).as("texts without errors").isGreaterThan(100);
    }
}
