package dev.selvedge.workflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFileTest {
    @Test
    void theBundledFileIsAsItWouldBeWritten() throws Exception {
        try (InputStream in = Catalog.class.getResourceAsStream("catalog.json")) {
            assertThat(CatalogFile.write(Catalog.bundled()))
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        for (int seed = 0; seed < 200; seed++) {
            Catalog catalog = RandomCatalogs.of(new Random(seed));
            String text = CatalogFile.write(catalog);
            Catalog back = CatalogFile.read(text);
            assertThat(List.copyOf(back.actions())).as("seed " + seed).isEqualTo(List.copyOf(catalog.actions()));
            assertThat(CatalogFile.write(back)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                          | A catalogue is a JSON list of actions.
            [5]                                         | Action 1 is no JSON object.
            [{"function": "f"}]                         | Action 1 lacks its id.
            [{"id": "a", "function": "a-b"}]            | Action 1 (a) has the function a-b, which is no Python name.
            [{"id": "a", "function": "class"}]          | Action 1 (a) has the function class, which is no Python name.
            [{"id": "a", "fnction": "f"}]               | has a field fnction, which catalogues do not have (did you mean 'function'?)
            [{"id": "a", "function": "f", "app": 5}]    | Action 1 (a) has a app that is no text.
            [{"id": "a", "function": "f", "app": "A", "category": "C", "summary": "Do {x}"}] | names {x}, which is no parameter of it
            [{"id": "a", "function": "f", "parameters": [{"key": "k", "name": "n", "type": "string", "label": "l"}]}] | parameter 1 has the type string, which is none of any, app,
            [{"id": "a", "function": "f", "parameters": [{"key": "k", "name": "n", "type": "text", "label": "l"}, {"key": "k", "name": "m", "type": "text", "label": "l"}]}] | Action 1 (a) has two parameters with the key k.
            [{"id": "a", "function": "f", "effect": 1}] | neither true nor false
            [{"id": "a"                                 | The catalogue is no JSON: line 1, column
            """)
    void saysWhatIsWrong(String text, String said) {
        String full = text.contains("\"function\": \"f\"") && !text.contains("\"app\"")
                ? text.replace(
                        "\"function\": \"f\"",
                        "\"function\": \"f\", \"app\": \"A\", \"category\": \"C\", \"summary\": \"S\"")
                : text;
        assertThatThrownBy(() -> CatalogFile.read(full))
                .isInstanceOf(CatalogFormatException.class)
                .hasMessageContaining(said);
    }

    @Test
    void twoActionsOfOneNameAreRefusedInASentence() {
        String action =
                "{\"id\": \"%s\", \"function\": \"%s\", \"app\": \"A\", \"category\": \"C\", \"summary\": \"S\"}";
        assertThatThrownBy(() ->
                        CatalogFile.read("[" + action.formatted("a", "f") + "," + action.formatted("a", "g") + "]"))
                .hasMessage("Action 2 has the id a, which another has.");
        assertThatThrownBy(() ->
                        CatalogFile.read("[" + action.formatted("a", "f") + "," + action.formatted("b", "f") + "]"))
                .hasMessage("Action 2 is called f, as another is.");
    }

    @Test
    void mergingKeepsEveryActionUnderANameOfItsOwn() {
        Action notify = Catalog.bundled().byFunction("show_notification").orElseThrow();
        Catalog other = new Catalog(List.of(
                new Action("mine.notify", "show_notification", "Mine", "Other", "Notify", List.of(), null, true),
                notify.named("tell")));
        Catalog.Merged merged = Catalog.bundled().plus(other);
        assertThat(merged.catalog().actions())
                .hasSize(Catalog.bundled().actions().size() + 1);
        assertThat(merged.catalog().byId(notify.id()).orElseThrow().function()).isEqualTo("tell");
        assertThat(merged.catalog().byId("mine.notify").orElseThrow().function())
                .isEqualTo("show_notification");
        assertThat(merged.collisions())
                .containsExactly(
                        "The action is.workflow.actions.notification is in both catalogues; the one added last counts.");
        Catalog.Merged again = Catalog.bundled()
                .plus(new Catalog(List.of(new Action(
                        "mine.notify", "show_notification", "Mine", "Other", "Notify", List.of(), null, true))));
        assertThat(again.catalog()
                        .byFunction("show_notification_2")
                        .orElseThrow()
                        .id())
                .isEqualTo("mine.notify");
        assertThat(again.collisions())
                .containsExactly(
                        "The name show_notification is taken; mine.notify is called show_notification_2 here.");
    }

    @Test
    void mergingAnyTwoCataloguesGivesOne() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Catalog a = RandomCatalogs.of(random);
            Catalog b = RandomCatalogs.of(random);
            Catalog merged = a.plus(b).catalog();
            Set<String> ids = new java.util.TreeSet<>();
            a.actions().forEach(action -> ids.add(action.id()));
            b.actions().forEach(action -> ids.add(action.id()));
            assertThat(merged.actions()).extracting(Action::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(merged.actions()).extracting(Action::function).doesNotHaveDuplicates();
            b.actions()
                    .forEach(action -> assertThat(
                                    merged.byId(action.id()).orElseThrow().named(action.function()))
                            .isEqualTo(action));
        }
    }

    /** Catalogues of few names, so that they collide, and of hard texts. */
    static final class RandomCatalogs {
        private static final List<String> TEXTS =
                List.of("", "a", "say \"hi\"", "line\nbreak", "\\", "é😀", "\"\"\"", "<b>", "{\"a\": [1]}", "\u0000");

        private RandomCatalogs() {}

        static Catalog of(Random random) {
            List<Action> actions = new ArrayList<>();
            List<String> functions = new ArrayList<>(List.of("f", "f_2", "f_2_2", "g", "g_2", "h"));
            Collections.shuffle(functions, random);
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean()) {
                    actions.add(action(random, i, functions.get(i)));
                }
            }
            return new Catalog(actions);
        }

        private static Action action(Random random, int number, String function) {
            List<Parameter> parameters = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                parameters.add(new Parameter(
                        "key " + i,
                        "name_" + i,
                        type(random),
                        i == 1 && random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean() ? null : text(random),
                        random.nextBoolean() ? List.of() : List.of("x", text(random) + "y"),
                        text(random),
                        random.nextBoolean() ? null : Json.parse("{\"type\": [\"string\", \"null\"], \"n\": 1.50}")));
            }
            return new Action(
                    "id" + number,
                    function,
                    text(random),
                    text(random),
                    "Do it",
                    random.nextBoolean() ? null : text(random),
                    parameters,
                    random.nextBoolean() ? null : new Output(text(random), type(random)),
                    random.nextBoolean(),
                    random.nextBoolean() ? Set.of() : Set.of("Advanced"));
        }

        private static ContentType type(Random random) {
            return ContentType.values()[random.nextInt(ContentType.values().length)];
        }

        private static String text(Random random) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
    }
}
