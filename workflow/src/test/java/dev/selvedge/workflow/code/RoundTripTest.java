package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties of random workflows, and of their codes when these are damaged. */
class RoundTripTest {
    private static final String PIECES = "()[]{}:,.=+-*/%<>!'\"#\\\n\t \u0000é\ud83d0a_fr@&|;~`$?";
    private static final List<String> WORDS = List.of(
            "if ",
            "elif ",
            "else:",
            "for ",
            "in ",
            "not ",
            "and ",
            "or ",
            "match ",
            "case ",
            "pass",
            "lambda ",
            "def f():",
            "f\"{",
            "\"\"\"",
            "**{",
            "range(",
            "enumerate(",
            "text(",
            "x.append(",
            "None",
            "    ",
            "\n",
            "title(",
            "_",
            "is ");

    @Test
    void everyTreeReadsBackFromItsCode(@TempDir Path folder) throws Exception {
        List<String> codes = new ArrayList<>();
        for (int seed = 0; seed < 300; seed++) {
            Workflow workflow = new Trees(seed).workflow();
            String code = CodePrinter.print(workflow, Catalog.bundled());
            codes.add(code);
            CodeParser.Parsed parsed = CodeParser.parse(code, Catalog.bundled());
            assertThat(parsed.workflow())
                    .as(() -> difference(workflow, parsed) + code)
                    .isEqualTo(workflow);
            assertThat(CodePrinter.print(workflow, Catalog.bundled())).isEqualTo(code);
        }
        assertThat(CPython.refused(codes, folder)).isEmpty();
    }

    /** Classes that are called as the words for others, as only damaged files have them. */
    @Test
    void everyInputTypeReadsBack() {
        List<String> types = List.of("text", "WFStringContentItem", "=", "=url", "anything", "WFOther", "");
        Workflow workflow = new Workflow("", List.of(), new Workflow.Header(types, List.of(), Map.of()));
        assertThat(CodeParser.parse(CodePrinter.print(workflow, Catalog.bundled()), Catalog.bundled())
                        .workflow())
                .isEqualTo(workflow);
    }

    @Test
    void wovenCommentsChangeNothingElse(@TempDir Path folder) throws Exception {
        List<String> codes = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            Workflow workflow = new Trees(seed).workflow();
            Map<Integer, String> comments = new HashMap<>();
            for (Place place : Place.of(workflow)) {
                comments.put(place.ordinal(), "Comment " + place.ordinal() + "\nof\u0000 two lines.");
            }
            String code = CodePrinter.print(workflow, Catalog.bundled(), comments);
            codes.add(code);
            Workflow parsed = Objects.requireNonNull(
                    CodeParser.parse(code, Catalog.bundled()).workflow(), code);
            assertThat(withoutComments(parsed.body())).as(code).isEqualTo(withoutComments(workflow.body()));
            long woven = Place.of(parsed).stream()
                    .filter(place ->
                            place.statement() instanceof Statement.Comment(String text) && text.startsWith("Comment "))
                    .count();
            assertThat(woven).as(code).isEqualTo(comments.size());
        }
        assertThat(CPython.refused(codes, folder)).isEmpty();
    }

    private static List<Statement> withoutComments(List<Statement> body) {
        return body.stream()
                .filter(statement -> !(statement instanceof Statement.Comment))
                .map(statement -> switch (statement) {
                    case Statement.If(var condition, var then, var otherwise) ->
                        new Statement.If(condition, withoutComments(then), withoutComments(otherwise));
                    case Statement.Menu(var prompt, var cases) ->
                        new Statement.Menu(
                                prompt,
                                cases.stream()
                                        .map(c -> new Statement.Case(c.title(), withoutComments(c.body())))
                                        .toList());
                    case Statement.Repeat(var index, var count, var inner) ->
                        new Statement.Repeat(index, count, withoutComments(inner));
                    case Statement.ForEach(var item, var index, var items, var inner) ->
                        new Statement.ForEach(item, index, items, withoutComments(inner));
                    default -> statement;
                })
                .toList();
    }

    @Test
    void damagedCodeNeverFails() {
        fuzz(2_000);
    }

    @Test
    @Tag("long")
    void damagedCodeNeverFailsFor200000Texts() {
        fuzz(200_000);
    }

    private static void fuzz(int rounds) {
        Random random = new Random(11);
        String code = "";
        for (int round = 0; round < rounds; round++) {
            if (round % 20 == 0) {
                code = CodePrinter.print(new Trees(round).workflow(), Catalog.bundled());
            }
            String damaged = damage(code, random);
            AtomicReference<CodeParser.Parsed> result = new AtomicReference<>();
            Cost cost = Cost.of(() -> result.set(CodeParser.parse(damaged, Catalog.bundled())));
            assertThat(cost.millis()).as(damaged).isLessThan(5_000);
            CodeParser.Parsed parsed = result.get();
            if (parsed.workflow() == null) {
                assertThat(parsed.diagnostics()).as(damaged).isNotEmpty();
            } else {
                String print = CodePrinter.print(parsed.workflow(), Catalog.bundled());
                assertThat(CodeParser.parse(print, Catalog.bundled()).workflow())
                        .as(() -> damaged + "\n----\n" + print)
                        .isEqualTo(parsed.workflow());
            }
        }
    }

    /** Where the two trees part, in their written form. */
    private static String difference(Workflow expected, CodeParser.Parsed parsed) {
        String a = String.valueOf(expected);
        String b = String.valueOf(parsed.workflow());
        int at = 0;
        while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 100);
        return a.substring(from, Math.min(a.length(), at + 60)) + "\n"
                + b.substring(from, Math.min(b.length(), at + 60)) + "\n" + parsed.diagnostics() + "\n";
    }

    private static String damage(String code, Random random) {
        StringBuilder text = new StringBuilder(code);
        for (int edits = 1 + random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES.charAt(random.nextInt(PIECES.length())));
                case 2 -> text.insert(from, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> text.insert(from, text.substring(from, Math.min(text.length(), from + 80)));
                default -> text.setCharAt(from, PIECES.charAt(random.nextInt(PIECES.length())));
            }
        }
        return text.toString();
    }
}
