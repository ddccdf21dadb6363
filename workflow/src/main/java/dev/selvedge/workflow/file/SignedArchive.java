package dev.selvedge.workflow.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads signed workflow files: Apple Encrypted Archive of profile 0, which signs and does not encrypt. The digest of
 * every segment is verified; the signature is not, since it says who shared a file and not what is in it. The
 * authentication data in front, which can hold a person's identifiers, is skipped unread.
 */
final class SignedArchive {
    private static final int ROOT_HEADER = 0xEC;
    private static final int FIRST_CLUSTER = 0x13C;
    private static final int SEGMENT_HEADER_BYTES = 40;
    private static final int DIGEST_BYTES = 32;
    private static final int LZFSE = 'e';
    private static final int UNCOMPRESSED = '-';
    private static final int SHA_256 = 2;

    private final ByteBuffer file;
    private final int segmentBytes;
    private final int segmentsPerCluster;
    private final boolean compressed;
    private final ByteBuffer archive;

    private SignedArchive(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        need(0, 12);
        int profile = file.getInt(4) & 0xFFFFFF;
        if (profile != 0) {
            throw new WorkflowFormatException("The archive is encrypted (profile " + profile
                    + "); only signed archives (profile 0) can be read.");
        }
        long authenticationBytes = file.getInt(8) & 0xFFFF_FFFFL;
        long root = authenticationBytes + ROOT_HEADER;
        int at = need(root, 48);
        long archiveBytes = file.getLong(at);
        long segments = file.getInt(at + 16) & 0xFFFF_FFFFL;
        long perCluster = file.getInt(at + 20) & 0xFFFF_FFFFL;
        int compression = file.get(at + 24);
        int checksum = file.get(at + 25);
        if (archiveBytes <= 0 || archiveBytes > Bounds.FILE_BYTES || segments == 0 || perCluster == 0) {
            throw new WorkflowFormatException("The signed file claims " + Long.toUnsignedString(archiveBytes)
                    + " bytes in segments of " + segments + ", which is not read.");
        }
        if (checksum != SHA_256 || (compression != LZFSE && compression != UNCOMPRESSED)) {
            throw new WorkflowFormatException("The signed file uses compression " + compression + " and checksum "
                    + checksum + "; only LZFSE or none, and SHA-256, can be read.");
        }
        segmentBytes = (int) Math.min(segments, Bounds.FILE_BYTES);
        segmentsPerCluster = (int) Math.min(perCluster, Bounds.FILE_BYTES);
        compressed = compression == LZFSE;
        archive = ByteBuffer.wrap(clusters(authenticationBytes + FIRST_CLUSTER, (int) archiveBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The property list in a signed file.
     *
     * @throws WorkflowFormatException if the file is damaged, encrypted or holds no workflow
     */
    static byte[] read(byte[] bytes) {
        return new SignedArchive(bytes).workflow();
    }

    private int need(long at, long length) {
        if (at < 0 || at + length > file.limit()) {
            throw new WorkflowFormatException("The signed file is cut off after " + file.limit() + " bytes.");
        }
        return (int) at;
    }

    /** The archive, which grows as its segments are verified, whatever size is claimed. */
    private byte[] clusters(long first, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long cluster = first;
        while (out.size() < size) {
            long headers = (long) segmentsPerCluster * SEGMENT_HEADER_BYTES;
            long codes = DIGEST_BYTES + (long) segmentsPerCluster * DIGEST_BYTES;
            int header = need(cluster, headers + codes);
            long data = cluster + headers + codes;
            for (int i = 0; i < segmentsPerCluster && out.size() < size; i++) {
                data += segment(header + i * SEGMENT_HEADER_BYTES, data, size - out.size(), out);
            }
            cluster = data;
        }
        return out.toByteArray();
    }

    /** Reads one segment and verifies it; the bytes that it takes in the file. */
    private long segment(int header, long data, int left, ByteArrayOutputStream out) {
        long size = file.getInt(header) & 0xFFFF_FFFFL;
        long stored = file.getInt(header + 4) & 0xFFFF_FFFFL;
        if (size == 0 || size > segmentBytes || size > left || stored > size || (stored < size && !compressed)) {
            throw new WorkflowFormatException("The signed file is damaged: a segment claims " + size + " bytes of "
                    + left + " that are left, stored in " + stored + ".");
        }
        ByteBuffer slice = file.slice(need(data, stored), (int) stored);
        byte[] bytes;
        if (stored == size) {
            bytes = new byte[(int) stored];
            slice.get(bytes);
        } else {
            bytes = Lzfse.decode(slice, (int) size);
        }
        byte[] expected = new byte[DIGEST_BYTES];
        file.get(header + 8, expected);
        if (!Arrays.equals(expected, sha256(bytes))) {
            throw new WorkflowFormatException(
                    "The signed file is damaged: the checksum of a segment does not fit its content.");
        }
        out.writeBytes(bytes);
        return stored;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    // ---- the archive inside: records of a header with fields, then the fields' contents

    /** The content of the first file in the archive. */
    private byte[] workflow() {
        while (archive.remaining() >= 6) {
            int start = archive.position();
            if (archive.getInt() != magic()) {
                throw noArchive();
            }
            int headerBytes = archive.getShort() & 0xFFFF;
            if (headerBytes < 6 || headerBytes > archive.limit() - start) {
                throw noArchive();
            }
            ByteBuffer header = archive.slice(start + 6, headerBytes - 6).order(ByteOrder.LITTLE_ENDIAN);
            archive.position(start + headerBytes);
            byte[] content = record(header);
            if (content != null) {
                return content;
            }
        }
        throw new WorkflowFormatException("The signed file holds no workflow.");
    }

    private static int magic() {
        return ByteBuffer.wrap("AA01".getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    /** Reads a record's fields and moves past their contents; the content of {@code DAT} where it has one. */
    private byte @Nullable [] record(ByteBuffer header) {
        byte[] content = null;
        while (header.remaining() >= 4) {
            byte[] key = new byte[3];
            header.get(key);
            int type = header.get();
            long blob = switch (type) {
                case 'A' -> number(header, 2);
                case 'B' -> number(header, 4);
                case 'C' -> number(header, 8);
                default -> {
                    skip(header, fieldBytes(header, type));
                    yield -1;
                }
            };
            if (blob > archive.remaining() || (blob < 0 && (type == 'A' || type == 'B' || type == 'C'))) {
                throw noArchive();
            }
            if (blob >= 0) {
                byte[] bytes = new byte[(int) blob];
                archive.get(bytes);
                content = new String(key, StandardCharsets.US_ASCII).equals("DAT") ? bytes : content;
            }
        }
        return content;
    }

    private static long number(ByteBuffer header, int width) {
        if (header.remaining() < width) {
            throw noArchive();
        }
        return switch (width) {
            case 2 -> header.getShort() & 0xFFFF;
            case 4 -> header.getInt() & 0xFFFF_FFFFL;
            default -> header.getLong();
        };
    }

    private static long fieldBytes(ByteBuffer header, int type) {
        return switch (type) {
            case '*' -> 0;
            case '1', '2', '4', '8' -> type - '0';
            case 'P' -> number(header, 2);
            case 'S' -> 8;
            case 'T' -> 12;
            case 'F' -> 4;
            case 'G' -> 20;
            case 'H' -> 32;
            case 'I' -> 48;
            case 'J' -> 64;
            default -> throw noArchive();
        };
    }

    private static void skip(ByteBuffer header, long length) {
        if (length > header.remaining()) {
            throw noArchive();
        }
        header.position(header.position() + (int) length);
    }

    private static WorkflowFormatException noArchive() {
        return new WorkflowFormatException("The signed file is damaged: what is in it is no archive.");
    }
}
