package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Date;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Null;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import dev.selvedge.workflow.file.PlistValue.Uid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code bplist00} files. Every object is parsed once, whatever refers to it, so the time is linear in the file;
 * what the references add up to is counted and bounded, and a cycle is refused.
 */
final class BinaryPlist {
    static final Instant EPOCH = Instant.parse("2001-01-01T00:00:00Z");
    private static final int HEADER_BYTES = 8;
    private static final int TRAILER_BYTES = 32;
    private static final int UNSEEN = 0;

    private final byte[] bytes;
    private final int offsetBytes;
    private final int referenceBytes;
    private final int objects;
    private final int tableOffset;
    private final @Nullable PlistValue[] parsed;
    /** Levels below and including an object; {@code UNSEEN} before it is begun. */
    private final int[] heights;

    private final long[] values;
    private final long[] content;

    private BinaryPlist(byte[] bytes) {
        this.bytes = bytes;
        int trailer = bytes.length - TRAILER_BYTES;
        if (trailer <= HEADER_BYTES) {
            throw damaged("it ends after " + bytes.length + " bytes");
        }
        offsetBytes = bytes[trailer + 6];
        referenceBytes = bytes[trailer + 7];
        long count = unsigned(trailer + 8, 8);
        long table = unsigned(trailer + 24, 8);
        if (offsetBytes < 1 || offsetBytes > 8 || referenceBytes < 1 || referenceBytes > 8) {
            throw damaged("its trailer is not one");
        }
        if (count < 1 || count > trailer || table < HEADER_BYTES || table > trailer - count * offsetBytes) {
            throw damaged("its object table lies outside the file");
        }
        if (count > Bounds.VALUES) {
            throw new WorkflowFormatException(
                    "The property list describes more than " + Bounds.VALUES + " values, which is not read.");
        }
        objects = (int) count;
        tableOffset = (int) table;
        parsed = new @Nullable PlistValue[objects];
        heights = new int[objects];
        values = new long[objects];
        content = new long[objects];
    }

    /** @throws WorkflowFormatException if the bytes are no binary property list, or one beyond our bounds */
    static PlistValue read(byte[] bytes) {
        BinaryPlist file = new BinaryPlist(bytes);
        return file.object(file.unsigned(bytes.length - TRAILER_BYTES + 16, 8), 1);
    }

    private PlistValue object(long reference, int depth) {
        if (reference < 0 || reference >= objects) {
            throw damaged("it refers to object " + Long.toUnsignedString(reference) + " of " + objects);
        }
        int index = (int) reference;
        PlistValue known = parsed[index];
        if (known != null) {
            checkDepth(depth + heights[index] - 1);
            return known;
        }
        if (heights[index] != UNSEEN) {
            throw new WorkflowFormatException("The property list contains itself; a workflow file never does.");
        }
        checkDepth(depth);
        heights[index] = 1;
        values[index] = 1;
        PlistValue value = parse(index, depth);
        parsed[index] = value;
        return value;
    }

    private static void checkDepth(int depth) {
        if (depth > Bounds.DEPTH) {
            throw new WorkflowFormatException(
                    "The property list nests more than " + Bounds.DEPTH + " levels deep, which is not read.");
        }
    }

    private PlistValue parse(int index, int depth) {
        long offset = unsigned(tableOffset + index * offsetBytes, offsetBytes);
        if (offset < HEADER_BYTES || offset >= bytes.length - TRAILER_BYTES) {
            throw damaged("object " + index + " lies outside the file");
        }
        int at = (int) offset;
        int marker = bytes[at] & 0xFF;
        int low = marker & 0xF;
        return switch (marker >> 4) {
            case 0x0 -> simple(marker);
            case 0x1 -> integer(at + 1, low);
            case 0x2 -> real(at + 1, low);
            case 0x3 -> date(at + 1, low);
            case 0x8 -> new Uid(number(at + 1, low + 1));
            case 0x4, 0x5, 0x6, 0x7 -> leaf(index, marker >> 4, count(at, low));
            case 0xA, 0xB, 0xC -> array(index, count(at, low), depth);
            case 0xD -> dictionary(index, count(at, low), depth);
            default -> throw damaged("object " + index + " has the unknown type " + Integer.toHexString(marker));
        };
    }

    private PlistValue simple(int marker) {
        return switch (marker) {
            case 0x00, 0x0F -> new Null();
            case 0x08 -> new Bool(false);
            case 0x09 -> new Bool(true);
            default -> throw damaged("it holds an object of the unknown type " + Integer.toHexString(marker));
        };
    }

    /** A count and where the content begins. */
    private record Extent(int count, int start) {}

