package dev.selvedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.catalog.CatalogFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs {@code catalog} and {@code check}, as a user says them. */
class CatalogVerbsTest {
    @TempDir
    private Path folder;

    private static Said say(String... arguments) {
        return Said.by(arguments);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void searchFindsWithFilters() {
        Said said = say("catalog", "search", "battery", "level");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).startsWith("get_battery_level(");
        Said music = say("catalog", "search", "play", "--app", "music", "--json", "--limit", "3");
        JsonNode found = Json.parse(music.out());
        assertThat(found.size()).isEqualTo(3);
        found.forEach(action -> assertThat(action.path("app").stringValue()).isEqualTo("Music"));
        Said wrong = say("catalog", "search", "play", "--category", "Musik");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no category Musik (did you mean 'Music'?)");
    }

    @Test
    void showHasFourForms() {
        assertThat(say("catalog", "show", "show_notification").out())
                .isEqualTo(say("show", "show_notification").out());
        assertThat(say("catalog", "show", "show_notification", "--as", "python").out())
                .startsWith("def show_notification(text: str, ");
        assertThat(Json.parse(say("catalog", "show", "show_notification", "--as", "schema")
                                .out())
                        .path("function")
                        .path("parameters")
                        .path("required")
                        .path(0)
                        .stringValue())
                .isEqualTo("text");
        assertThat(CatalogFile.read(
                                say("catalog", "show", "--all", "--as", "json").out())
                        .actions())
                .hasSizeGreaterThan(400);
        Said wrong = say("catalog", "show", "show_notificaton");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("did you mean 'show_notification'?");
        assertThat(say("catalog", "show").exit()).isEqualTo(2);
        assertThat(say("catalog").exit()).isEqualTo(2);
    }

    @Test
    void importMergesAndRefusesOneByOne() throws Exception {
        String tools =
                file("tools.json", "{\"tools\": [{\"name\": \"dig\", \"inputSchema\": {\"type\": \"object\"}}]}");
        String poem = file("poem.txt", "No catalogue.");
        String out = folder.resolve("out.json").toString();
        Said said = say("catalog", "import", tools, poem, tools, "--out", out);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out())
                .contains("1 actions of a MCP tool list", poem + ": The file is no catalogue", "imported 2 of 3");
        assertThat(said.err()).contains("The action dig is in both catalogues");
        assertThat(CatalogFile.read(Files.readString(Path.of(out))).byFunction("dig"))
                .isPresent();
        JsonNode json = Json.parse(
                say("catalog", "import", tools, "--out", out, "--json").out());
        assertThat(json.path("actions").intValue()).isEqualTo(1);
        assertThat(say(
                                "catalog",
                                "import",
                                poem,
                                "--out",
                                folder.resolve("none.json").toString())
                        .exit())
                .isEqualTo(1);
        assertThat(folder.resolve("none.json")).doesNotExist();
    }

    @Test
    void checkSaysLineColumnAndHint() throws Exception {
        String good = file("good.py", "show_notification(text=\"Hi\")\n");
        String bad = file("bad.py", "x = 1\nshow_notificaton(text=x)\n");
        assertThat(say("check", good)).isEqualTo(new Said(0, "", ""));
        Said said = say("check", good, bad);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out())
                .isEqualTo(bad + ":2:1: There is no function show_notificaton; did you mean show_notification?\n");
        JsonNode json = Json.parse(say("check", bad, "--json").out());
        assertThat(json.path("diagnostics").path(0).path("line").intValue()).isEqualTo(2);
        assertThat(say("check", folder.resolve("none.py").toString()).exit()).isEqualTo(2);
    }

    @Test
    void checkKnowsImportedActions() throws Exception {
        String tools =
                file("tools.json", "{\"tools\": [{\"name\": \"dig\", \"inputSchema\": {\"type\": \"object\"}}]}");
        String code = file("dig.py", "dig()\n");
        assertThat(say("check", code).exit()).isEqualTo(1);
        assertThat(say("check", code, "--catalog", tools)).isEqualTo(new Said(0, "", ""));
    }
}
