package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the values of weights are kept in files. Conversions go through blocks that stay in the cache, in loops that the
 * compiler turns into vector instructions.
 */
public enum Precision {
    F32(4, 0x7f80_0000),
    /** IEEE half precision; from 65,520 on a value has no finite form. */
    F16(2, 0x477f_f000),
    /** The upper half of a float32. */
    BF16(2, 0x7f7f_8000);

    private static final int BLOCK = 4096;
    private static final int ROUNDED = 1024;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int INFINITY = 0x7f80_0000;

    final int bytes;
    /** The bits of the least float32 magnitude that rounds to infinity. */
    private final int overflow;

    Precision(int bytes, int overflow) {
        this.bytes = bytes;
        this.overflow = overflow;
    }

    /** Bytes of a value. */
    public int bytes() {
        return bytes;
    }

    /** The precision that a safetensors file calls so, if it is one that weights are kept in. */
    public static Optional<Precision> of(String type) {
        return switch (type) {
            case "F32" -> Optional.of(F32);
            case "F16" -> Optional.of(F16);
            case "BF16" -> Optional.of(BF16);
            default -> Optional.empty();
        };
    }

    /** The precision that configurations call so, with or without {@code torch.} before the name. */
    public static Optional<Precision> named(String configName) {
        String bare = configName.startsWith("torch.") ? configName.substring("torch.".length()) : configName;
        return Arrays.stream(values())
                .filter(one -> one.configName().equals(bare))
                .findFirst();
    }

    /** The precision that holds all values of both. */
    public Precision with(Precision other) {
        return this == other ? this : F32;
    }

    /** The nearest value of this precision, on ties the even one; infinity where there is no finite one. */
    public float round(float value) {
        return switch (this) {
            case F32 -> value;
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BF16 -> Float.intBitsToFloat(upperHalf(Float.floatToRawIntBits(value)) << 16);
        };
    }

    /** The nearest value of this precision to the nearest float32. */
    public float round(double value) {
        return round((float) value);
    }

    /** Rounds the first values of an array. */
    public void round(float[] values, int length) {
        switch (this) {
            case F32 -> {}
            case F16 -> {
                for (int i = 0; i < length; i++) {
                    values[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
                }
            }
            case BF16 -> roundToUpperHalf(values, length);
        }
    }

    /** Copies of memory around loops over integers are many times faster than the bits of one value after the other. */
    private static void roundToUpperHalf(float[] values, int length) {
        MemorySegment floats = MemorySegment.ofArray(values);
        int[] bits = new int[ROUNDED];
        for (int at = 0; at < length; at += ROUNDED) {
            int count = Math.min(ROUNDED, length - at);
            MemorySegment.copy(floats, ValueLayout.JAVA_INT_UNALIGNED, (long) at * Float.BYTES, bits, 0, count);
            for (int i = 0; i < count; i++) {
                int value = bits[i];
                int number = ((value & 0x7fff_ffff) - INFINITY - 1) >> 31;
                int rounded = value + 0x7fff + (value >>> 16 & 1);
                bits[i] = (rounded & number | (value | 0x40_0000) & ~number) & 0xffff_0000;
            }
            MemorySegment.copy(bits, 0, floats, ValueLayout.JAVA_INT_UNALIGNED, (long) at * Float.BYTES, count);
        }
    }

    /** As config.json calls it. */
    public String configName() {
        return switch (this) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
        };
    }

    /**
     * Values of this precision as float32, exactly.
     *
     * @param floats native order, as many values
     */
    public void toFloats(MemorySegment values, MemorySegment floats) {
        long count = floats.byteSize() / Float.BYTES;
        if (values.byteSize() != count * bytes) {
            throw new IllegalArgumentException(values.byteSize() + " bytes for " + count + " values of " + this);
        }
        if (this == F32) {
            MemorySegment.copy(values, FLOAT, 0, floats, ValueLayout.JAVA_FLOAT, 0, count);
            return;
        }
        short[] halves = new short[BLOCK];
        int[] bits = new int[BLOCK];
        float[] wide = new float[BLOCK];
        for (long at = 0; at < count; at += BLOCK) {
            int length = (int) Math.min(BLOCK, count - at);
            MemorySegment.copy(values, SHORT, at * Short.BYTES, halves, 0, length);
            if (this == BF16) {
                for (int i = 0; i < length; i++) {
                    bits[i] = halves[i] << 16;
                }
                MemorySegment.copy(bits, 0, floats, ValueLayout.JAVA_INT_UNALIGNED, at * Float.BYTES, length);
            } else {
                for (int i = 0; i < length; i++) {
                    wide[i] = Float.float16ToFloat(halves[i]);
                }
                MemorySegment.copy(wide, 0, floats, ValueLayout.JAVA_FLOAT_UNALIGNED, at * Float.BYTES, length);
            }
        }
    }

    /**
     * Float32 values rounded to this precision, to the nearest and on ties to even.
     *
     * @param floats native order
     * @param values room for as many values
     * @param what for the error message, for example the tensor's name
     * @throws UserException if a finite value has no finite form
     */
    public void fromFloats(MemorySegment floats, MemorySegment values, String what) {
        long count = floats.byteSize() / Float.BYTES;
        if (values.byteSize() != count * bytes) {
            throw new IllegalArgumentException(values.byteSize() + " bytes for " + count + " values of " + this);
        }
        if (this == F32) {
            MemorySegment.copy(floats, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values, FLOAT, 0, count);
            return;
        }
        int[] bits = new int[BLOCK];
        short[] halves = new short[BLOCK];
        for (long at = 0; at < count; at += BLOCK) {
            int length = (int) Math.min(BLOCK, count - at);
            MemorySegment.copy(floats, INT, at * Float.BYTES, bits, 0, length);
            requireFinite(bits, length, what);
            if (this == BF16) {
                for (int i = 0; i < length; i++) {
                    halves[i] = upperHalf(bits[i]);
                }
            } else {
                for (int i = 0; i < length; i++) {
                    halves[i] = Float.floatToFloat16(Float.intBitsToFloat(bits[i]));
                }
            }
            MemorySegment.copy(halves, 0, values, SHORT, at * Short.BYTES, length);
        }
    }

    /** Rounded; what is no number stays none. Without branches, so that it becomes vector instructions. */
    private static short upperHalf(int bits) {
        int noNumber = INFINITY - (bits & 0x7fff_ffff) >> 31;
        int rounding = 0x7fff + (bits >>> 16 & 1);
        return (short) (bits + (rounding & ~noNumber) >>> 16 | 0x40 & noNumber);
    }

    private void requireFinite(int[] bits, int length, String what) {
        int lost = 0;
        for (int i = 0; i < length; i++) {
            int magnitude = bits[i] & 0x7fff_ffff;
            // Negative where the value is finite and as great as overflows.
            lost |= overflow - 1 - magnitude & magnitude - INFINITY;
        }
        if (lost < 0) {
            throw new UserException(what + " holds a value too great for " + this + "; write it as "
                    + (this == F16 ? "BF16 or F32" : "F32") + ".");
        }
    }
}
