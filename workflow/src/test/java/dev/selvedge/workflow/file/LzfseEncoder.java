package dev.selvedge.workflow.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes LZFSE streams with blocks of every kind, so that the decoder can be held against something. */
final class LzfseEncoder {
    /** The kinds of blocks. */
    enum Kind {
        RAW,
        LZVN,
        PLAIN_TABLES,
        PACKED_TABLES
    }

    /** Some literals, then a copy of what was written a distance ago; no copy where the length is 0. */
    record Match(int from, int literals, int length, int distance) {}

    private static final int LONGEST_MATCH = 600;

    private final byte[] data;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, Integer> lastSeen = new HashMap<>();

    private LzfseEncoder(byte[] data) {
        this.data = data;
    }

    /** A stream of blocks of random lengths and of kinds drawn from those given. */
    static byte[] encode(byte[] data, Random random, Kind... kinds) {
        LzfseEncoder encoder = new LzfseEncoder(data);
        int at = 0;
        while (at < data.length) {
            int end = Math.min(data.length, at + 1 + random.nextInt(30_000));
            encoder.block(kinds[random.nextInt(kinds.length)], at, end, random);
            at = end;
        }
        encoder.out.writeBytes(ascii("bvx$"));
        return encoder.out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void block(Kind kind, int from, int to, Random random) {
        switch (kind) {
            case RAW -> {
                out.writeBytes(ascii("bvx-"));
                number(to - from);
                out.write(data, from, to - from);
            }
            case LZVN -> {
                byte[] payload = new Lzvn(data, random).encode(matches(from, to, 60_000), to);
                out.writeBytes(ascii("bvxn"));
                number(to - from);
                number(payload.length);
                out.writeBytes(payload);
            }
            case PLAIN_TABLES, PACKED_TABLES ->
                out.writeBytes(
                        new Entropy(data, matches(from, to, 200_000)).block(to - from, kind == Kind.PACKED_TABLES));
        }
    }

    private void number(int number) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    /** Greedy matches; the last one has no copy and takes the literals that are left. */
    private List<Match> matches(int from, int to, int farthest) {
        List<Match> matches = new ArrayList<>();
        int literalsFrom = from;
        int at = from;
        while (at < to) {
            int length = 0;
            int distance = 0;
            if (at + 4 <= data.length) {
                Integer seen = lastSeen.put(ByteBuffer.wrap(data, at, 4).getInt(), at);
                if (seen != null && at - seen <= farthest) {
                    distance = at - seen;
                    while (at + length < to
                            && length < LONGEST_MATCH
                            && data[at + length] == data[at + length - distance]) {
                        length++;
                    }
                }
            }
            if (length >= 4) {
                matches.add(new Match(literalsFrom, at - literalsFrom, length, distance));
                at += length;
                literalsFrom = at;
            } else {
                at++;
            }
        }
        matches.add(new Match(literalsFrom, to - literalsFrom, 0, 0));
        return matches;
    }

    /** LZVN: every opcode that can say a thing is used for it now and then. */
    private static final class Lzvn {
        private final byte[] data;
        private final Random random;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int last;

        Lzvn(byte[] data, Random random) {
            this.data = data;
            this.random = random;
        }

        byte[] encode(List<Match> matches, int end) {
            for (Match match : matches) {
                int literals = match.literals();
                int inOpcode = match.length() == 0 ? 0 : Math.min(3, literals);
                literals(match.from(), literals - inOpcode);
                copy(match, inOpcode);
            }
            out.write(0x06);
            out.writeBytes(new byte[7]);
            return out.toByteArray();
        }

        private void literals(int from, int count) {
            int at = from;
            int left = count;
            while (left > 0) {
                int now = Math.min(left, 271);
                if (now >= 16) {
                    out.write(0xE0);
                    out.write(now - 16);
                } else {
                    out.write(0xE0 | now);
                }
                out.write(data, at, now);
                at += now;
                left -= now;
            }
        }

        private void copy(Match match, int literals) {
            if (match.length() == 0) {
                return;
            }
            if (random.nextInt(8) == 0) {
                out.write(random.nextBoolean() ? 0x0E : 0x16);
            }
            int from = match.from() + match.literals() - literals;
            int now = pair(match, from, literals);
            for (int left = match.length() - now; left > 0; ) {
                int more = Math.min(left, 271);
                if (more >= 16) {
                    out.write(0xF0);
                    out.write(more - 16);
                } else {
                    out.write(0xF0 | more);
                }
                left -= more;
            }
        }

        /** Literals, the distance, and as much of the length as fits; how much that is. */
        private int pair(Match match, int from, int literals) {
            int distance = match.distance();
            boolean previous = distance == last && literals > 0 && random.nextBoolean();
            last = distance;
            if (!previous && distance < 1 << 14 && random.nextBoolean()) {
                int length = Math.min(match.length(), 34);
                int word = distance << 2 | (length - 3 & 3);
                out.write(0xA0 | literals << 3 | (length - 3) >> 2);
                out.write(word);
                out.write(word >> 8);
                out.write(data, from, literals);
                return length;
            }
            int length = Math.min(match.length(), 10);
            int kind = previous ? 6 : distance < 0x600 && random.nextBoolean() ? distance >> 8 : 7;
            int opcode = literals << 6 | (length - 3) << 3 | kind;
            if (!legal(literals, length)) {
                literals(from, literals);
                opcode = (length - 3) << 3 | (kind == 6 ? 7 : kind);
            }
            out.write(opcode);
            if ((opcode & 7) == 7) {
                out.write(distance);
                out.write(distance >> 8);
            } else if ((opcode & 7) != 6) {
                out.write(distance);
            }
            if (legal(literals, length)) {
                out.write(data, from, literals);
            }
            return length;
        }

        /** The other combinations of literals and length are opcodes of another meaning. */
        private static boolean legal(int literals, int length) {
            return length - 3 <= (literals == 0 ? 7 : literals == 1 ? 5 : literals == 2 ? 3 : 1);
        }
    }

    /** Blocks of finite-state entropy coding. */
    private static final class Entropy {
        private static final int[] STATES = {64, 64, 256, 1024};
        private static final int[] SYMBOLS = {20, 20, 64, 256};
        private static final int[] RUN_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 5, 8};
        private static final int[] MATCH_EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 8, 11};
        private static final int LONGEST_RUN = 315;

