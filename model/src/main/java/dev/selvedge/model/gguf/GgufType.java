package dev.selvedge.model.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the values of a tensor are stored. Those of a row are cut into blocks, and each block has some bytes.
 *
 * <p>{@link #Q8_0} is 32 values in 34 bytes: a scale d in float16 and eight bits for each value. As in ggml's reference,
 * d is the greatest absolute value divided by 127, values are divided by d before it is rounded to float16, and halves
 * are rounded away from zero.
 */
public enum GgufType {
    F32(0, 0, 1, 4),
    F16(1, 1, 1, 2),
    Q8_0(8, 7, 32, 34),
    BF16(30, 32, 1, 2);

    /** What other tools store and Selvedge does not read, for messages. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(2, "Q4_0"),
            Map.entry(3, "Q4_1"),
            Map.entry(6, "Q5_0"),
            Map.entry(7, "Q5_1"),
            Map.entry(10, "Q2_K"),
            Map.entry(11, "Q3_K"),
            Map.entry(12, "Q4_K"),
            Map.entry(13, "Q5_K"),
            Map.entry(14, "Q6_K"),
            Map.entry(15, "Q8_K"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"));

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** In a tensor's description. */
    final int id;
    /** In {@code general.file_type}. */
    final int fileType;

    final int blockValues;
    final int blockBytes;

    GgufType(int id, int fileType, int blockValues, int blockBytes) {
        this.id = id;
        this.fileType = fileType;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
    }

    static Optional<GgufType> of(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** The format's name of a type, read or not. */
    static String name(int id) {
        return of(id).map(GgufType::name).orElse(OTHERS.getOrDefault(id, "type " + id));
    }

    /** As it is typed on a command line. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    long bytes(long values) {
        return values / blockValues * blockBytes;
    }

    /** Appends whole blocks of values to a little-endian buffer that has room for them. */
    void encode(MemorySegment values, ByteBuffer to) {
        int count = Math.toIntExact(values.byteSize() / Float.BYTES);
        switch (this) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    to.putFloat(value(values, i));
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    to.putShort(Float.floatToFloat16(value(values, i)));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    to.putShort(bfloat16(value(values, i)));
                }
            }
            case Q8_0 -> {
                for (int i = 0; i < count; i += blockValues) {
                    encodeBlock(values, i, to);
                }
            }
        }
    }

    private static float value(MemorySegment values, long index) {
        return values.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    /** Rounds to the nearer of the two neighbours, halves to the even one. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private void encodeBlock(MemorySegment values, int from, ByteBuffer to) {
        float greatest = 0;
        for (int i = 0; i < blockValues; i++) {
            greatest = Math.max(greatest, Math.abs(value(values, from + i)));
        }
        float scale = greatest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        to.putShort(Float.floatToFloat16(scale));
        for (int i = 0; i < blockValues; i++) {
            float scaled = value(values, from + i) * inverse;
            to.put((byte) Math.copySign(Math.floor(Math.abs((double) scaled) + 0.5), scaled));
        }
    }

    /** Reads whole blocks as float32. */
    void decode(MemorySegment blocks, MemorySegment to) {
        long count = to.byteSize() / Float.BYTES;
        switch (this) {
            case F32 -> MemorySegment.copy(blocks, FLOAT, 0, to, ValueLayout.JAVA_FLOAT, 0, count);
            case F16 -> {
                for (long i = 0; i < count; i++) {
                    put(to, i, Float.float16ToFloat(blocks.getAtIndex(SHORT, i)));
                }
            }
            case BF16 -> {
                for (long i = 0; i < count; i++) {
                    put(to, i, Float.intBitsToFloat(blocks.getAtIndex(SHORT, i) << 16));
                }
            }
            case Q8_0 -> {
                for (long i = 0; i < count; i++) {
                    long block = i / blockValues * blockBytes;
                    float scale = Float.float16ToFloat(blocks.get(SHORT, block));
                    put(to, i, scale * blocks.get(ValueLayout.JAVA_BYTE, block + 2 + i % blockValues));
                }
            }
        }
    }

    private static void put(MemorySegment values, long index, float value) {
        values.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
    }
}
