package dev.selvedge.workflow.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes LZFSE streams: raw blocks, LZVN blocks, and blocks of finite-state entropy coding with plain or packed
 * tables. The work is bounded by the input and the output, whatever the stream claims.
 */
final class Lzfse {
    private static final int END = 0x24787662;
    private static final int RAW = 0x2d787662;
    private static final int LZVN = 0x6e787662;
    private static final int PLAIN_TABLES = 0x31787662;
    private static final int PACKED_TABLES = 0x32787662;

    private Lzfse() {}

    /**
     * Decodes one stream.
     *
     * @param in holds the stream from its position to its limit
     * @param size bytes that the stream decodes to
     * @throws WorkflowFormatException if it decodes to anything else
     */
    static byte[] decode(ByteBuffer in, int size) {
        ByteBuffer stream = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        Output out = new Output(size);
        while (true) {
            int magic = need(stream, 4).getInt();
            if (magic == END) {
                break;
            }
            int blockSize = need(stream, 4).getInt();
            if (blockSize <= 0 || blockSize > out.left()) {
                throw damaged("a block claims " + Integer.toUnsignedString(blockSize) + " bytes");
            }
            int end = out.size() + blockSize;
            switch (magic) {
                case RAW -> out.copy(need(stream, blockSize), blockSize);
                case LZVN -> {
                    int length = need(stream, 4).getInt();
                    Lzvn.decode(slice(stream, length), out);
                }
                case PLAIN_TABLES -> LzfseBlock.plain(stream, blockSize).decode(stream, out);
                case PACKED_TABLES -> LzfseBlock.packed(stream, blockSize).decode(stream, out);
                default -> throw damaged("a block has the unknown type " + Integer.toHexString(magic));
            }
            if (out.size() != end) {
                throw damaged("a block does not have the length that it claims");
            }
        }
        if (out.left() != 0) {
            throw damaged("it ends after " + out.size() + " of " + size + " bytes");
        }
        return out.bytes;
    }

    /** The stream, if that many bytes are left in it. */
    static ByteBuffer need(ByteBuffer stream, int length) {
        if (length < 0 || length > stream.remaining()) {
            throw damaged("it is cut off");
        }
        return stream;
    }

    /** The next bytes of a stream, which moves past them. */
    static ByteBuffer slice(ByteBuffer stream, int length) {
        need(stream, length);
        ByteBuffer slice = stream.slice(stream.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        stream.position(stream.position() + length);
        return slice;
    }

    static WorkflowFormatException damaged(String what) {
        return new WorkflowFormatException("The signed file is damaged: its compressed data is wrong, " + what + ".");
    }

    /** What was decoded, never more than was asked for. */
    static final class Output {
        private final byte[] bytes;
        private int size;

        Output(int size) {
            bytes = new byte[size];
        }

        int size() {
            return size;
        }

        int left() {
            return bytes.length - size;
        }

        void copy(ByteBuffer from, int length) {
            if (length > left() || length > from.remaining()) {
                throw damaged("a literal reaches past its end");
            }
            from.get(bytes, size, length);
            size += length;
        }

        /** Repeats what was written some bytes ago; the copy may overlap what it writes. */
        void repeat(int distance, int length) {
            if (distance < 1 || distance > size || length > left()) {
                throw damaged("a match reaches out of it");
            }
            for (int i = 0; i < length; i++) {
                bytes[size] = bytes[size - distance];
                size++;
            }
        }
    }
}
