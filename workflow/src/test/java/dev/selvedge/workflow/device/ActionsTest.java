package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Trees.call;
import static dev.selvedge.workflow.device.Trees.get;
import static dev.selvedge.workflow.device.Trees.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.device.Execution.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** At least one row for every action that the device interprets, in the fixed world. */
class ActionsTest {
    /** Digests are compared as #. */
    private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{12}\\b");

    static List<Row> rows() {
        return Stream.of(
                        TextRows.text(),
                        TextRows.numbers(),
                        TextRows.collections(),
                        ScreenRows.screen(),
                        ScreenRows.script(),
                        ScreenRows.web(),
                        FileRows.files(),
                        FileRows.details(),
                        PersonalRows.personal(),
                        PersonalRows.people(),
                        PersonalRows.settings(),
                        PersonalRows.places(),
                        PersonalRows.photos(),
                        PersonalRows.dates(),
                        AppRows.scripts(),
                        AppRows.feeds(),
                        AppRows.stores(),
                        AppRows.apps(),
                        AppRows.lists())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> rowsHold() {
        return rows().stream().map(row -> dynamicTest(row.action() + " gives " + row.gives(), () -> check(row)));
    }

    private static void check(Row row) {
        List<Statement> body = new ArrayList<>();
        Object[] arguments = row.arguments().toArray();
        for (int i = 1; i < arguments.length; i += 2) {
            if (arguments[i] instanceof Row.From(Statement.Call call)) {
                body.add(call);
                arguments[i] = ref("arg");
            }
        }
        body.add(get("result", row.action(), arguments));
        body.add(call("output", "WFOutput", ref("result")));
        Execution execution = Trees.run(World.FIXED, body.toArray(Statement[]::new));
        String gives = execution.ending().good()
                ? execution.output() == null ? "" : execution.output()
                : execution.ending().kind() + ": " + execution.ending().reason();
        assertThat(DIGEST.matcher(gives).replaceAll("#")).isEqualTo(row.gives());
        assertThat(execution.effects())
                .extracting(effect -> DIGEST.matcher(shown(effect)).replaceAll("#"))
                .isEqualTo(row.does());
    }

    private static String shown(Effect effect) {
        StringBuilder text = new StringBuilder(effect.stream());
        effect.arguments()
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    @Test
    void everyInterpretedActionHasARow() {
        Set<String> tested = new TreeSet<>();
        for (Row row : rows()) {
            tested.add(row.id());
        }
        assertThat(tested).isEqualTo(Device.interpreted());
    }

    @Test
    void theCatalogueKnowsWhichActionsHaveEffects() {
        Set<String> wrong = new TreeSet<>();
        for (Row row : rows()) {
            String id = row.id();
            boolean effect =
                    Catalog.bundled().byId(id).map(Catalog.Action::effect).orElse(true);
            if (!row.does().isEmpty() && !effect) {
                wrong.add(id);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyInterpretedActionIsInTheCatalogue() {
        Set<String> missing = new TreeSet<>(Device.interpreted());
        missing.removeIf(id -> Catalog.bundled().byId(id).isPresent());
        assertThat(missing).isEmpty();
    }
}
