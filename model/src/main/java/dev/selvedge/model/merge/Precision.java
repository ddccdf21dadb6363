package dev.selvedge.model.merge;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A floating-point format of weights. Arithmetic in it is float32 arithmetic of which every result is rounded to it (to
 * nearest, ties to even), which is how the usual kernels compute, so merges agree with them bit for bit.
 */
public enum Precision {
    FLOAT32("F32", "float32", 4),
    FLOAT16("F16", "float16", 2),
    BFLOAT16("BF16", "bfloat16", 2);

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String fileName;
    private final String configName;
    private final int bytes;

    Precision(String fileName, String configName, int bytes) {
        this.fileName = fileName;
        this.configName = configName;
        this.bytes = bytes;
    }

    /** As safetensors calls it. */
    public String fileName() {
        return fileName;
    }

    /** As configurations call it. */
    public String configName() {
        return configName;
    }

    /** Bytes a value. */
    public int bytes() {
        return bytes;
    }

    /** By the name of configurations, with or without {@code torch.}; null if there is none. */
    static @Nullable Precision named(String name) {
        String bare = name.startsWith("torch.") ? name.substring("torch.".length()) : name;
        for (Precision one : values()) {
            if (one.configName.equals(bare)) {
                return one;
            }
        }
        return null;
    }

    /** By the name of safetensors; null if there is none. */
    static @Nullable Precision ofFile(String type) {
        for (Precision one : values()) {
            if (one.fileName.equals(type)) {
                return one;
            }
        }
        return null;
    }

    /** The format that holds all values of both. */
    Precision with(Precision other) {
        return this == other ? this : FLOAT32;
    }

    /** The nearest value of this format. */
    float round(float value) {
        return switch (this) {
            case FLOAT32 -> value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BFLOAT16 -> Float.intBitsToFloat(toBfloat16(Float.floatToRawIntBits(value)) << 16);
        };
    }

    /** The nearest value of this format. */
    float round(double value) {
        return round((float) value);
    }

    /** Rounds the first values of an array. */
    void round(float[] values, int length) {
        if (this == FLOAT32) {
            return;
        }
        for (int i = 0; i < length; i++) {
            values[i] = round(values[i]);
        }
    }

    /** The upper half of float32 bits, rounded; not-a-number stays so. */
    private static int toBfloat16(int bits) {
        int rounded = (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
        return (bits & 0x7FFFFFFF) > 0x7F800000 ? bits >>> 16 | 0x40 : rounded;
    }

    /** Reads values of this format from bytes. */
    void decode(MemorySegment source, long from, float[] target, int length) {
        if (this == FLOAT32) {
            MemorySegment.copy(source, FLOAT, from * Float.BYTES, target, 0, length);
            return;
        }
        short[] raw = new short[length];
        MemorySegment.copy(source, SHORT, from * Short.BYTES, raw, 0, length);
        if (this == FLOAT16) {
            for (int i = 0; i < length; i++) {
                target[i] = Float.float16ToFloat(raw[i]);
            }
        } else {
            for (int i = 0; i < length; i++) {
                target[i] = Float.intBitsToFloat(raw[i] << 16);
            }
        }
    }

    /** Writes values as this format. */
    void encode(float[] values, int length, MemorySegment target) {
        if (this == FLOAT32) {
            MemorySegment.copy(values, 0, target, FLOAT, 0, length);
            return;
        }
        short[] raw = new short[length];
        if (this == FLOAT16) {
            for (int i = 0; i < length; i++) {
                raw[i] = Float.floatToFloat16(values[i]);
            }
        } else {
            for (int i = 0; i < length; i++) {
                raw[i] = (short) toBfloat16(Float.floatToRawIntBits(values[i]));
            }
        }
        MemorySegment.copy(raw, 0, target, SHORT, 0, length);
    }
}
