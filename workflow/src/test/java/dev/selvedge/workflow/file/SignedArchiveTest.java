package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.NEW;
import static dev.selvedge.workflow.file.Plists.act;
import static dev.selvedge.workflow.file.Plists.dict;
import static dev.selvedge.workflow.file.Plists.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.selvedge.workflow.file.LzfseEncoder.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
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

    private static final Random RANDOM = new Random(3);
    private static final byte[] NOBODY = BinaryPlistWriter.write(dict("SigningCertificateChain", List.of()));

    /** A workflow whose comments make a property list of some size. */
    private static byte[] plist(int bytes) {
        byte[] noise = new byte[bytes / 2];
        RANDOM.nextBytes(noise);
        return BinaryPlistWriter.write(file(
                NEW, act("comment", "WFCommentActionText", "x".repeat(bytes / 2)), act("gettext", "Noise", noise)));
    }

    private static byte[] signed(byte[] plist, int segmentBytes, int perCluster, Kind... kinds) {
        return SignedFiles.of(plist, NOBODY, new SignedFiles.Cut(segmentBytes, perCluster, kinds), RANDOM);
    }

    @Test
    void opensEveryCutOfSegmentsAndClusters() {
        byte[] small = plist(500);
        byte[] large = plist(70_000);
        for (Kind kind : Kind.values()) {
            assertThat(SignedArchive.read(signed(small, 1 << 20, 256, kind))).isEqualTo(small);
            assertThat(SignedArchive.read(signed(large, 10_000, 256, kind))).isEqualTo(large);
            assertThat(SignedArchive.read(signed(large, 5_000, 3, kind))).isEqualTo(large);
        }
        assertThat(SignedArchive.read(signed(large, 1_000, 7, Kind.values()))).isEqualTo(large);
        assertThat(SignedArchive.read(signed(large, 10_000, 4))).isEqualTo(large);
        assertThat(SignedArchive.read(signed(large, 333, 1))).isEqualTo(large);
    }

    /** Who signed a file stays in the file. */
    @Test
    void keepsNothingOfWhoSigned() {
        String who = "someone@example.com";
        byte[] identity = BinaryPlistWriter.write(dict(
                "AppleIDCertificateChain",
                List.of(who.getBytes(StandardCharsets.US_ASCII)),
                "AppleIDValidationRecord",
                who.getBytes(StandardCharsets.US_ASCII),
                "SigningPublicKey",
                who));
        byte[] file = SignedFiles.of(plist(500), identity, new SignedFiles.Cut(1 << 20, 256, Kind.LZVN), RANDOM);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(who);
        Reading reading = WorkflowReader.read(file);
        assertThat(reading.toString()).doesNotContain(who);
        assertThat(new String(BinaryPlistWriter.write(reading.source()), StandardCharsets.ISO_8859_1))
                .doesNotContain(who, "AppleID");
        for (int length = 0; length < file.length; length += 50) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatExceptionOfType(WorkflowFormatException.class)
                    .isThrownBy(() -> WorkflowReader.read(cut))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(who));
        }
    }

    @Test
    void refusesWhatIsNoSignedWorkflowInASentence() {
        byte[] file = signed(plist(500), 1 << 20, 256, Kind.PACKED_TABLES);
        int base = NOBODY.length;
        refused(with(file, 4, 1), "encrypted (profile 1)");
        refused(with(file, base + 0xEC + 24, 'z'), "only LZFSE or none");
        refused(with(file, base + 0xEC + 25, 1), "checksum 1");
        refused(with(file, base + 0xEC + 24, '-'), "a segment claims");
        refused(with(file, base + 0xEC + 7, 1), "claims");
        refused(with(file, base + 0xEC + 1, 0x7F), "a segment claims 0 bytes");
        refused(with(file, base + 0xEC + 21, 0), "claims");
        refused(with(file, base + 0xEC + 22, 0x7F), "cut off");
        refused(with(file, 11, 0x7F), "cut off");
        refused(with(file, base + 0x13C + 10, file[base + 0x13C + 10] ^ 1), "checksum of a segment");
        refused(with(file, base + 0x13C + 3, 0x7F), "a segment claims");
        refused(signed(file, 1 << 20, 256), "holds another signed file");
        refused(signed("text".getBytes(StandardCharsets.US_ASCII), 1 << 20, 256), "no workflow");
        byte[] noArchive = new byte[100];
        refused(
                SignedFiles.container(noArchive, NOBODY, new SignedFiles.Cut(50, 2), RANDOM),
                "what is in it is no archive");
    }

    /** A file of some kilobytes that claims the largest archive costs no more than it holds. */
    @Test
    void aClaimedSizeCostsNothing() {
        byte[] file = signed(plist(500), 1 << 20, 256, Kind.LZVN);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(NOBODY.length + 0xEC, Bounds.FILE_BYTES);
        Cost cost = Cost.of(() -> refused(file, "a segment claims 0 bytes"));
        assertThat(cost.bytes()).isLessThan(4 << 20);
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static void refused(byte[] file, String reason) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> WorkflowReader.read(file))
                .withMessageContaining(reason);
    }
}
