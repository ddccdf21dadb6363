package dev.selvedge.workflow.file;

import java.nio.ByteBuffer;

/**
 * A block of LZFSE whose literals and (literal run, match length, distance) triples are coded by finite-state entropy
 * coding. The tables of states are those of Duda's tANS as Apple's reference decoder lays them out.
 */
final class LzfseBlock {
    private static final int LENGTH_SYMBOLS = 20;
    private static final int DISTANCE_SYMBOLS = 64;
    private static final int LITERAL_SYMBOLS = 256;
    private static final int LENGTH_STATES = 64;
    private static final int DISTANCE_STATES = 256;
    private static final int LITERAL_STATES = 1024;

    /** The plain header from its magic on, as a C compiler lays it out. */
    private static final int PLAIN_HEADER_BYTES = 772;

    /** Words that a well-made block can have beyond its bytes: literals are padded to four. */
    private static final int SLACK = 16;

    private static final int[] RUN_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 5, 8};
    private static final int[] MATCH_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 8, 11};
    private static final int[] DISTANCE_EXTRA = distanceExtra();
    private static final int[] RUN_BASE = bases(RUN_EXTRA);
    private static final int[] MATCH_BASE = bases(MATCH_EXTRA);
    private static final int[] DISTANCE_BASE = bases(DISTANCE_EXTRA);

    private int literals;
    private int literalBytes;
    private int matches;
    private int matchBytes;
    /** Bits of the last byte that count, minus eight: -7 … 0. */
    private int literalBits;

    private int matchBits;
    private final int[] literalStates = new int[4];
    private int runState;
    private int matchState;
    private int distanceState;
    private final int[] runs = new int[LENGTH_SYMBOLS];
    private final int[] lengths = new int[LENGTH_SYMBOLS];
    private final int[] distances = new int[DISTANCE_SYMBOLS];
    private final int[] bytes = new int[LITERAL_SYMBOLS];

    private LzfseBlock() {}

    private static int[] distanceExtra() {
        int[] extra = new int[DISTANCE_SYMBOLS];
        for (int i = 0; i < extra.length; i++) {
            extra[i] = i / 4;
        }
        return extra;
    }

    /** Each symbol stands for the 2^extra values after those of the symbol before it. */
    private static int[] bases(int[] extra) {
        int[] bases = new int[extra.length];
        for (int i = 1; i < bases.length; i++) {
            bases[i] = bases[i - 1] + (1 << extra[i - 1]);
        }
        return bases;
    }

    /** Reads a header with plain tables; the stream stands after magic and size. */
    static LzfseBlock plain(ByteBuffer stream, int size) {
        Lzfse.need(stream, PLAIN_HEADER_BYTES - 8);
        int start = stream.position() - 8;
        LzfseBlock block = new LzfseBlock();
        stream.getInt();
        block.literals = stream.getInt();
        block.matches = stream.getInt();
        block.literalBytes = stream.getInt();
        block.matchBytes = stream.getInt();
        block.literalBits = stream.getInt();
        for (int i = 0; i < 4; i++) {
            block.literalStates[i] = stream.getShort() & 0xFFFF;
        }
        block.matchBits = stream.getInt();
        block.runState = stream.getShort() & 0xFFFF;
        block.matchState = stream.getShort() & 0xFFFF;
        block.distanceState = stream.getShort() & 0xFFFF;
        for (int[] table : block.tables()) {
            for (int i = 0; i < table.length; i++) {
                table[i] = stream.getShort() & 0xFFFF;
            }
        }
        stream.position(start + PLAIN_HEADER_BYTES);
        return block.checked(size);
    }

    /** Reads a header with packed tables; the stream stands after magic and size. */
    static LzfseBlock packed(ByteBuffer stream, int size) {
        int start = stream.position() - 8;
        Lzfse.need(stream, 24);
        long first = stream.getLong();
        long second = stream.getLong();
        long third = stream.getLong();
        LzfseBlock block = new LzfseBlock();
        block.literals = field(first, 0, 20);
        block.literalBytes = field(first, 20, 20);
        block.matches = field(first, 40, 20);
        block.literalBits = field(first, 60, 3) - 7;
        for (int i = 0; i < 4; i++) {
            block.literalStates[i] = field(second, 10 * i, 10);
        }
        block.matchBytes = field(second, 40, 20);
        block.matchBits = field(second, 60, 3) - 7;
        long headerBytes = third & 0xFFFF_FFFFL;
        block.runState = field(third, 32, 10);
        block.matchState = field(third, 42, 10);
        block.distanceState = field(third, 52, 10);
        int tableBytes = (int) Math.clamp(headerBytes - 32, -1, Integer.MAX_VALUE);
        block.unpack(Lzfse.slice(stream, tableBytes));
        stream.position(start + (int) headerBytes);
        return block.checked(size);
    }

    private static int field(long word, int offset, int width) {
        return (int) (word >>> offset) & ((1 << width) - 1);
    }

    private int[][] tables() {
        return new int[][] {runs, lengths, distances, bytes};
    }

    /** Reads frequencies of 2 to 14 bits, the lowest bit first. */
    private void unpack(ByteBuffer packed) {
        int bits = 0;
        int held = 0;
        for (int[] table : tables()) {
            for (int i = 0; i < table.length; i++) {
                while (held < 14 && packed.hasRemaining()) {
                    bits |= (packed.get() & 0xFF) << held;
                    held += 8;
                }
                int width = width(bits);
                if (width > held) {
                    throw Lzfse.damaged("a block's tables are cut off");
                }
                table[i] = frequency(bits, width);
                bits >>>= width;
                held -= width;
            }
        }
    }

    private static int width(int bits) {
        if ((bits & 1) == 0) {
            return 2;
        }
        if ((bits & 2) == 0) {
            return 3;
        }
        return (bits & 4) == 0 ? 5 : (bits & 8) == 0 ? 8 : 14;
    }

    private static int frequency(int bits, int width) {
        return switch (width) {
            case 2 -> bits >> 1 & 1;
            case 3 -> (bits >> 2 & 1) + 2;
            case 5 -> (bits >> 3 & 3) + 4;
            case 8 -> (bits >> 4 & 0xF) + 8;
            default -> (bits >> 4 & 0x3FF) + 24;
        };
    }

    private LzfseBlock checked(int size) {
        // Every literal and every match gives at least one byte, so these bound the work by the output.
        boolean counts = literals >= 0 && literals <= size + SLACK && matches >= 0 && matches <= size + SLACK;
        boolean bits = literalBits >= -7 && literalBits <= 0 && matchBits >= -7 && matchBits <= 0;
        boolean states = runState < LENGTH_STATES && matchState < LENGTH_STATES && distanceState < DISTANCE_STATES;
        for (int state : literalStates) {
            states &= state < LITERAL_STATES;
        }
        if (!counts || !bits || !states) {
            throw Lzfse.damaged("a block's header is not one");
        }
        return this;
    }

    /** Decodes the block, whose payload the stream stands at, and moves past it. */
    void decode(ByteBuffer stream, Lzfse.Output out) {
        ByteBuffer literal = literals(Lzfse.slice(stream, literalBytes));
        Bits in = new Bits(Lzfse.slice(stream, matchBytes), matchBits);
        States run = new States(runs, LENGTH_STATES, runState, RUN_EXTRA, RUN_BASE);
        States match = new States(lengths, LENGTH_STATES, matchState, MATCH_EXTRA, MATCH_BASE);
        States distance = new States(distances, DISTANCE_STATES, distanceState, DISTANCE_EXTRA, DISTANCE_BASE);
        int last = 0;
        for (int i = 0; i < matches; i++) {
            int runLength = run.next(in);
            int matchLength = match.next(in);
            int back = distance.next(in);
            out.copy(literal, runLength);
            last = back == 0 ? last : back;
            if (matchLength > 0) {
                out.repeat(last, matchLength);
            }
        }
    }

    private ByteBuffer literals(ByteBuffer payload) {
        Bits in = new Bits(payload, literalBits);
        int[] none = new int[LITERAL_SYMBOLS];
        int[] self = new int[LITERAL_SYMBOLS];
        for (int i = 0; i < self.length; i++) {
            self[i] = i;
        }
        States[] states = new States[4];
        states[0] = new States(bytes, LITERAL_STATES, literalStates[0], none, self);
        for (int i = 1; i < 4; i++) {
            states[i] = states[0].at(literalStates[i]);
        }
        byte[] literal = new byte[literals];
        for (int i = 0; i < literals; i++) {
            literal[i] = (byte) states[i & 3].next(in);
        }
        return ByteBuffer.wrap(literal);
    }

    /** Bits read backwards from a payload's end. */
    private static final class Bits {
        private final ByteBuffer payload;
        private long cursor;

        Bits(ByteBuffer payload, int lastBits) {
            this.payload = payload;
            cursor = 8L * payload.limit() + lastBits;
        }

        /** At most 24 bits as a little-endian number. */
        int take(int width) {
            cursor -= width;
            if (cursor < 0) {
                if (width == 0) {
                    return 0;
                }
                throw Lzfse.damaged("a block's payload is cut off");
            }
            int at = (int) (cursor >>> 3);
            int bits = 0;
            for (int i = 0; i < 4 && at + i < payload.limit(); i++) {
                bits |= (payload.get(at + i) & 0xFF) << (8 * i);
            }
            return bits >>> (int) (cursor & 7) & ((1 << width) - 1);
        }
    }

    /** A decoder's states: how many bits each takes to the next, and the value that it stands for. */
    private static final class States {
        private final int[] width;
        private final int[] base;
        private final int[] extra;
        private final int[] value;
        private int state;

        private States(int[] width, int[] base, int[] extra, int[] value, int state) {
            this.width = width;
            this.base = base;
            this.extra = extra;
            this.value = value;
            this.state = state;
        }

        States(int[] frequencies, int states, int state, int[] extras, int[] values) {
            this(new int[states], new int[states], new int[states], new int[states], state);
            int next = 0;
            for (int symbol = 0; symbol < frequencies.length; symbol++) {
                int frequency = frequencies[symbol];
                if (frequency > states - next) {
                    throw Lzfse.damaged("a block's tables add up to too much");
                }
                if (frequency == 0) {
                    continue;
                }
                int bits = Integer.numberOfLeadingZeros(frequency) - Integer.numberOfLeadingZeros(states);
                int wide = ((2 * states) >> bits) - frequency;
                for (int i = 0; i < frequency; i++, next++) {
                    width[next] = i < wide ? bits : bits - 1;
                    base[next] = i < wide ? ((frequency + i) << bits) - states : (i - wide) << (bits - 1);
                    extra[next] = extras[symbol];
                    value[next] = values[symbol];
                }
            }
        }

        /** The same decoder in another state. */
        States at(int other) {
            return new States(width, base, extra, value, other);
        }

        int next(Bits in) {
            int at = state;
            int more = extra[at];
            int bits = in.take(width[at] + more);
            state = base[at] + (bits >>> more);
            return value[at] + (bits & ((1 << more) - 1));
        }
    }
}
