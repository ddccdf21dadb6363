package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.LzfseEncoder.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** Writes signed files whose signatures and codes are noise, which a reader that verifies content alone can read. */
final class SignedFiles {
    /**
     * How a file is cut.
     *
     * @param segmentBytes of content in a segment
     * @param perCluster segments in a cluster
     * @param kinds of LZFSE blocks; none for an archive that is not compressed
     */
    record Cut(int segmentBytes, int perCluster, Kind... kinds) {}

    private SignedFiles() {}

    /** A signed file of a property list, with a directory before it as real ones have. */
    static byte[] of(byte[] plist, byte[] authentication, Cut cut, Random random) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.writeBytes(record(new byte[0], 'D', ""));
        archive.writeBytes(record(plist, 'F', "Shortcut.wflow"));
        archive.writeBytes(plist);
        return container(archive.toByteArray(), authentication, cut, random);
    }

    private static byte[] record(byte[] content, int type, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer fields = little(200);
        fields.put(ascii("TYP1")).put((byte) type);
        fields.put(ascii("PATP")).putShort((short) name.length).put(name);
        fields.put(ascii("FLG1")).put((byte) 0);
        fields.put(ascii("MODP")).putShort((short) 0);
        fields.put(ascii("MTMT")).put(new byte[12]);
        if (type == 'F') {
            fields.put(ascii("DATB")).putInt(content.length);
        }
        ByteBuffer record = little(6 + fields.position());
        record.put(ascii("AA01")).putShort((short) record.capacity());
        record.put(fields.array(), 0, fields.position());
        return record.array();
    }

    static byte[] container(byte[] archive, byte[] authentication, Cut cut, Random random) {
        ByteArrayOutputStream clusters = new ByteArrayOutputStream();
        for (int at = 0; at < archive.length; at += cut.segmentBytes * cut.perCluster) {
            clusters.writeBytes(cluster(archive, at, cut, random));
        }
        ByteBuffer head = little(12 + authentication.length + 0x13C - 12);
        head.put(ascii("AEA1")).putInt(0).putInt(authentication.length).put(authentication);
        head.put(noise(random, 0xEC - 0x0C));
        head.putLong(archive.length).putLong(head.capacity() + clusters.size());
        head.putInt(cut.segmentBytes).putInt(cut.perCluster);
        head.put((byte) (cut.kinds.length == 0 ? '-' : 'e')).put((byte) 2).put(new byte[22]);
        head.put(noise(random, 32));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head.array());
        file.writeBytes(clusters.toByteArray());
        return file.toByteArray();
    }

    private static byte[] cluster(byte[] archive, int from, Cut cut, Random random) {
        ByteBuffer headers = little(cut.perCluster * 40);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int i = 0; i < cut.perCluster; i++) {
            int at = from + i * cut.segmentBytes;
            int size = Math.min(cut.segmentBytes, archive.length - at);
            if (size <= 0) {
                break;
            }
            byte[] segment = java.util.Arrays.copyOfRange(archive, at, at + size);
            byte[] coded = cut.kinds.length == 0 ? segment : LzfseEncoder.encode(segment, random, cut.kinds);
            byte[] stored = coded.length < size ? coded : segment;
            headers.putInt(size).putInt(stored.length).put(sha256(segment));
            data.writeBytes(stored);
        }
        ByteArrayOutputStream cluster = new ByteArrayOutputStream();
        cluster.writeBytes(headers.array());
        cluster.writeBytes(noise(random, 32 + 32 * cut.perCluster));
        cluster.writeBytes(data.toByteArray());
        return cluster.toByteArray();
    }

    private static ByteBuffer little(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
