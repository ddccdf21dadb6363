package dev.selvedge.workflow.file;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a property list, as the file has it. */
public sealed interface PlistValue {
    /**
     * Reads any property list, binary or XML.
     *
     * @throws WorkflowFormatException if the bytes are none, or one beyond the bounds of workflow files
     */
    static PlistValue read(byte[] bytes) {
        if (bytes.length > Bounds.FILE_BYTES) {
            throw new WorkflowFormatException(
                    "The property list is larger than " + (Bounds.FILE_BYTES >> 20) + " MiB, which is not read.");
        }
        return bytes.length > 0 && bytes[0] == 'b' ? BinaryPlist.read(bytes) : XmlPlist.read(bytes);
    }

    /** A dictionary; keys in the file's order. */
    record Dict(Map<String, PlistValue> entries) implements PlistValue {
        public static final Dict EMPTY = new Dict(Map.of());

        public Dict {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        static Dict of(String key, PlistValue value) {
            return new Dict(Map.of(key, value));
        }

        static Dict of(String key, PlistValue value, String key2, PlistValue value2) {
            Map<String, PlistValue> entries = new LinkedHashMap<>();
            entries.put(key, value);
            entries.put(key2, value2);
            return new Dict(entries);
        }

        public @Nullable PlistValue get(String key) {
            return entries.get(key);
        }

        /** The text under a key, null where there is none or it is no text. */
        public @Nullable String text(String key) {
            return entries.get(key) instanceof Str(String text) ? text : null;
        }

        /** The dictionary under a key, an empty one where there is none or it is none. */
        Dict dict(String key) {
            return entries.get(key) instanceof Dict dict ? dict : EMPTY;
        }

        /** The array under a key, an empty one where there is none or it is none. */
        List<PlistValue> array(String key) {
            return entries.get(key) instanceof Array(List<PlistValue> items) ? items : List.of();
        }
    }

    record Array(List<PlistValue> items) implements PlistValue {
        public Array {
            items = List.copyOf(items);
        }
    }

    record Str(String text) implements PlistValue {}

    /** An integer; binary files hold up to 128 bits. */
    record Int(BigInteger number) implements PlistValue {
        public static Int of(long number) {
            return new Int(BigInteger.valueOf(number));
        }
    }

    record Real(double number) implements PlistValue {}

    record Bool(boolean value) implements PlistValue {}

    record Date(Instant instant) implements PlistValue {}

    @SuppressWarnings("ArrayRecordComponent") // equality is by content, and files are large
    record Bytes(byte[] bytes) implements PlistValue {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length)) + "…, " + bytes.length
                    + " bytes]";
        }
    }

    /** A reference inside keyed archives; no workflow uses it. */
    record Uid(long number) implements PlistValue {}

    /** The empty object of binary files; XML has none. */
    record Null() implements PlistValue {}
}
