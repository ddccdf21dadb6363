package dev.selvedge.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.PropertyListParser;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.code.Dialect;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Set<String> KEYWORDS = Set.of(
            ("and as assert async await break class continue def del elif else except finally for from global if import in is"
                            + " lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));

    private final Catalog catalog = Catalog.bundled();

    @Test
    void namesAreSnakeCaseAndNoKeywords() {
        assertThat(failing(action -> isName(action.function())
                        && action.parameters().stream().allMatch(p -> isName(p.name()))))
                .isEmpty();
    }

    @Test
    void noFunctionHasANameOfTheDialect() {
        assertThat(failing(action -> !Dialect.reserved().contains(action.function())))
                .isEmpty();
    }

    @Test
    void parametersDifferInNameAndKey() {
        assertThat(failing(action -> distinct(action.parameters().stream().map(Parameter::name))
                        && distinct(action.parameters().stream().map(Parameter::key))))
                .isEmpty();
    }

    @Test
    void atMostOneParameterTakesThePreviousOutput() {
        assertThat(failing(action ->
                        action.parameters().stream().filter(Parameter::input).count() <= 1))
                .isEmpty();
    }

    @Test
    void everySummaryReadsAsOneLineAndNamesWhatIsRequired() {
        assertThat(failing(action -> {
                    String words = action.describe(p -> Optional.empty());
                    return !words.isBlank()
                            && Pattern.matches("\\p{Lu}[^\\n{}\\[\\]]*[^.\\s]", words)
                            && action.slots().containsAll(requiredWithoutDefault(action));
                }))
                .isEmpty();
    }

    @Test
    void defaultsAreAmongTheValues() {
        assertThat(failing(action -> action.parameters().stream()
                        .allMatch(p -> p.defaultValue() == null
                                || p.values().isEmpty()
                                || p.values().contains(p.defaultValue()))))
                .isEmpty();
    }

    @Test
    void everySignatureIsPython() {
        assertThat(failing(action -> PythonTree.parse("def " + action.signature() + ":\n    pass\n")
                        .faults()
                        .isEmpty()))
                .isEmpty();
        assertThat(failing(CatalogTest::defaultsComeLast))
                .as("Python wants parameters without a default first")
                .isEmpty();
    }

    @Test
    void aSignatureSaysWhatMayBeLeftOutAndWhatIsAllowed() {
        assertThat(catalog.byFunction("random_number").orElseThrow().signature())
                .isEqualTo("random_number(minimum, maximum) -> number");
        assertThat(catalog.byFunction("count_items").orElseThrow().signature())
                .isEqualTo(
                        "count_items(input, type=\"Items\"|\"Characters\"|\"Words\"|\"Sentences\"|\"Lines\") -> number");
        assertThat(catalog.byFunction("show_notification").orElseThrow().signature())
                .isEqualTo("show_notification(text, title=None, attachment=None, sound=None)");
    }

    @Test
    void aDescriptionLeavesOutThePartsWithoutAValue() {
        Action notify = catalog.byFunction("show_notification").orElseThrow();
        assertThat(notify.describe(p -> Optional.empty()))
                .isEqualTo("Show the text of the notification as a notification");
        Map<String, String> words = Map.of("text", "“5 $ {left}”", "title", "“Wallet”");
        assertThat(notify.describe(p -> Optional.ofNullable(words.get(p.name()))))
                .isEqualTo("Show “5 $ {left}” as a notification titled “Wallet”");
    }

    @Test
    void twoActionsOfOneNameAreRefused() {
        Action action = catalog.byFunction("vibrate").orElseThrow();
        assertThatThrownBy(() -> new Catalog(List.of(action, action)))
                .hasMessage("the catalogue has two actions is.workflow.actions.vibrate");
        Action other = new Action("x.y", "vibrate", "X", "Y", "Shake", List.of(), null, true);
        assertThatThrownBy(() -> new Catalog(List.of(action, other)))
                .hasMessage("the catalogue has two functions vibrate");
    }

    @Test
    void everyActionOfTheRealFilesIsKnown() throws Exception {
        Path folder = Path.of(System.getProperty("selvedge.data", "")).resolve("shortcuts/shared");
        assumeTrue(Files.isDirectory(folder), "needs the folder of real shortcuts, see selvedge.data");
        Set<String> unknown = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String id : actionsOf(file)) {
                    if (catalog.byId(id).isEmpty()) {
                        unknown.add(id);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private List<String> failing(Predicate<Action> rule) {
        assertThat(catalog.actions()).isNotEmpty();
        return catalog.actions().stream()
                .filter(rule.negate())
                .map(Action::signature)
                .toList();
    }

    private static boolean isName(String name) {
        return SNAKE_CASE.matcher(name).matches() && !KEYWORDS.contains(name);
    }

    private static boolean distinct(Stream<String> names) {
        return names.allMatch(new HashSet<>()::add);
    }

    private static List<Parameter> requiredWithoutDefault(Action action) {
        return action.parameters().stream()
                .filter(p -> p.required() && p.defaultValue() == null)
                .toList();
    }

    private static boolean defaultsComeLast(Action action) {
        List<Boolean> defaults = action.parameters().stream()
                .map(p -> p.signature().contains("="))
                .toList();
        return defaults.stream().sorted().toList().equals(defaults);
    }

    private static List<String> actionsOf(Path file) throws Exception {
        return PropertyListParser.parse(Files.readAllBytes(file)) instanceof NSDictionary workflow
                        && workflow.get("WFWorkflowActions") instanceof NSArray actions
                ? Stream.of(actions.getArray())
                        .map(action -> String.valueOf(((NSDictionary) action).get("WFWorkflowActionIdentifier")))
                        .toList()
                : List.of();
    }
}
