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
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code bplist00} files. Equal leaves are written once; the bytes depend on the value alone. */
final class BinaryPlistWriter {
    private final List<PlistValue> objects = new ArrayList<>();
    private final Map<PlistValue, Integer> leaves = new HashMap<>();
    /** The references of each container, keys before values; empty for leaves. */
    private final List<int[]> references = new ArrayList<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BinaryPlistWriter() {}

    static byte[] write(PlistValue value) {
        BinaryPlistWriter writer = new BinaryPlistWriter();
        writer.number(value);
        return writer.file();
    }

    /** The number of an object, with everything in it numbered after it. */
    private int number(PlistValue value) {
        boolean container = value instanceof Dict || value instanceof Array;
        Integer known = container ? null : leaves.get(value);
        if (known != null) {
            return known;
        }
        int number = objects.size();
        objects.add(value);
        references.add(new int[0]);
        switch (value) {
            case Dict(Map<String, PlistValue> entries) -> {
                int[] refs = new int[2 * entries.size()];
                int i = 0;
                for (Map.Entry<String, PlistValue> entry : entries.entrySet()) {
                    refs[i] = number(new Str(entry.getKey()));
                    refs[entries.size() + i++] = number(entry.getValue());
                }
                references.set(number, refs);
            }
            case Array(List<PlistValue> items) -> {
                int[] refs = new int[items.size()];
                for (int i = 0; i < refs.length; i++) {
                    refs[i] = number(items.get(i));
                }
                references.set(number, refs);
            }
            default -> leaves.put(value, number);
        }
        return number;
    }

    private byte[] file() {
        int referenceBytes = width(objects.size());
        out.writeBytes("bplist00".getBytes(StandardCharsets.US_ASCII));
        int[] offsets = new int[objects.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = out.size();
            object(objects.get(i), references.get(i), referenceBytes);
        }
        int table = out.size();
        int offsetBytes = width(table);
        for (int offset : offsets) {
            unsigned(offset, offsetBytes);
        }
        unsigned(0, 6);
        out.write(offsetBytes);
        out.write(referenceBytes);
        unsigned(offsets.length, 8);
        unsigned(0, 8);
        unsigned(table, 8);
        return out.toByteArray();
    }

    private static int width(int number) {
        return number < 1 << 8 ? 1 : number < 1 << 16 ? 2 : 4;
    }

    private void object(PlistValue value, int[] refs, int referenceBytes) {
        switch (value) {
            case Null() -> out.write(0x00);
            case Bool(boolean bool) -> out.write(bool ? 0x09 : 0x08);
            case Int(BigInteger number) -> integer(number);
            case Real(double number) -> {
                out.write(0x23);
                unsigned(Double.doubleToLongBits(number), 8);
            }
            case Date(var instant) -> {
                Duration since = Duration.between(BinaryPlist.EPOCH, instant);
                out.write(0x33);
                unsigned(Double.doubleToLongBits(since.getSeconds() + since.getNano() / 1e9), 8);
            }
            case Bytes(byte[] bytes) -> {
                length(0x4, bytes.length);
                out.writeBytes(bytes);
            }
            case Str(String text) -> text(text);
            case Uid(long number) -> {
                out.write(0x87);
                unsigned(number, 8);
            }
            case Array(var items) -> {
                length(0xA, items.size());
                references(refs, referenceBytes);
            }
            case Dict(var entries) -> {
                length(0xD, entries.size());
                references(refs, referenceBytes);
            }
        }
    }

    private void references(int[] refs, int referenceBytes) {
        for (int ref : refs) {
            unsigned(ref, referenceBytes);
        }
    }

    private void integer(BigInteger number) {
        int bits = number.bitLength();
        if (bits > 127) {
            throw new IllegalArgumentException("an integer of " + bits + " bits fits no property list");
        }
        if (bits > 63) {
            out.write(0x14);
            byte[] bytes = number.toByteArray();
            for (int i = bytes.length; i < 16; i++) {
                out.write(number.signum() < 0 ? 0xFF : 0);
            }
            out.writeBytes(bytes);
        } else {
            int power = number.signum() < 0 || bits > 32 ? 3 : bits > 16 ? 2 : bits > 8 ? 1 : 0;
            out.write(0x10 | power);
            unsigned(number.longValue(), 1 << power);
        }
    }

    private void text(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            length(0x5, text.length());
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        } else {
            length(0x6, text.length());
            for (int i = 0; i < text.length(); i++) {
                unsigned(text.charAt(i), 2);
            }
        }
    }

    private void length(int type, int length) {
        if (length < 0xF) {
            out.write(type << 4 | length);
        } else {
            out.write(type << 4 | 0xF);
            integer(BigInteger.valueOf(length));
        }
    }

    private void unsigned(long number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >>> (8 * i)));
        }
    }
}
