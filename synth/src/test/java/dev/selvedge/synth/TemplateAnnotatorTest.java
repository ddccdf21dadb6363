package dev.selvedge.synth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.grow.DeviceFilter;
import dev.selvedge.synth.grow.Grown;
import dev.selvedge.synth.grow.Growth;
import dev.selvedge.synth.grow.Scale;
import dev.selvedge.synth.grow.SeedStatistics;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.Place;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TemplateAnnotatorTest {
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Device DEVICE = new Device(CATALOG, Limits.STANDARD);
    private static final TemplateAnnotator ANNOTATOR = new TemplateAnnotator(CATALOG);
    private static final List<Grown> GROWN = grown();

    private static List<Grown> grown() {
        Growth growth = new Growth(
                CATALOG, Device.interpreted(), SeedStatistics.none(), new DeviceFilter(DEVICE), Scale.SMALL, 21);
        return growth.grow(new Split(1, Set.of(), 0), Map.of(Split.Part.TRAINING, 200), 20_000)
                .kept();
    }

    private static Annotation annotate(Workflow workflow, long seed) {
        if (ANNOTATOR.annotate(workflow, seed) instanceof Outcome.Kept<Annotation>(List<Annotation> annotations)) {
            return annotations.getFirst();
        }
        throw new AssertionError("not annotated: " + ANNOTATOR.annotate(workflow, seed));
    }

    @Test
    void wordingsNameOnlyParametersOfTheCatalogue() {
        assertThat(Phrases.bundled().problems(CATALOG)).isEmpty();
        assertThat(Phrases.bundled().actions()).allMatch(id -> CATALOG.byId(id).isPresent());
    }

    @Test
    void theCodeOfEverySampleParsesBackAndDoesTheSame() {
        Equivalence equivalence = new Equivalence(DEVICE);
        for (Grown each : GROWN) {
            Annotation annotation = annotate(each.workflow(), each.index());
            for (String code : List.of(annotation.code(), annotation.annotatedCode())) {
                CodeParser.Parsed parsed = CodeParser.parse(code, CATALOG);
                Workflow read = parsed.workflow();
                if (read == null) {
                    throw new AssertionError(code + parsed.diagnostics());
                }
                assertThat(equivalence.compare(each.workflow(), read, 2))
                        .as(code)
                        .isInstanceOf(Comparison.Equal.class);
            }
        }
    }

    @Test
    void everyStatementHasItsComment() {
        for (Grown each : GROWN) {
            Annotation annotation = annotate(each.workflow(), each.index());
            long comments = annotation
                    .annotatedCode()
                    .lines()
                    .filter(line -> line.strip().startsWith("# "))
                    .count();
            assertThat(comments)
                    .as(annotation.annotatedCode())
                    .isEqualTo(Place.of(each.workflow()).size());
            assertThat(annotation.plan().lines()).allMatch(line -> line.matches("\\d+(\\.\\d+)*\\. \\S.*"));
        }
    }

    /** The query determines the program only if it has every text that the program has. */
    @Test
    void theQueryHasEveryLiteralText() {
        for (Grown each : GROWN) {
            String query = annotate(each.workflow(), each.index()).query();
            for (String text : Texts.of(each.workflow())) {
                assertThat(query.toLowerCase(Locale.ROOT))
                        .as("%s%n%s", text, each.workflow())
                        .contains(text.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Queries alike but for texts and numbers ask for code alike but for texts and numbers. */
    @Test
    void theQueryDeterminesTheProgram() {
        Map<String, String> programs = new HashMap<>();
        for (Grown each : GROWN) {
            for (int seed = 0; seed < 12; seed++) {
                Annotation annotation = annotate(each.workflow(), seed);
                String program = pattern(annotation.code(), "\\{[^}]*\\}").replaceAll("\\s|,(?=[\\])}])", "");
                String other = programs.putIfAbsent(
                        pattern(annotation.query(), "\\[[^\\]]*\\]").toLowerCase(Locale.ROOT), program);
                assertThat(other).as(annotation.query()).isIn(null, program);
            }
        }
        assertThat(programs).hasSizeGreaterThan(8 * GROWN.size());
    }

    /** The text without what stands in quotes, but with the references in there, and without numbers. */
    private static String pattern(String text, String reference) {
        Pattern references = Pattern.compile(reference);
        return Pattern.compile("\"(\\\\.|[^\"\\\\])*\"")
                .matcher(text)
                .replaceAll(quoted -> Matcher.quoteReplacement("\""
                        + references
                                .matcher(quoted.group())
                                .results()
                                .map(MatchResult::group)
                                .toList() + "\""))
                .replaceAll("\\d+([.]\\d+)?", "0");
    }

    @Test
    void theResultOfABlockIsSaidInEveryBranch() {
        Workflow workflow = Workflow.of(
                "",
                List.of(
                        new Statement.Menu(
                                new Value.Text("How long?"),
                                List.of(
                                        new Statement.Case(
                                                new Value.Text("Short"),
                                                List.of(new Statement.Assign("minutes", Value.Num.of(20)))),
                                        new Statement.Case(
                                                new Value.Text("Long"),
                                                List.of(new Statement.Assign("minutes", Value.Num.of(40)))))),
                        new Statement.Call(
                                "is.workflow.actions.showresult",
                                Map.of("Text", Value.Reference.to("minutes")),
                                null)));
        for (int seed = 0; seed < 20; seed++) {
            assertThat(annotate(workflow, seed).query()).contains("20", "40", "result");
        }
    }

    @Test
    void queriesAreSentencesThatNameNoFunction() {
        for (Grown each : GROWN) {
            String query = annotate(each.workflow(), each.index()).query();
            assertThat(query)
                    .matches("(?s)[\\p{Lu}\"\\d].*[.?]")
                    .doesNotContain("  ")
                    .doesNotContain("_");
            assertThat(QueryRules.namedFunction(
                            query, Skeleton.of(each.workflow()).actions(), CATALOG))
                    .isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameWordsAndOtherSeedsVaryThem() {
        int words = 0;
        for (Grown each : GROWN.subList(0, 50)) {
            assertThat(annotate(each.workflow(), 3)).isEqualTo(annotate(each.workflow(), 3));
            Set<String> queries = new HashSet<>();
            for (int seed = 0; seed < 40; seed++) {
                queries.add(annotate(each.workflow(), seed).query());
            }
            words += queries.size();
        }
        assertThat(words / 50).as("different queries of 40 for one workflow").isGreaterThan(30);
    }

    @Test
    void pronounsStandForTheLastResult() {
        Workflow workflow = Workflow.of(
                "",
                List.of(
                        new Statement.Call(
                                "is.workflow.actions.ask",
                                Map.of("WFAskActionPrompt", new Value.Text("Which city?")),
                                "answer"),
                        new Statement.Call(
                                "is.workflow.actions.setclipboard",
                                Map.of("WFInput", Value.Reference.to("answer")),
                                null)));
        Set<String> endings = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            endings.add(annotate(workflow, seed).query().replaceAll(".*\"Which city\\?\"", ""));
        }
        assertThat(endings).anyMatch(text -> text.contains(" it")).anyMatch(text -> text.contains("answer"));
    }

    @Test
    void whatCannotBeSaidIsRejected() {
        assertThat(ANNOTATOR.annotate(Workflow.of("", List.of(new Statement.Comment("hello"))), 1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class, r -> assertThat(r.reason()).isEqualTo("empty"));
        List<Statement> many =
                java.util.Collections.nCopies(61, new Statement.Call("is.workflow.actions.vibrate", Map.of(), null));
        assertThat(ANNOTATOR.annotate(Workflow.of("", many), 1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class, r -> assertThat(r.reason()).isEqualTo("too-long-to-say"));
    }

    @Test
    void actionsWithoutAWordingOrCatalogueEntryAreSaidToo() {
        Workflow workflow = Workflow.of(
                "",
                List.of(
                        new Statement.Call("com.example.Unknown", Map.of("Size", Value.Num.of(3)), "thing"),
                        new Statement.If(
                                Condition.of(new Condition.Comparison(
                                        Value.Reference.to("thing"),
                                        Condition.Operator.BETWEEN,
                                        Value.Num.of(1),
                                        Value.Num.of(9))),
                                List.of(new Statement.Call("is.workflow.actions.vibrate", Map.of(), null)),
                                List.of())));
        String query = annotate(workflow, 1).query();
        assertThat(query).contains("\"unknown\" of \"example\"", "3", "between 1 and 9");
    }
}