    private Extent count(int at, int low) {
        if (low != 0xF) {
            return new Extent(low, at + 1);
        }
        need(at + 1, 1);
        int marker = bytes[at + 1];
        if (marker < 0x10 || marker > 0x13) {
            throw damaged("an object's length is no number");
        }
        int width = 1 << (marker & 0xF);
        long count = number(at + 2, width);
        if (count < 0 || count > bytes.length) {
            throw damaged("an object claims " + Long.toUnsignedString(count) + " elements");
        }
        return new Extent((int) count, at + 2 + width);
    }

    private PlistValue leaf(int index, int type, Extent extent) {
        int width = type == 0x6 ? 2 : 1;
        need(extent.start, (long) extent.count * width);
        content[index] = extent.count;
        return switch (type) {
            case 0x4 -> new Bytes(Arrays.copyOfRange(bytes, extent.start, extent.start + extent.count));
            case 0x5 -> new Str(new String(bytes, extent.start, extent.count, StandardCharsets.ISO_8859_1));
            case 0x6 -> new Str(utf16(extent));
            default -> new Str(new String(bytes, extent.start, extent.count, StandardCharsets.UTF_8));
        };
    }

    /** By hand, so that lone surrogates survive. */
    private String utf16(Extent extent) {
        char[] chars = new char[extent.count];
        for (int i = 0; i < chars.length; i++) {
            int at = extent.start + 2 * i;
            chars[i] = (char) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
        }
        return new String(chars);
    }

    private PlistValue array(int index, Extent extent, int depth) {
        need(extent.start, (long) extent.count * referenceBytes);
        // Not made for its count, which nested arrays can claim again and again.
        List<PlistValue> items = new ArrayList<>();
        for (int i = 0; i < extent.count; i++) {
            items.add(child(index, extent.start + i * referenceBytes, depth));
        }
        return new Array(items);
    }

    private PlistValue dictionary(int index, Extent extent, int depth) {
        need(extent.start, 2L * extent.count * referenceBytes);
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < extent.count; i++) {
            int key = extent.start + i * referenceBytes;
            if (!(child(index, key, depth) instanceof Str(String text))) {
                throw damaged("a dictionary's key is no text");
            }
            entries.put(text, child(index, key + extent.count * referenceBytes, depth));
        }
        return new Dict(entries);
    }

    private PlistValue child(int parent, int at, int depth) {
        long reference = number(at, referenceBytes);
        PlistValue value = object(reference, depth + 1);
        int child = (int) reference;
        heights[parent] = Math.max(heights[parent], heights[child] + 1);
        values[parent] += values[child];
        content[parent] += content[child];
        if (values[parent] > Bounds.VALUES || content[parent] > Bounds.CONTENT) {
            throw new WorkflowFormatException("The property list describes more than "
                    + (values[parent] > Bounds.VALUES
                            ? Bounds.VALUES + " values"
                            : (Bounds.CONTENT >> 20) + " MiB of content")
                    + ", which is not read.");
        }
        return value;
    }

    private PlistValue integer(int at, int low) {
        if (low > 4) {
            throw damaged("an integer claims 2^" + low + " bytes");
        }
        int width = 1 << low;
        need(at, width);
        // One, two and four bytes are unsigned; eight and sixteen are signed.
        return new Int(
                width < 8
                        ? BigInteger.valueOf(number(at, width))
                        : new BigInteger(Arrays.copyOfRange(bytes, at, at + width)));
    }

    private PlistValue real(int at, int low) {
        return switch (low) {
            case 2 -> new Real(Float.intBitsToFloat((int) number(at, 4)));
            case 3 -> new Real(Double.longBitsToDouble(number(at, 8)));
            default -> throw damaged("a real number claims 2^" + low + " bytes");
        };
    }

    private PlistValue date(int at, int low) {
        if (low != 3) {
            throw damaged("a date claims 2^" + low + " bytes");
        }
        double seconds = Double.longBitsToDouble(number(at, 8));
        return new Date(instant(seconds));
    }

    private static Instant instant(double seconds) {
        // A million years either way; Java's own bound is far beyond, a file's garbage is not.
        if (!(Math.abs(seconds) < 3.2e13)) {
            throw damaged("a date lies " + seconds + " seconds from 2001");
        }
        double whole = Math.floor(seconds);
        try {
            return EPOCH.plus(Duration.ofSeconds((long) whole, Math.round((seconds - whole) * 1e9)));
        } catch (DateTimeException e) {
            throw damaged("a date lies " + seconds + " seconds from 2001");
        }
    }

    private long number(int at, int width) {
        need(at, width);
        return unsigned(at, width);
    }

    private long unsigned(int at, int width) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = number << 8 | (bytes[at + i] & 0xFF);
        }
        return number;
    }

    private void need(int at, long length) {
        if (at + length > bytes.length - TRAILER_BYTES) {
            throw damaged("an object reaches past the file's end");
        }
    }

    private static WorkflowFormatException damaged(String what) {
        return new WorkflowFormatException("The binary property list is damaged: " + what + ".");
    }
}