        private final byte[] literals;
        private final int[][] triples;
        private final int[][] frequencies = new int[4][];

        Entropy(byte[] data, List<Match> matches) {
            ByteArrayOutputStream literal = new ByteArrayOutputStream();
            List<int[]> split = new ArrayList<>();
            int last = 0;
            for (Match match : matches) {
                literal.write(data, match.from(), match.literals());
                int run = match.literals();
                for (; run > LONGEST_RUN; run -= LONGEST_RUN) {
                    split.add(new int[] {LONGEST_RUN, 0, 1});
                    last = 1;
                }
                int distance = match.length() == 0 ? 1 : match.distance() == last ? 0 : match.distance();
                split.add(new int[] {run, match.length(), distance});
                last = match.length() == 0 ? 1 : match.distance();
            }
            while (literal.size() % 4 != 0) {
                literal.write(0);
            }
            literals = literal.toByteArray();
            triples = split.toArray(new int[0][]);
            int[][] counts = {new int[20], new int[20], new int[64], new int[256]};
            for (int[] triple : triples) {
                for (int i = 0; i < 3; i++) {
                    counts[i][symbol(i, triple[i])]++;
                }
            }
            for (byte b : literals) {
                counts[3][b & 0xFF]++;
            }
            for (int i = 0; i < 4; i++) {
                frequencies[i] = scaled(counts[i], STATES[i]);
            }
        }

        private static int extra(int stream, int symbol) {
            return switch (stream) {
                case 0 -> RUN_EXTRA[symbol];
                case 1 -> MATCH_EXTRA[symbol];
                case 2 -> symbol / 4;
                default -> 0;
            };
        }

        private static int base(int stream, int symbol) {
            int base = 0;
            for (int i = 0; i < symbol; i++) {
                base += 1 << extra(stream, i);
            }
            return stream == 3 ? symbol : base;
        }

        private static int symbol(int stream, int value) {
            int symbol = 0;
            while (value >= base(stream, symbol) + (1 << extra(stream, symbol))) {
                symbol++;
            }
            return symbol;
        }

        /** Frequencies that add up to the number of states, at least 1 for what occurs. */
        private static int[] scaled(int[] counts, int states) {
            int total = Math.max(1, Arrays.stream(counts).sum());
            int[] scaled = new int[counts.length];
            int sum = 0;
            int most = 0;
            for (int i = 0; i < counts.length; i++) {
                scaled[i] = counts[i] == 0 ? 0 : Math.max(1, (int) ((long) counts[i] * states / total));
                sum += scaled[i];
                most = counts[i] > counts[most] ? i : most;
            }
            scaled[most] += states - sum;
            for (int i = 0; scaled[most] < 1; i = (i + 1) % scaled.length) {
                if (i != most && scaled[i] > 1) {
                    scaled[i]--;
                    scaled[most]++;
                }
            }
            return scaled;
        }

