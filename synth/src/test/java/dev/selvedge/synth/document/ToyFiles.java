package dev.selvedge.synth.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.Listing;
import dev.selvedge.synth.collect.WorkflowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.jspecify.annotations.Nullable;

/** Small files of every format. */
final class ToyFiles {
    static final Splitting SHORT = new Splitting(400, 20);

    static final String MARKDOWN = """
            ---
            author: Nobody
            ---
            # Kiln manual

            Fire the kiln to **900 degrees**.

            Glazes
            ------

            - Blue needs 2 hours.
            - Red needs 3 hours.

            ```
            # not a heading
            ```

            <div>Mind the <b>door</b>.<script>alert(1)</script></div>
            """;

    static final String PAGE = """
            <!DOCTYPE html><html><head><title>Kiln page</title><style>p{}</style></head><body>
            <nav><a href="/">Home</a></nav>
            <h1>Firing</h1><p>Heat to <b>900</b>&nbsp;degrees,<br>then wait.</p>
            <ul><li>Blue: 2 hours<li>Red: 3 hours<ul><li>dark red: 4</ul></ul>
            <table><tr><th>Glaze<th>Hours</tr><tr><td><p>Blue</p><td>2</tr></table>
            <pre>fire(900)
              wait()</pre>
            <script>document.write("no")</script><footer>Imprint</footer></body></html>
            """;

    static final String OPENAPI = """
            openapi: 3.0.1
            info: {title: Kiln, version: "1"}
            paths:
              /firings:
                post:
                  operationId: startFiring
                  tags: [Firings]
                  summary: Start a firing
                  parameters:
                    - {name: degrees, in: query, required: true, description: Heat to reach, schema: {type: integer, minimum: 100, maximum: 1300, example: 900}}
                  responses: {"200": {description: Started}}
                get:
                  operationId: listFirings
                  tags: [Firings]
                  summary: List firings
                  responses: {"200": {description: All}}
              /glazes:
                get:
                  operationId: listGlazes
                  tags: [Glazes]
                  summary: List glazes
                  responses: {"200": {description: All}}
            """;

    static final String MCP = """
            {"result": {"tools": [{"name": "fire_kiln", "description": "Fires the kiln.",
              "inputSchema": {"type": "object", "required": ["mode"],
                "properties": {"mode": {"type": "string", "enum": ["slow", "fast"], "description": "How fast"}}}}]}}
            """;

    private ToyFiles() {}

    static WorkflowFile file(String name, byte[] bytes) {
        return new WorkflowFile(name, new WorkflowFile.Content.Bytes(bytes), Listing.NONE);
    }

    static WorkflowFile file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Document> documents(WorkflowFile file, Splitting splitting) {
        return switch (DocumentReader.read(file, splitting)) {
            case Outcome.Kept<Document>(List<Document> documents) -> documents;
            case Outcome.Rejected<Document> rejected -> throw new AssertionError(rejected);
            case Outcome.Postponed<Document> postponed -> throw new AssertionError(postponed);
        };
    }

    /** The one document that a file gives. */
    static Document document(String name, String text) {
        List<Document> documents = documents(file(name, text), Splitting.STANDARD);
        assertThat(documents).hasSize(1);
        return documents.getFirst();
    }

    /** The reason why a file gives none. */
    static String reason(WorkflowFile file) {
        return DocumentReader.read(file, Splitting.STANDARD) instanceof Outcome.Rejected<Document> rejected
                ? rejected.reason()
                : "kept";
    }

    /** A PDF file with a page for each list of lines. */
    static byte[] pdf(List<List<String>> pages) {
        return pdf(pages, null);
    }

    /** @param password that opens it, null for none */
    static byte[] pdf(List<List<String>> pages, @Nullable String password) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (List<String> lines : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
                    for (int i = 0; i < lines.size(); i++) {
                        content.beginText();
                        content.newLineAtOffset(72, 700 - 14 * i);
                        content.showText(lines.get(i));
                        content.endText();
                    }
                }
            }
            if (password != null) {
                AccessPermission none = new AccessPermission();
                none.setCanExtractContent(false);
                document.protect(new StandardProtectionPolicy("owner", password, none));
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
