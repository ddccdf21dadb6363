package dev.selvedge.model.merge;

/**
 * Directions by their products with each other: a vector is a combination of them, and its length and its products
 * follow without the directions themselves.
 *
 * @param products of directions {@code [directions, directions]}
 */
record Sphere(double[][] products) {
    /** From products of vectors, and what each vector is divided by to be a direction, apart from {@code more}. */
    static Sphere of(double[][] products, double[] norms, double more) {
        int count = norms.length;
        double[][] units = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < count; k++) {
                double divisor = (norms[i] + more) * (norms[k] + more);
                units[i][k] = divisor == 0 ? 0 : products[i][k] / divisor;
            }
        }
        return new Sphere(units);
    }

    /** Product of a combination with one direction. */
    double dotWith(double[] combination, int direction) {
        double dot = 0;
        for (int i = 0; i < combination.length; i++) {
            dot += combination[i] * products[i][direction];
        }
        return dot;
    }

    /** Length of a combination. */
    double norm(double[] combination) {
        double square = 0;
        for (int i = 0; i < combination.length; i++) {
            square += combination[i] * dotWith(combination, i);
        }
        return Math.sqrt(Math.max(0, square));
    }
}
