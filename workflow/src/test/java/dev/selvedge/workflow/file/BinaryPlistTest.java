package dev.selvedge.workflow.file;

import static dev.selvedge.workflow.file.Plists.dict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.PropertyListParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BinaryPlistTest {
    /** The oracle: another parser reads the same from real files, and from what we write. */
    @Test
    void agreesWithAnotherParser() throws Exception {
        List<Path> files = SharedFiles.in("shared");
        for (int i = 0; i < files.size(); i += 3) {
            Path file = files.get(i);
            byte[] bytes = Files.readAllBytes(file);
            if (!file.toString().endsWith(".shortcut")) {
                assertThat(loose(XmlPlist.read(bytes)).equals(loose(plist(PropertyListParser.parse(bytes)))))
                        .as("%s", file)
                        .isTrue();
                continue;
            }
            PlistValue ours = BinaryPlist.read(bytes);
            assertThat(loose(ours).equals(loose(plist(PropertyListParser.parse(bytes)))))
                    .as("%s", file)
                    .isTrue();
            byte[] written = BinaryPlistWriter.write(ours);
            assertThat(loose(ours).equals(loose(plist(PropertyListParser.parse(written)))))
                    .as("written %s", file)
                    .isTrue();
        }
    }

    private static PlistValue plist(NSObject object) {
        return switch (object) {
            case NSDictionary dictionary -> {
                Map<String, PlistValue> entries = new LinkedHashMap<>();
                dictionary.forEach((key, value) -> entries.put(key, plist(value)));
                yield new PlistValue.Dict(entries);
            }
            case NSArray array ->
                new PlistValue.Array(
                        Stream.of(array.getArray()).map(BinaryPlistTest::plist).toList());
            case NSString string -> new PlistValue.Str(string.getContent());
            case NSData data -> new PlistValue.Bytes(data.bytes());
            case NSDate date -> new PlistValue.Date(date.getDate().toInstant());
            case NSNumber number when number.isBoolean() -> new PlistValue.Bool(number.boolValue());
            case NSNumber number when number.isInteger() -> PlistValue.Int.of(number.longValue());
            case NSNumber number -> new PlistValue.Real(number.doubleValue());
            default -> throw new AssertionError("no workflow has a " + object.getClass());
        };
    }

    /** The other parser takes a whole number in {@code <real>} for an integer, and cuts dates to milliseconds. */
    private static PlistValue loose(PlistValue value) {
        return switch (value) {
            case PlistValue.Real(double number) when number == Math.rint(number) -> PlistValue.Int.of((long) number);
            case PlistValue.Date(var instant) -> new PlistValue.Date(instant.truncatedTo(ChronoUnit.MILLIS));
            case PlistValue.Array(var items) ->
                new PlistValue.Array(items.stream().map(BinaryPlistTest::loose).toList());
            case PlistValue.Dict(var entries) -> {
                Map<String, PlistValue> loose = new LinkedHashMap<>();
                entries.forEach((key, entry) -> loose.put(key, loose(entry)));
                yield new PlistValue.Dict(loose);
            }
            default -> value;
        };
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            PlistValue value = value(random, 4);
            assertThat(BinaryPlist.read(BinaryPlistWriter.write(value))).isEqualTo(value);
        }
    }

    private static PlistValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> new PlistValue.Str("x".repeat(random.nextInt(40)));
            case 1 -> new PlistValue.Str("\uD800 lone, \u0000 and \uD83D\uDE00" + random.nextInt());
            case 2 ->
                new PlistValue.Int(new BigInteger(random.nextInt(1, 120), random)
                        .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)));
            case 3 -> new PlistValue.Real(random.nextGaussian());
            case 4 -> new PlistValue.Bool(random.nextBoolean());
            case 5 -> new PlistValue.Date(Instant.ofEpochSecond(random.nextInt()));
            case 6 -> new PlistValue.Bytes(new byte[random.nextInt(20)]);
            case 7 ->
                new PlistValue.Array(Stream.generate(() -> value(random, depth - 1))
                        .limit(random.nextInt(300) / (5 - depth) / 20)
                        .toList());
            default -> {
                Map<String, PlistValue> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    entries.put("key " + random.nextInt(100), value(random, depth - 1));
                }
                yield new PlistValue.Dict(entries);
            }
        };
    }

    /** 2^40 values in a few bytes: each array holds the one below it twice. */
    @Test
    void refusesSharedObjectsThatAddUpToTooMuch() {
        byte[][] objects = new byte[41][];
        for (int i = 0; i < 40; i++) {
            objects[i] = new byte[] {(byte) 0xA2, (byte) (i + 1), (byte) (i + 1)};
        }
        objects[40] = new byte[] {0x10, 1};
        refused(file(objects), "more than 2000000 values");
    }

    @Test
    void refusesSharedTextThatAddsUpToTooMuch() {
        byte[] text = new byte[5 + 100_000];
        text[0] = 0x5F;
        text[1] = 0x12;
        text[2] = 0;
        text[3] = (byte) (100_000 >> 16);
        text[4] = (byte) (100_000 >> 8);
        byte[] long32 = new byte[text.length + 1];
        System.arraycopy(text, 0, long32, 0, 5);
        long32[5] = (byte) 100_000;
        byte[] items = new byte[2 + 1 + 1000];
        items[0] = (byte) 0xAF;
        items[1] = 0x11;
        items[2] = 1000 >> 8;
        byte[] references = new byte[3 + 1 + 1000];
        System.arraycopy(items, 0, references, 0, 3);
        references[3] = (byte) 1000;
        java.util.Arrays.fill(references, 4, references.length, (byte) 1);
        refused(file(references, long32), "64 MiB of content");
    }

    @Test
    void refusesCyclesAndDepth() {
        refused(file(new byte[] {(byte) 0xA1, 0}), "contains itself");
        byte[][] deep = new byte[201][];
        for (int i = 0; i < 200; i++) {
            deep[i] = new byte[] {(byte) 0xA1, (byte) (i + 1)};
        }
        deep[200] = new byte[] {0x10, 1};
        refused(file(deep), "200 levels deep");
    }

    /** Arrays that claim as many items as the file has bytes, each the first item of the one before. */
    @Test
    void aClaimedCountCostsNothing() {
        byte[][] objects = new byte[150][];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new byte[] {(byte) 0xAF, 0x12, 0, 0x1E, (byte) 0x84, (byte) 0x80, (byte) (i + 1)};
        }
        objects[149] = new byte[2_000_000];
        byte[] bytes = file(objects);
        Cost cost = Cost.of(() ->
                assertThatExceptionOfType(WorkflowFormatException.class).isThrownBy(() -> BinaryPlist.read(bytes)));
        assertThat(cost.bytes()).isLessThan(100 << 20);
        byte[] many = file(new byte[3_000_000]);
        java.nio.ByteBuffer.wrap(many).putLong(many.length - 24, 2_900_000).putLong(many.length - 8, 8);
        many[many.length - 26] = 1;
        refused(many, "more than 2000000 values");
    }

    @Test
    void refusesDamagedFilesInASentence() {
        refused("bplist00".getBytes(StandardCharsets.US_ASCII), "ends after 8 bytes");
        refused(file(new byte[] {0x5F, 0x20, 1}), "length is no number");
        refused(file(new byte[] {0x5F, 0x13, 0x7F, -1, -1, -1, -1, -1, -1, -1}), "elements");
        refused(file(new byte[] {(byte) 0xA1, 9}), "refers to object 9 of 1");
        refused(file(new byte[] {(byte) 0xD1, 1, 1}, new byte[] {0x10, 1}), "key is no text");
        refused(file(new byte[] {0x33, 0x7F, -16, 0, 0, 0, 0, 0, 0}), "a date lies");
        refused(file(new byte[] {0x15}), "integer claims");
        refused(file(new byte[] {0x70 - 0x100 + 0x20}), "unknown type");
    }

    @Test
    void readsIntegersOfEveryWidth() {
        assertThat(BinaryPlist.read(file(new byte[] {0x10, -1}))).isEqualTo(PlistValue.Int.of(255));
        assertThat(BinaryPlist.read(file(new byte[] {0x13, -1, -1, -1, -1, -1, -1, -1, -1})))
                .isEqualTo(PlistValue.Int.of(-1));
        byte[] wide = new byte[17];
        wide[0] = 0x14;
        java.util.Arrays.fill(wide, 9, 17, (byte) -1);
        assertThat(BinaryPlist.read(file(wide)))
                .isEqualTo(new PlistValue.Int(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatExceptionOfType(WorkflowFormatException.class)
                .isThrownBy(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(60), () -> BinaryPlist.read(bytes)))
                .withMessageContaining(reason);
    }

    /** A file of these objects with one-byte references and two-byte offsets at most; the first is the top. */
    static byte[] file(byte[]... objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("bplist00".getBytes(StandardCharsets.US_ASCII));
        int[] offsets = new int[objects.length];
        for (int i = 0; i < objects.length; i++) {
            offsets[i] = out.size();
            out.writeBytes(objects[i]);
        }
        int table = out.size();
        for (int offset : offsets) {
            number(out, offset, 4);
        }
        out.writeBytes(new byte[6]);
        out.write(4);
        out.write(1);
        number(out, objects.length, 8);
        number(out, 0, 8);
        number(out, table, 8);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long number, int width) {
        for (int i = width - 1; i >= 0; i--) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(((PlistValue.Dict) BinaryPlist.read(BinaryPlistWriter.write(dict("b", 1, "a", 2, "c", 3))))
                        .entries())
                .containsExactly(
                        Map.entry("b", PlistValue.Int.of(1)),
                        Map.entry("a", PlistValue.Int.of(2)),
                        Map.entry("c", PlistValue.Int.of(3)));
    }

    @Test
    void xmlRoundTripsWhatXmlCanSay() throws IOException {
        PlistValue value = dict(
                "text",
                "a < b & \"c\" \u00e9 \uD83D\uDE00 \r\n\t",
                "list",
                List.of(1, -2.5, true, false, new byte[] {1, 2}),
                "date",
                Instant.parse("2024-02-29T12:00:00Z"),
                "empty",
                dict());
        assertThat(XmlPlist.read(XmlPlistWriter.write(value).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(value);
    }
}
