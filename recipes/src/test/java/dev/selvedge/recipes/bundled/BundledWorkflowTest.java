package dev.selvedge.recipes.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.PropertyListParser;
import dev.selvedge.core.Json;
import dev.selvedge.recipes.BundledWorkflow;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that ship are what the drafts say. {@code -Dselvedge.golden=write} writes them anew. */
class BundledWorkflowTest {
    private static final boolean WRITE = "write".equals(System.getProperty("selvedge.golden"));
    private static final Set<String> NOISE = Set.of(
            "UUID",
            "CustomOutputName",
            "GroupingIdentifier",
            "WFControlFlowMode",
            "ShowHeaders",
            "Advanced",
            "Show-text");
    private static final Path FOLDER = Path.of(
            System.getProperty("selvedge.root", ".."), "recipes/src/main/resources/dev/selvedge/recipes/workflows");

    static List<BundledWorkflow> bundled() {
        return BundledWorkflow.all();
    }

    @Test
    void theFilesAreWhatTheDraftsSay() throws IOException {
        List<Draft> drafts = Drafts.drafts();
        String index = drafts.stream().map(d -> Json.write(d.entry()) + "\n").collect(Collectors.joining());
        if (WRITE) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("index.jsonl"), index);
            for (Draft draft : drafts) {
                Files.write(FOLDER.resolve(draft.entry().file()), draft.bytes());
            }
        }
        assertThat(FOLDER.resolve("index.jsonl")).hasContent(index.stripTrailing());
        for (Draft draft : drafts) {
            assertThat(FOLDER.resolve(draft.entry().file())).hasBinaryContent(draft.bytes());
        }
    }

    @Test
    void thereAreEnoughAndEachHasItsOwnName() {
        List<BundledWorkflow> all = bundled();
        assertThat(all).hasSizeGreaterThanOrEqualTo(60);
        assertThat(all.stream().map(BundledWorkflow::file)).doesNotHaveDuplicates();
        assertThat(all.stream().map(BundledWorkflow::title)).doesNotHaveDuplicates();
        assertThat(all.stream().map(BundledWorkflow::request))
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
        assertThat(all.stream().map(BundledWorkflow::category).distinct()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void everyParameterIsInTheCatalogue(BundledWorkflow workflow) throws Exception {
        Set<String> unknown = new TreeSet<>();
        for (NSDictionary action : actions(workflow)) {
            String id = action.get("WFWorkflowActionIdentifier") instanceof NSString name ? name.getContent() : "";
            Catalog.Action known = Catalog.bundled().byId(id).orElseThrow(() -> new AssertionError(id));
            for (Map.Entry<String, NSObject> entry : parameters(action).entrySet()) {
                if (!NOISE.contains(entry.getKey())) {
                    Parameter parameter = known.byKey(entry.getKey()).orElse(null);
                    if (parameter == null || !allows(parameter, entry.getValue())) {
                        unknown.add(known.function() + " " + entry.getKey() + " " + entry.getValue());
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean allows(Parameter parameter, NSObject value) {
        return parameter.values().isEmpty()
                || !(value instanceof NSString text)
                || parameter.values().contains(text.getContent());
    }

    @Test
    void everyAwkwardFormOccurs() throws Exception {
        Set<String> words = new HashSet<>();
        for (BundledWorkflow workflow : bundled()) {
            NSObject plist = PropertyListParser.parse(workflow.bytes());
            collect(plist, words);
        }
        assertThat(words)
                .contains("WFConditions", "WFMenuItemAttributedTitle", "WFWorkflowNoInputBehavior", "DefaultValue")
                .contains("Ask", "CurrentDate", "DeviceDetails", "Clipboard", "ExtensionInput", "Input", "ActionOutput")
                .contains("WFPropertyVariableAggrandizement", "WFCoercionVariableAggrandizement")
                .contains("WFDictionaryValueVariableAggrandizement", "WFDateFormatVariableAggrandizement")
                .contains("WFUnitVariableAggrandizement", "WFQuantityFieldValue", "WFTimeOffsetValue")
                .contains("WFContentPredicateTableTemplate", "WFArrayParameterState", "WFNumberSubstitutableState")
                .contains("WFTokenAttachmentParameterState", "Equals", "Is Greater Than", "Is Less Than");
    }

    private static void collect(NSObject value, Set<String> words) {
        switch (value) {
            case NSDictionary dictionary ->
                dictionary.forEach((key, item) -> {
                    words.add(key);
                    collect(item, words);
                });
            case NSArray array -> List.of(array.getArray()).forEach(item -> collect(item, words));
            case NSString text -> words.add(text.getContent());
            default -> {}
        }
    }

    private static List<NSDictionary> actions(BundledWorkflow workflow) throws Exception {
        NSDictionary plist = (NSDictionary) PropertyListParser.parse(workflow.bytes());
        List<NSDictionary> actions = new ArrayList<>();
        for (NSObject action : ((NSArray) Objects.requireNonNull(plist.get("WFWorkflowActions"))).getArray()) {
            actions.add((NSDictionary) action);
        }
        return actions;
    }

    private static NSDictionary parameters(NSDictionary action) {
        return action.get("WFWorkflowActionParameters") instanceof NSDictionary parameters
                ? parameters
                : new NSDictionary();
    }
}
