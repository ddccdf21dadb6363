package dev.selvedge.workflow.file;

import java.nio.ByteBuffer;

/** Decodes LZVN blocks: a byte of opcode, then a distance, then literals. */
final class Lzvn {
    private static final int END_BYTES = 7;

    private final ByteBuffer in;
    private final Lzfse.Output out;
    private int distance;

    private Lzvn(ByteBuffer in, Lzfse.Output out) {
        this.in = in;
        this.out = out;
    }

    /** @param in the block's payload */
    static void decode(ByteBuffer in, Lzfse.Output out) {
        Lzvn block = new Lzvn(in, out);
        while (block.step()) {
            // Every step reads at least one byte.
        }
    }

    /** Decodes one opcode; false at the end. */
    private boolean step() {
        int opcode = next();
        if (opcode == 0x06) {
            Lzfse.need(in, END_BYTES);
            return false;
        }
        if (opcode == 0x0E || opcode == 0x16) {
            return true;
        }
        switch (opcode >> 4) {
            case 0x7, 0xD -> throw unknown(opcode);
            case 0xA, 0xB -> medium(opcode);
            case 0xE -> out.copy(in, opcode == 0xE0 ? next() + 16 : opcode & 0xF);
            case 0xF -> out.repeat(distance, opcode == 0xF0 ? next() + 16 : opcode & 0xF);
            default -> general(opcode);
        }
        return true;
    }

    private void medium(int opcode) {
        int literals = opcode >> 3 & 3;
        int word = next() | (next() << 8);
        distance = word >> 2;
        pair(literals, ((opcode & 7) << 2 | (word & 3)) + 3);
    }

    private void general(int opcode) {
        int literals = opcode >> 6;
        int length = (opcode >> 3 & 7) + 3;
        switch (opcode & 7) {
            case 6 -> {
                if (literals == 0) {
                    throw unknown(opcode);
                }
            }
            case 7 -> distance = next() | (next() << 8);
            default -> distance = (opcode & 7) << 8 | next();
        }
        pair(literals, length);
    }

    private void pair(int literals, int length) {
        out.copy(in, literals);
        out.repeat(distance, length);
    }

    private int next() {
        return Lzfse.need(in, 1).get() & 0xFF;
    }

    private static WorkflowFormatException unknown(int opcode) {
        return Lzfse.damaged("an LZVN block has the unknown opcode " + Integer.toHexString(opcode));
    }
}
