package dev.selvedge.synth.collect;

import static dev.selvedge.synth.collect.CollectedTest.SCORE;
import static dev.selvedge.synth.collect.CollectedTest.shortcut;
import static dev.selvedge.synth.collect.CollectedTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.workflow.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final String BEEP = "vibrate()\n";

    @TempDir
    private Path folder;

    /** Every item by name: {@code kept}, or the reason why not. */
    private static Map<String, String> outcomes(Path... paths) {
        return outcomes(Sources.at(List.of(paths)).stream());
    }

    private static Map<String, String> outcomes(Stream<WorkflowFile> items) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        try (Stream<WorkflowFile> files = items) {
            files.forEach(file -> {
                String outcome = switch (Collected.read(file, Catalog.bundled())) {
                    case Outcome.Kept<Collected> kept -> "kept";
                    case Outcome.Rejected<Collected> rejected -> rejected.reason();
                    case Outcome.Postponed<Collected> postponed -> "postponed";
                };
                assertThat(outcomes.put(file.name(), outcome))
                        .as("names are unique")
                        .isNull();
            });
        }
        return outcomes;
    }

    private static Map<String, Listing> listings(Path path) {
        Map<String, Listing> listings = new LinkedHashMap<>();
        try (Stream<WorkflowFile> files = Sources.at(List.of(path)).stream()) {
            files.forEach(file -> listings.put(file.name(), file.listing()));
        }
        return listings;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    @Test
    void everyFileOfAFolderIsAccountedFor() throws IOException {
        write("b/score.shortcut", shortcut(SCORE));
        write("b/score.py", utf8(SCORE));
        write("a.txt", shortcut(BEEP));
        write("readme.md", utf8("# Mine"));
        write("broken.shortcut", utf8("bplist00 but no more"));
        write(".hidden/c.shortcut", shortcut(BEEP));
        write("x.sidecar.json", utf8("{}"));
        assertThat(outcomes(folder))
                .containsExactly(
                        Map.entry("a.txt", "kept"),
                        Map.entry("b/score.py", "kept"),
                        Map.entry("b/score.shortcut", "kept"),
                        Map.entry("broken.shortcut", "unreadable"),
                        Map.entry("readme.md", "not-a-workflow"));
        assertThat(Sources.at(List.of(folder)).files()).isEqualTo(5);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.createTempFile("outside", ".shortcut");
        Files.write(secret, shortcut(BEEP));
        Files.createSymbolicLink(folder.resolve("link.shortcut"), secret);
        Files.createSymbolicLink(folder.resolve("round"), folder);
        assertThat(outcomes(folder))
                .containsOnly(Map.entry("link.shortcut", "symbolic-link"), Map.entry("round", "symbolic-link"));
        assertThat(outcomes(folder.resolve("link.shortcut"))).as("named itself").containsValue("kept");
        Files.delete(secret);
    }

    @Test
    void severalPathsKeepTheirNamesApart() throws IOException {
        write("one/x/a.py", utf8(BEEP));
        write("two/x/a.py", utf8(SCORE));
        assertThat(outcomes(folder.resolve("one/x"), folder.resolve("two/x"), folder.resolve("one/../one/x")))
                .containsOnlyKeys("x/a.py", "x-2/a.py");
        assertThatThrownBy(() -> Sources.at(List.of(folder.resolve("none"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void theHashIsOfNamesAndContentsAlone() throws IOException {
        write("one/a.py", utf8(BEEP));
        write("two/a.py", utf8(BEEP));
        assertThat(Sources.at(List.of(folder.resolve("one"))).hash())
                .isEqualTo(Sources.at(List.of(folder.resolve("two"))).hash());
        write("two/a.py", utf8(SCORE));
        assertThat(Sources.at(List.of(folder.resolve("one"))).hash())
                .isNotEqualTo(Sources.at(List.of(folder.resolve("two"))).hash());
    }

    // ---- archives

    @Test
    void zipsAreReadWithTheirCatalogue() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("in/score.shortcut", shortcut(SCORE));
        entries.put("in/list.json", utf8("""
                [{"title": "Score", "category": "games", "description": "Praises.", "file": "score.shortcut"},
                 {"title": "Far", "url": "https://www.icloud.com/shortcuts/0123"}]"""));
        entries.put("photo.png", new byte[] {1, 2, 3});
        entries.put("__MACOSX/in/._score.shortcut", new byte[] {0});
        Path zip = write("a.zip", zip(entries));
        assertThat(outcomes(zip))
                .containsExactly(
                        Map.entry("a.zip!in/score.shortcut", "kept"),
                        Map.entry("a.zip!in/list.json#2", "only-a-link"),
                        Map.entry("a.zip!photo.png", "not-a-workflow"));
        assertThat(listings(zip).get("a.zip!in/score.shortcut"))
                .isEqualTo(new Listing("Score", "Praises.", Category.GAMES));
    }

    @Test
    void hostileEntriesAreRefusedOneByOne() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("../out.shortcut", shortcut(BEEP));
        entries.put("/etc/abs.shortcut", shortcut(BEEP));
        entries.put("C:\\win.shortcut", shortcut(BEEP));
        entries.put("bell\u0007.shortcut", shortcut(BEEP));
        entries.put("inner.zip", zip(Map.of("a.shortcut", shortcut(BEEP))));
        entries.put("huge.shortcut", new byte[(64 << 20) + 1]);
        entries.put("dir\\fine.shortcut", shortcut(BEEP));
        assertThat(outcomes(write("h.zip", zip(entries))))
                .containsExactly(
                        Map.entry("h.zip!../out.shortcut#1", "unsafe-name"),
                        Map.entry("h.zip!/etc/abs.shortcut#2", "unsafe-name"),
                        Map.entry("h.zip!C:/win.shortcut#3", "unsafe-name"),
                        Map.entry("h.zip!bell?.shortcut#4", "unsafe-name"),
                        Map.entry("h.zip!inner.zip", "nested-archive"),
                        Map.entry("h.zip!huge.shortcut", "too-large"),
                        Map.entry("h.zip!dir/fine.shortcut", "kept"));
    }

    @Test
    void anArchiveThatUnpacksToTooMuchIsGivenUp() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a.shortcut", shortcut(BEEP));
        entries.put("zeros.shortcut", new byte[100_000]);
        entries.put("b.shortcut", shortcut(BEEP));
        Path zip = write("bomb.zip", zip(entries));
        Path tar = write("bomb.tar", tar(entries));
        assertThat(outcomes(() -> new ZipArchive(zip, 50_000)))
                .containsExactly(Map.entry("x!a.shortcut", "kept"), Map.entry("x", "archive-too-large"));
        assertThat(outcomes(() -> new TarArchive(new Archive.Bounded(Files.newInputStream(tar), 50_000))))
                .as("a tar is looked through for lists before anything is taken")
                .containsExactly(Map.entry("x", "archive-too-large"));
        assertThat(Archive.budget(10)).isEqualTo(1L << 30);
        assertThat(Archive.budget(Long.MAX_VALUE / 10)).isEqualTo(64L << 30);
    }

    private static Map<String, String> outcomes(ArchiveWalk.Opener opener) {
        return outcomes(StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new ArchiveWalk("x", Listing.NONE, Sought.WORKFLOWS, opener), 0),
                false));
    }

    @Test
    void damagedArchivesEndInAReject() throws IOException {
        byte[] zip = zip(Map.of("a.shortcut", shortcut(SCORE)));
        assertThat(outcomes(write("cut.zip", Arrays.copyOf(zip, zip.length - 30))))
                .containsExactly(Map.entry("cut.zip", "broken-archive"));
        byte[] tar = gzip(tar(Map.of("a.shortcut", shortcut(SCORE))));
        assertThat(outcomes(write("cut.tgz", Arrays.copyOf(tar, tar.length / 2))))
                .containsExactly(Map.entry("cut.tgz", "broken-archive"));
        assertThat(outcomes(write("cut.gz", new byte[] {0x1f, (byte) 0x8b, 8})))
                .containsExactly(Map.entry("cut.gz", "broken-archive"));
        byte[] wrong = zip.clone();
        wrong[60] ^= 0x55;
        assertThat(outcomes(write("wrong.zip", wrong))).hasSize(1).doesNotContainValue("kept");
    }

    @Test
    void tarsAreReadPlainAndCompressed() throws IOException {
        String longName = "d/".repeat(60) + "score.shortcut";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("./a.shortcut", shortcut(BEEP));
        entries.put(longName, shortcut(SCORE));
        entries.put("a.shortcut", shortcut(SCORE));
        byte[] tar = tar(entries);
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("t.tar!a.shortcut", "kept");
        expected.put("t.tar!" + longName, "kept");
        assertThat(outcomes(write("t.tar", tar)))
                .containsAllEntriesOf(expected)
                .hasSize(3)
                .containsValue("repeated-name");
        assertThat(outcomes(write("t.tar.gz", gzip(tar)))).hasSize(3).containsEntry("t.tar.gz!a.shortcut", "kept");
        assertThat(outcomes(write("one.shortcut.gz", gzip(shortcut(SCORE)))))
                .containsExactly(Map.entry("one.shortcut.gz!one.shortcut", "kept"));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** A tar with GNU's form of long names. */
    private static byte[] tar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().length() > 99) {
                tarEntry(out, "././@LongLink", 'L', utf8(entry.getKey() + "\0"));
            }
            String name = entry.getKey();
            tarEntry(out, name.substring(0, Math.min(99, name.length())), '0', entry.getValue());
        }
        out.write(new byte[1024]);
        return out.toByteArray();
    }

    private static void tarEntry(OutputStream out, String name, char type, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o\0", content.length));
        header[156] = (byte) type;
        put(header, 257, "ustar\0");
        put(header, 148, "        ");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.write(header);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    // ---- share sites

    @Test
    void aShareLinksRecordIsReadFromWhatItHolds() throws IOException {
        String base64 = Base64.getEncoder().encodeToString(shortcut(SCORE));
        write("far.json", utf8("""
                {"recordName": "0A1B", "fields": {"name": {"value": "Far", "type": "STRING"},
                 "shortcut": {"value": {"downloadURL": "https://cvws.icloud-content.com/B/x", "size": 3}}}}"""));
        write("near.json", utf8("""
                {"fields": {"name": {"value": "Near"}, "shortcut": {"value": {"downloadURL": "https://x/y"}}}}"""));
        write("near.shortcut", shortcut(BEEP));
        write(
                "whole.json",
                utf8("{\"fields\": {\"name\": {\"value\": \"Whole\"}, \"shortcut\": {\"value\": {\"data\": \"" + base64
                        + "\"}}}}"));
        write("plist.json", utf8("""
                {"WFWorkflowName": "As JSON", "WFWorkflowClientVersion": "1146.11", "WFWorkflowActions": [
                 {"WFWorkflowActionIdentifier": "is.workflow.actions.vibrate", "WFWorkflowActionParameters": {}}]}"""));
        write("package.json", utf8("{\"name\": \"left\", \"description\": \"pad\", \"version\": \"1.0\"}"));
        assertThat(outcomes(folder))
                .containsOnly(
                        Map.entry("far.json#1", "only-a-link"),
                        Map.entry("near.shortcut", "kept"),
                        Map.entry("whole.json#1", "kept"),
                        Map.entry("plist.json#1", "kept"),
                        Map.entry("package.json", "not-a-workflow"));
        Map<String, Listing> listings = listings(folder);
        assertThat(listings).containsEntry("near.shortcut", new Listing("Near", null, null));
        assertThat(listings).containsEntry("whole.json#1", new Listing("Whole", null, null));
    }

    @Test
    void listsInTablesSayWhatFilesAre() throws IOException {
        write("list.csv", utf8("""
                Title;Category;Description;File Name;iCloud URL
                "Say ""hi""; twice";Photo & Video;"two
                lines";files\\a.shortcut;
                By link;Utilities,Weather;;;https://www.icloud.com/shortcuts/beef?x=1
                By title;unheard of;;;
                Gone;Music;;gone.shortcut;
                """));
        write("files/a.shortcut", shortcut(BEEP));
        write("files/BEEF.shortcut", shortcut(SCORE));
        write("Games/By title.py", utf8("dial_number()\n".replace("dial_number", "vibrate")));
        Map<String, Listing> listings = listings(folder);
        assertThat(listings.get("files/a.shortcut"))
                .isEqualTo(new Listing("Say \"hi\"; twice", "two\nlines", Category.PHOTO_AND_VIDEO));
        assertThat(listings.get("files/BEEF.shortcut")).isEqualTo(new Listing("By link", null, Category.UTILITIES));
        assertThat(listings.get("Games/By title.py"))
                .as("an unknown category stays unknown, and the folder's counts")
                .isEqualTo(new Listing("By title", null, Category.GAMES));
        assertThat(outcomes(folder)).containsEntry("list.csv#4", "missing-file").hasSize(4);
    }

    @Test
    void rubbishIsNeverAMistake() throws IOException {
        java.util.Random random = new java.util.Random(7);
        byte[] zip = zip(Map.of(
                "a.shortcut", shortcut(SCORE), "list.json", utf8("[{\"title\":\"x\",\"file\":\"a.shortcut\"}]")));
        byte[] tar = tar(Map.of("a.shortcut", shortcut(SCORE)));
        for (int i = 0; i < 60; i++) {
            byte[] bytes = (i % 2 == 0 ? zip : tar).clone();
            for (int j = 0; j < 1 + i % 7; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            write("rubbish/" + i, i % 3 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        }
        assertThat(outcomes(folder.resolve("rubbish"))).hasSizeGreaterThan(30).doesNotContainValue("fault");
    }
}
