package dev.selvedge.synth.document;

import static dev.selvedge.synth.document.ToyFiles.file;
import static dev.selvedge.synth.document.ToyFiles.pdf;
import static dev.selvedge.synth.document.ToyFiles.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.run.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that were made to do harm: each gives documents or one reject, and never more work than is bounded. */
@Timeout(60)
class HostileFilesTest {
    private static final int DAMAGES = 60;

    @Test
    void nestingHasBounds() {
        int deep = 20_000;
        assertThat(reason(file("a.html", "<div>".repeat(deep) + "words"))).isIn("kept", "no-text");
        assertThat(reason(file("a.html", "<ul><li>".repeat(deep) + "words"))).isIn("kept", "no-text");
        assertThat(reason(file("a.md", "> ".repeat(deep) + "words"))).isEqualTo("kept");
        assertThat(reason(file("a.md", "- ".repeat(deep) + "words"))).isEqualTo("kept");
        assertThat(reason(file("a.md", "[".repeat(deep) + "](".repeat(deep)))).isEqualTo("kept");
        assertThat(reason(file("a.json", "[".repeat(deep)))).isEqualTo("no-tools");
        assertThat(reason(file("a.yaml", "- ".repeat(deep) + "a"))).isEqualTo("no-tools");
    }

    @Test
    void entitiesAndAliasesDoNotMultiply() {
        StringBuilder entities = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY e0 \"lol\">");
        StringBuilder aliases = new StringBuilder("openapi: 3.0.0\na0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            entities.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
            aliases.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        entities.append("<!ENTITY file SYSTEM \"file:///etc/passwd\">]><html><body>&e29; &file;</body></html>");
        assertThat(reason(file("a.yaml", aliases.toString()))).isEqualTo("no-tools");
        assertThat(reason(file("a.plist", entities.toString()))).isEqualTo("no-tools");
        assertThat(reason(file("a.xml", entities.toString()))).isEqualTo("unsupported-format");
        String page = ToyFiles.document("a.xhtml", entities.toString()).text();
        assertThat(page).hasSizeLessThan(5_000).doesNotContain("root:").doesNotContain("lollol");
    }

    @Test
    void streamsOfPdfFilesDoNotUnpackWithoutBound() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write("%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n".getBytes(StandardCharsets.ISO_8859_1));
        try (OutputStream out = new DeflaterOutputStream(bomb, new Deflater(1))) {
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written <= CompressedStreams.ONE; written += zeros.length) {
                out.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(1 << 20);
        assertThat(reason(file("a.pdf", bomb.toByteArray()))).isEqualTo("too-large");
    }

    /** A form that draws another twice, which draws another twice: two to the thirtieth operators in two kilobytes. */
    @Test
    void formsOfPdfFilesDoNotMultiplyWithoutBound() {
        StringBuilder file = new StringBuilder("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
                + "endobj\n4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n");
        for (int number = 5; number < 35; number++) {
            file.append(number)
                    .append(" 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F ")
                    .append(number + 1)
                    .append(" 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream endobj\n");
        }
        file.append("trailer<</Root 1 0 R/Size 35>>\n%%EOF\n");
        assertThat(reason(file("a.pdf", file.toString()))).isEqualTo("too-large");
    }

    @Test
    void longLinesAreSplitAndNothingIsLost() {
        String words = "abcdefghi ".repeat(30_000).strip();
        for (String name : List.of("a.txt", "a.md", "a.html")) {
            List<Document> parts = ToyFiles.documents(file(name, words), Splitting.STANDARD);
            assertThat(parts)
                    .hasSizeBetween(43, 60)
                    .allMatch(part -> part.text().length() <= 7_000);
            assertThat(String.join(" ", parts.stream().map(Document::text).toList()))
                    .isEqualTo(words);
        }
        String unbroken = "x".repeat(100_000);
        List<Document> parts = ToyFiles.documents(file("a.txt", unbroken), Splitting.STANDARD);
        assertThat(String.join("", parts.stream().map(Document::text).toList())).isEqualTo(unbroken);
    }

    /** Every damage gives documents or a reject, and never one that is our own mistake. */
    @Test
    void randomDamageIsRejectedOrRead() {
        Map<String, byte[]> whole = new LinkedHashMap<>();
        whole.put("a.md", ToyFiles.MARKDOWN.getBytes(StandardCharsets.UTF_8));
        whole.put("a.html", ToyFiles.PAGE.getBytes(StandardCharsets.UTF_8));
        whole.put("a.yaml", ToyFiles.OPENAPI.getBytes(StandardCharsets.UTF_8));
        whole.put("a.json", ToyFiles.MCP.getBytes(StandardCharsets.UTF_8));
        whole.put("a.txt", "Ovens – öfen.\n\nMore.".getBytes(StandardCharsets.UTF_8));
        whole.put("a.pdf", pdf(List.of(List.of("One line", "and another"), List.of("A page more"))));
        whole.forEach((name, bytes) -> {
            for (int seed = 0; seed < DAMAGES; seed++) {
                byte[] damaged = damaged(bytes, new SplittableRandom(seed));
                Outcome<Document> outcome = DocumentReader.read(file(name, damaged), ToyFiles.SHORT);
                if (outcome instanceof Outcome.Rejected<Document>(String reason, String at, String detail)) {
                    assertThat(reason).as("%s, seed %d: %s", name, seed, detail).isNotEqualTo("fault");
                    assertThat(detail).endsWith(".");
                } else {
                    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
                }
            }
        });
    }

    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        byte[] copy = bytes.clone();
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
            int at = random.nextInt(copy.length);
            int end = Math.min(copy.length, at + 1 + random.nextInt(20));
            switch (random.nextInt(4)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> Arrays.fill(copy, at, end, (byte) random.nextInt(256));
                case 2 -> System.arraycopy(bytes, 0, copy, at, Math.min(end - at, bytes.length));
                default -> copy = copy.length < 40 ? copy : Arrays.copyOf(copy, Math.max(20, at));
            }
        }
        return copy;
    }
}
