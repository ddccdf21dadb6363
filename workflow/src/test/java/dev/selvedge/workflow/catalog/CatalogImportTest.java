package dev.selvedge.workflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.catalog.CatalogImport.Form;
import dev.selvedge.workflow.catalog.CatalogImport.Imported;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogImportTest {
    @Test
    void readsOpenApi() {
        Imported imported = Samples.read(Samples.OPENAPI);
        assertThat(imported.form()).isEqualTo(Form.OPENAPI);
        assertThat(lines(imported.catalog())).isEqualTo("""
                getBook get_book Lending Library/Books -> Book dictionary
                  path/book-id book_id text required
                  query/fields fields list
                DELETE /books/{book-id} delete_books_book_id Lending Library/Web effect
                  path/book-id book_id text required
                list lending_library_list Lending Library/Web -> Book List list
                  query/available available boolean required
                  query/limit limit number =20
                  query/order order text [title, author]
                add-book add_book Lending Library/Web effect
                  body/title title text required
                  body/kind kind text =paper [paper, audio]
                  body/sequel sequel dictionary
                  body/origin origin any
                  body/class body_class text
                PUT /cover put_cover Lending Library/Web -> Response image effect
                  body body file
                """);
        Action book = imported.catalog().byFunction("get_book").orElseThrow();
        assertThat(book.summary()).isEqualTo("Get a book");
        assertThat(book.details())
                .isEqualTo("Get a book.\n\nThe newest edition, with its shelf. Old editions are in the archive.");
        assertThat(book.parameters().getFirst().label()).isEqualTo("The book's number");
        assertThat(schema(imported, "lending_library_list", "limit")).isEqualTo("{\"type\":\"integer\",\"minimum\":1}");
        assertThat(schema(imported, "add_book", "sequel")).contains("\"sequel\":{}");
        assertThat(imported.problems())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "The reference https://example.com/other.yaml#/Place leads out of the file, which is not"
                                + " followed; any value stands for it.");
    }

    @Test
    void readsMcpTools() {
        Imported imported = Samples.read(Samples.MCP);
        assertThat(imported.form()).isEqualTo(Form.MCP_TOOLS);
        assertThat(lines(imported.catalog())).isEqualTo("""
                garden.water-bed garden_water_bed Source/Tools -> Result any effect
                  bed bed text required
                  litres litres number =5
                  when when text =tonight [now, tonight]
                  where where dictionary
                soil soil Source/Tools -> Result dictionary
                天気 action Source/Tools -> Result any effect
                class source_class Source/Tools -> Result any effect
                  from from_2 text
                  From from_3 text
                """);
        Action water = imported.catalog().byFunction("garden_water_bed").orElseThrow();
        assertThat(water.summary()).isEqualTo("Waters a bed");
        assertThat(water.details()).isEqualTo("Waters a bed. Takes {litres} at most [per day].");
        assertThat(schema(imported, "garden_water_bed", "where"))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"row\":{\"type\":\"integer\"}}}");
        assertThat(imported.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("nextCursor"));
    }

    @Test
    void readsFunctions() {
        Imported imported = Samples.read(Samples.FUNCTIONS);
        assertThat(imported.form()).isEqualTo(Form.FUNCTIONS);
        assertThat(lines(imported.catalog())).isEqualTo("""
                plant_tree plant_tree Source/Tools -> Result any effect
                  species species text required [oak, elm]
                  count count number =2 [1, 2, 5]
                  deep deep number
                rest rest Source/Tools -> Result any effect
                prune prune Source/Tools -> Result any effect
                  hard hard boolean
                """);
        assertThat(imported.catalog()
                        .byFunction("plant_tree")
                        .orElseThrow()
                        .byName("deep")
                        .orElseThrow()
                        .label())
                .isEqualTo("How deep");
        assertThat(imported.problems()).isEmpty();
    }

    @Test
    void readsActionsOfMacOs() {
        Imported imported = Samples.read(Samples.ACTIONS);
        assertThat(imported.form()).isEqualTo(Form.ACTIONS);
        assertThat(lines(imported.catalog())).isEqualTo("""
                garden.actions.rake rake_leaves Shortcuts/Garden -> Heap number
                  GBed input text input required
                  GRakeKind kind text =Fan [Fan, Bow]
                  GTwice g_twice boolean =true
                  GRounds g_rounds number =3
                garden.actions.rest rest Shortcuts/Other effect
                """);
        assertThat(imported.catalog().byFunction("rake_leaves").orElseThrow().summary())
                .isEqualTo("Rakes the leaves of a bed");
    }

    @Test
    void readsAppIntents() {
        Imported imported = Samples.read(Samples.APP_INTENTS);
        assertThat(imported.form()).isEqualTo(Form.APP_INTENTS);
        assertThat(lines(imported.catalog())).isEqualTo("""
                Greenhouse.SetWindowIntent set_window Greenhouse/Apps -> Pot any effect
                  pots pots list required
                  state state text required =open [open, shut]
                  minutes minutes number =5
                """);
    }

    @Test
    void readsIntentDefinitions() {
        Imported imported = Samples.read(Samples.INTENT_DEFINITION);
        assertThat(imported.form()).isEqualTo(Form.INTENT_DEFINITION);
        assertThat(lines(imported.catalog())).isEqualTo("""
                Source.LightLampIntent light_lamp Source/Set -> watts number effect
                  lamp lamp text [red, blue]
                  brightness brightness number =0.5
                """);
    }

    @Test
    void readsCataloguesOfItsOwn() {
        Imported imported = Samples.read(CatalogFile.write(Catalog.bundled()));
        assertThat(imported.form()).isEqualTo(Form.CATALOGUE);
        assertThat(List.copyOf(imported.catalog().actions()))
                .isEqualTo(List.copyOf(Catalog.bundled().actions()));
    }

    @Test
    void whatIsImportedKeepsInAFile() {
        for (String sample : List.of(
                Samples.OPENAPI,
                Samples.MCP,
                Samples.FUNCTIONS,
                Samples.ACTIONS,
                Samples.APP_INTENTS,
                Samples.INTENT_DEFINITION)) {
            Catalog catalog = Samples.read(sample).catalog();
            assertThat(List.copyOf(CatalogFile.read(CatalogFile.write(catalog)).actions()))
                    .isEqualTo(List.copyOf(catalog.actions()));
        }
    }

    private static String schema(Imported imported, String function, String parameter) {
        return String.valueOf(imported.catalog()
                .byFunction(function)
                .orElseThrow()
                .byName(parameter)
                .orElseThrow()
                .schema());
    }

    private static String lines(Catalog catalog) {
        return catalog.actions().stream().map(CatalogImportTest::lines).collect(Collectors.joining());
    }

    private static String lines(Action action) {
        Output output = action.output();
        return action.id() + " " + action.function() + " " + action.app() + "/" + action.category()
                + (output == null
                        ? ""
                        : " -> " + output.name() + " " + output.type().label())
                + (action.effect() ? " effect" : "") + "\n"
                + action.parameters().stream().map(CatalogImportTest::line).collect(Collectors.joining());
    }

    private static String line(Parameter parameter) {
        return "  " + parameter.key() + " " + parameter.name() + " "
                + parameter.type().label()
                + (parameter.input() ? " input" : "")
                + (parameter.required() ? " required" : "")
                + (parameter.defaultValue() == null ? "" : " =" + parameter.defaultValue())
                + (parameter.values().isEmpty() ? "" : " " + parameter.values()) + "\n";
    }
}
