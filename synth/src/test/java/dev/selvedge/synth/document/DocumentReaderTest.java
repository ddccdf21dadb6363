package dev.selvedge.synth.document;

import static dev.selvedge.synth.document.ToyFiles.document;
import static dev.selvedge.synth.document.ToyFiles.documents;
import static dev.selvedge.synth.document.ToyFiles.file;
import static dev.selvedge.synth.document.ToyFiles.pdf;
import static dev.selvedge.synth.document.ToyFiles.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.WorkflowFile;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.catalog.CatalogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
    @TempDir
    private Path folder;

    @Test
    void plainTextIsParagraphs() {
        Document document = document(
                "notes/kiln.txt", "The kiln\r\n\r\nFire it to 900 degrees\u00a0C.\u0000".replace("\u0000", "\u0007"));
        assertThat(document.title()).isEqualTo("The kiln");
        assertThat(document.text()).isEqualTo("The kiln\n\nFire it to 900 degrees C.");
        assertThat(document.format()).isEqualTo(Format.TEXT);
        assertThat(document.source()).isEqualTo("notes/kiln.txt");
        assertThat(document.place()).isEqualTo("notes/kiln.txt");
        assertThat(document("b.txt", document.text()).id())
                .as("of the text alone")
                .isEqualTo(document.id());
        assertThat(document("README", "One\ntwo three").title()).isEqualTo("README");
    }

    @Test
    void markdownKeepsItsMarks() {
        Document document = document("kiln.md", ToyFiles.MARKDOWN);
        assertThat(document.title()).isEqualTo("Kiln manual");
        assertThat(document.text()).isEqualTo("""
                        # Kiln manual

                        Fire the kiln to **900 degrees**.

                        ## Glazes

                        - Blue needs 2 hours.
                        - Red needs 3 hours.

                        ```
                        # not a heading
                        ```

                        Mind the door.""");
    }

    @Test
    void pagesOfTheWebAreTheirContentAlone() {
        Document document = document("kiln.html", ToyFiles.PAGE);
        assertThat(document.title()).isEqualTo("Kiln page");
        assertThat(document.text()).isEqualTo("""
                        # Firing

                        Heat to 900 degrees,
                        then wait.

                        - Blue: 2 hours
                        - Red: 3 hours
                          - dark red: 4

                        | Glaze | Hours |
                        | Blue | 2 |

                        ```
                        fire(900)
                          wait()
                        ```""");
        assertThat(document("kiln", ToyFiles.PAGE).format())
                .as("told by its beginning")
                .isEqualTo(Format.HTML);
    }

    @Test
    void tablesThatSetOutAPageAreNone() {
        String page = "<table><tr><td><table><tr><td>Blue</td><td>2</td></tr><tr><td></td><td>3</td></tr></table></td>"
                + "<td><h2>Red</h2>words</td></tr></table>";
        assertThat(document("a.html", page).text()).isEqualTo("| Blue | 2 |\n| | 3 |\n\n## Red\n\nwords");
    }

    @Test
    void pdfIsRead() {
        byte[] bytes = pdf(List.of(
                List.of("The kiln", "", "Fire it to 900 de-", "grees, then wait."), List.of("Open the door at 90.")));
        Document document =
                documents(file("kiln.pdf", bytes), Splitting.STANDARD).getFirst();
        assertThat(document.format()).isEqualTo(Format.PDF);
        assertThat(document.text())
                .contains("Fire it to 900 degrees, then wait.")
                .contains("Open the door at 90.");
        assertThat(documents(file("unnamed", bytes), Splitting.STANDARD)
                        .getFirst()
                        .text())
                .isEqualTo(document.text());
    }

    @Test
    void pdfThatCannotBeReadSaysWhy() {
        List<List<String>> page = List.of(List.of("Secret words"));
        assertThat(reason(file("a.pdf", pdf(page, "password")))).isEqualTo("encrypted");
        assertThat(reason(file("a.pdf", pdf(page, ""))))
                .as("its author forbids it")
                .isEqualTo("encrypted");
        assertThat(reason(file("a.pdf", pdf(List.of(List.of()))))).isEqualTo("no-text");
        assertThat(reason(file("a.pdf", "%PDF-1.7 and no more"))).isEqualTo("damaged");
        assertThat(reason(file("a.pdf", "no pdf at all"))).isEqualTo("damaged");
    }

    @Test
    void apisAreDocumentsOfTheirTags() {
        List<Document> documents = documents(file("kiln.yaml", ToyFiles.OPENAPI), ToyFiles.SHORT);
        assertThat(documents).extracting(Document::title).containsOnly("Kiln");
        assertThat(documents)
                .extracting(Document::actions)
                .containsExactly(List.of("listFirings", "startFiring"), List.of("listGlazes"));
        assertThat(documents.getFirst().text())
                .contains("# Kiln\n\n## Firings\n\n### list_firings\n\nList firings.")
                .contains("- degrees (number, required): Heat to reach. Schema: ")
                .contains("\"minimum\":100")
                .contains("\"examples\":[900]")
                .contains("it changes something");
        assertThat(documents.getLast().part()).isEqualTo(2);
        assertThat(documents.getLast().parts()).isEqualTo(2);
    }

    @Test
    void toolListsAndCataloguesAreDocuments() {
        Document tools = document("tools.json", ToyFiles.MCP);
        assertThat(tools.title()).isEqualTo("tools");
        assertThat(tools.actions()).containsExactly("fire_kiln");
        assertThat(tools.text()).contains("- mode (text, required): How fast. One of \"slow\", \"fast\".");
        Catalog bundled = Catalog.bundled();
        List<Document> catalogue = documents(file("actions.json", CatalogFile.write(bundled)), Splitting.STANDARD);
        assertThat(catalogue)
                .hasSizeGreaterThan(10)
                .allMatch(document -> document.text().length() <= 7_000);
        assertThat(catalogue)
                .as("small applications share documents")
                .noneMatch(document -> document.text().length() < Splitting.STANDARD.shortest());
        assertThat(catalogue.stream().flatMap(document -> document.actions().stream()))
                .as("every action once")
                .containsExactlyInAnyOrderElementsOf(
                        bundled.actions().stream().map(Catalog.Action::id).toList());
        assertThat(reason(file("other.json", "{\"a\": 1}"))).isEqualTo("no-tools");
        assertThat(reason(file("other.yaml", "a: 1"))).isEqualTo("no-tools");
    }

    @Test
    void encodingsAreKnownOrRefused() {
        Charset windows = Charset.forName("windows-1252");
        assertThat(documents(file("a.txt", "\ufeffBrennöfen".getBytes(StandardCharsets.UTF_16LE)), Splitting.STANDARD)
                        .getFirst()
                        .text())
                .isEqualTo("Brennöfen");
        String page = "<html><head><meta charset=iso-8859-1></head><body>Brennöfen</body></html>";
        assertThat(documents(file("a.html", page.getBytes(windows)), Splitting.STANDARD)
                        .getFirst()
                        .text())
                .isEqualTo("Brennöfen");
        assertThat(reason(file("a.txt", "Brennöfen".getBytes(windows)))).isEqualTo("unknown-encoding");
        assertThat(reason(file("a.html", page.replace("iso-8859-1", "martian"))))
                .isEqualTo("unknown-encoding");
        assertThat(reason(file("a.txt", "a\u0000b"))).isEqualTo("unknown-encoding");
        assertThat(reason(file("a.txt", " \n\u200b\n"))).isEqualTo("no-text");
        assertThat(reason(file("a.docx", "PK"))).isEqualTo("unsupported-format");
    }

    @Test
    void foldersAndArchivesAreWalked() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("docs")).resolve("a.md"), ToyFiles.MARKDOWN);
        Files.writeString(folder.resolve("list.csv"), "title,file\nx,a.md\n");
        Files.createSymbolicLink(folder.resolve("link.md"), folder.resolve("docs/a.md"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("more.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : List.of("b.html", "../c.html", "inner.zip", "office.docx")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write((name.endsWith("html") ? ToyFiles.PAGE : "PK\u0003\u0004").getBytes(StandardCharsets.UTF_8));
            }
        }
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<WorkflowFile> files = Sources.at(List.of(folder)).everyFile()) {
            files.forEach(file -> outcomes.put(
                    file.name(),
                    switch (DocumentReader.read(file, Splitting.STANDARD)) {
                        case Outcome.Kept<Document> kept -> "kept";
                        case Outcome.Rejected<Document> rejected -> rejected.reason();
                        case Outcome.Postponed<Document> postponed -> "postponed";
                    }));
        }
        assertThat(outcomes)
                .isEqualTo(Map.of(
                        "docs/a.md", "kept",
                        "list.csv", "unsupported-format",
                        "link.md", "symbolic-link",
                        "more.zip!b.html", "kept",
                        "more.zip!../c.html#2", "unsafe-name",
                        "more.zip!inner.zip", "nested-archive",
                        "more.zip!office.docx", "unsupported-format"));
    }
}