        byte[] block(int size, boolean packed) {
            Coder coder = new Coder();
            byte[] literalPayload = coder.literals();
            int literalBits = coder.lastBits;
            byte[] matchPayload = coder.triples();
            int matchBits = coder.lastBits;
            ByteBuffer header = ByteBuffer.allocate(2_000).order(ByteOrder.LITTLE_ENDIAN);
            header.put(ascii(packed ? "bvx2" : "bvx1")).putInt(size);
            if (packed) {
                byte[] tables = packedTables();
                long first = literals.length | (long) literalPayload.length << 20 | (long) triples.length << 40;
                long second = (long) matchPayload.length << 40 | (long) (matchBits + 7) << 60;
                for (int i = 0; i < 4; i++) {
                    second |= (long) coder.states[3 + i] << 10 * i;
                }
                header.putLong(first | (long) (literalBits + 7) << 60).putLong(second);
                header.putLong(32 + tables.length
                        | (long) coder.states[0] << 32
                        | (long) coder.states[1] << 42
                        | (long) coder.states[2] << 52);
                header.put(tables);
            } else {
                header.putInt(literalPayload.length + matchPayload.length);
                header.putInt(literals.length).putInt(triples.length);
                header.putInt(literalPayload.length).putInt(matchPayload.length).putInt(literalBits);
                for (int i = 3; i < 7; i++) {
                    header.putShort((short) coder.states[i]);
                }
                header.putInt(matchBits);
                for (int i = 0; i < 3; i++) {
                    header.putShort((short) coder.states[i]);
                }
                for (int[] table : frequencies) {
                    for (int frequency : table) {
                        header.putShort((short) frequency);
                    }
                }
                header.putShort((short) 0);
            }
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(header.array(), 0, header.position());
            block.writeBytes(literalPayload);
            block.writeBytes(matchPayload);
            return block.toByteArray();
        }

        private byte[] packedTables() {
            Bits bits = new Bits();
            for (int[] table : frequencies) {
                for (int f : table) {
                    if (f < 2) {
                        bits.put(f << 1, 2);
                    } else if (f < 4) {
                        bits.put(f - 2 << 2 | 1, 3);
                    } else if (f < 8) {
                        bits.put(f - 4 << 3 | 3, 5);
                    } else if (f < 24) {
                        bits.put(f - 8 << 4 | 7, 8);
                    } else {
                        bits.put(f - 24 << 4 | 15, 14);
                    }
                }
            }
            return bits.bytes();
        }

        /** Codes from the last symbol to the first, since the decoder reads backwards. */
        private final class Coder {
            /** Run, match and distance, then four for literals. */
            final int[] states = new int[7];

            int lastBits;
            private final int[][][] before = new int[4][][];
            private final int[][][] width = new int[4][][];

            Coder() {
                for (int stream = 0; stream < 4; stream++) {
                    tables(stream);
                }
            }

            /** For each symbol and the state after it, the state before it and the bits that say so. */
            private void tables(int stream) {
                int n = STATES[stream];
                before[stream] = new int[SYMBOLS[stream]][n];
                width[stream] = new int[SYMBOLS[stream]][n];
                int state = 0;
                for (int symbol = 0; symbol < SYMBOLS[stream]; symbol++) {
                    int f = frequencies[stream][symbol];
                    if (f == 0) {
                        continue;
                    }
                    int k = Integer.numberOfLeadingZeros(f) - Integer.numberOfLeadingZeros(n);
                    int wide = (2 * n >> k) - f;
                    for (int j = 0; j < f; j++, state++) {
                        int bits = j < wide ? k : k - 1;
                        int base = j < wide ? (f + j << k) - n : j - wide << k - 1;
                        for (int next = base; next < base + (1 << bits); next++) {
                            before[stream][symbol][next] = state;
                            width[stream][symbol][next] = bits << 16 | base;
                        }
                    }
                }
            }

            private void code(int stream, int slot, int value, Bits bits) {
                int symbol = symbol(stream, value);
                int next = states[slot];
                int packed = width[stream][symbol][next];
                int extra = extra(stream, symbol);
                bits.put(next - (packed & 0xFFFF) << extra | value - base(stream, symbol), (packed >> 16) + extra);
                states[slot] = before[stream][symbol][next];
            }

            byte[] literals() {
                Bits bits = new Bits();
                for (int i = literals.length - 1; i >= 0; i--) {
                    code(3, 3 + (i & 3), literals[i] & 0xFF, bits);
                }
                lastBits = bits.lastBits();
                return bits.bytes();
            }

            byte[] triples() {
                Bits bits = new Bits();
                for (int i = triples.length - 1; i >= 0; i--) {
                    for (int stream = 2; stream >= 0; stream--) {
                        code(stream, stream, triples[i][stream], bits);
                    }
                }
                lastBits = bits.lastBits();
                return bits.bytes();
            }
        }
    }

    /** Bits, the lowest first. */
    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private long held;
        private int count;
        private long total;

        void put(int value, int width) {
            held |= (long) value << count;
            count += width;
            total += width;
            for (; count >= 8; count -= 8) {
                out.write((int) held);
                held >>>= 8;
            }
        }

        byte[] bytes() {
            if (count > 0) {
                out.write((int) held);
                count = 0;
                held = 0;
            }
            return out.toByteArray();
        }

        /** Bits of the last byte that count, minus eight. */
        int lastBits() {
            return (int) (total - (total + 7) / 8 * 8);
        }
    }
}
