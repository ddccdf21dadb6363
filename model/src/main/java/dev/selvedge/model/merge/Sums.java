package dev.selvedge.model.merge;

/** Sums in double precision, in eight lanes that do not wait for each other; the order is always the same. */
final class Sums {
    private static final int LANES = 8;

    private Sums() {}

    /** Sum of products. */
    static double product(float[] a, float[] b, int length) {
        return product(a, b, 0, length);
    }

    /** Sum of products of some values. */
    static double product(float[] a, float[] b, int from, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int end = from + length;
        int whole = from + length / LANES * LANES;
        int i = from;
        for (; i < whole; i += LANES) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
            s4 += (double) a[i + 4] * b[i + 4];
            s5 += (double) a[i + 5] * b[i + 5];
            s6 += (double) a[i + 6] * b[i + 6];
            s7 += (double) a[i + 7] * b[i + 7];
        }
        for (; i < end; i++) {
            s0 += (double) a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }

    /** Sum of absolute values. */
    static double absolute(float[] a, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = length / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            s0 += Math.abs(a[i]);
            s1 += Math.abs(a[i + 1]);
            s2 += Math.abs(a[i + 2]);
            s3 += Math.abs(a[i + 3]);
        }
        for (int i = whole; i < length; i++) {
            s0 += Math.abs(a[i]);
        }
        return s0 + s1 + (s2 + s3);
    }
}
