package dev.selvedge.eval.teval;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Vectors of 256 numbers: how often each trigram of characters occurs in {@code ^ + lower(text) + $}, at the place that
 * the CRC-32 of its UTF-8 bytes names, modulo 256. No language model; for work without one, and the same everywhere.
 */
public final class Trigrams implements Embedder {
    private static final int LENGTH = 256;

    @Override
    public String name() {
        return "trigrams";
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(Trigrams::vector).toList();
    }

    private static float[] vector(String text) {
        int[] points = ("^" + text.toLowerCase(Locale.ROOT) + "$").codePoints().toArray();
        float[] vector = new float[LENGTH];
        for (int i = 0; i + 3 <= points.length; i++) {
            CRC32 hash = new CRC32();
            hash.update(new String(points, i, 3).getBytes(StandardCharsets.UTF_8));
            vector[(int) (hash.getValue() % LENGTH)]++;
        }
        return vector;
    }
}
