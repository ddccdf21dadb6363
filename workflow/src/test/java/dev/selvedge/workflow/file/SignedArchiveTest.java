package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedArchiveTest {
    @Test
    void opensEveryRealSignedFile() throws Exception {
        Path directory = SharedFiles.directory("signed");
        List<String> manifest = Files.readAllLines(directory.resolve("MANIFEST.tsv"));
        assertThat(manifest).hasSize(25);
        for (String line : manifest.subList(1, manifest.size())) {
            String[] columns = line.split("\t", -1);
            byte[] plist = SignedArchive.read(Files.readAllBytes(directory.resolve(columns[0])));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plist);
            assertThat(HexFormat.of().formatHex(digest)).as(columns[0]).isEqualTo(columns[8]);
            assertThat(WorkflowReader.read(directory.resolve(columns[0])).container())
                    .isEqualTo(Container.SIGNED);
        }
    }

    /** A bit that the decoder never reads may change; what comes out may not. */
    @Test
    void neverGivesOtherContentWhenAByteChanges() throws IOException {
        Path file = SharedFiles.in("signed").getFirst();
        byte[] bytes = Files.readAllBytes(file);
        byte[] content = SignedArchive.read(bytes);
        int data = ((bytes[8] & 0xFF) | ((bytes[9] & 0xFF) << 8)) + 0x495C;
        int refused = 0;
        for (int at = data; at < bytes.length; at += 7) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x10;
            try {
                assertThat(SignedArchive.read(changed)).as("byte %d", at).isEqualTo(content);
            } catch (WorkflowFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan((bytes.length - data) / 7 * 9 / 10);
    }
}
