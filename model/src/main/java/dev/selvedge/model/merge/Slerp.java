package dev.selvedge.model.merge;

/**
 * Spherical interpolation from the base to one model (Shoemake 1985): along the arc between their directions, or along
 * the line where they point nearly the same or opposite ways.
 */
final class Slerp {
    private static final double COLINEAR = 0.9995;
    private static final double NO_DIRECTION = 1e-8;

    private Slerp() {}

    static Kernel of(Inputs inputs) {
        double t = inputs.number("t");
        Inputs ends = inputs.withBaseAsModel();
        double[][] products = ends.products();
        double first = length(products[0][0]);
        double second = length(products[1][1]);
        double cosine = products[0][1] / (first * second);
        if (Math.abs(cosine) > COLINEAR) {
            return new Combination(1 - t, new double[] {t}, inputs.precision());
        }
        double angle = Math.acos(Math.clamp(cosine, -1, 1));
        double sine = Math.sin(angle);
        return new Combination(
                Math.sin((1 - t) * angle) / sine, new double[] {Math.sin(t * angle) / sine}, inputs.precision());
    }

    /** What a tensor is divided by to get its direction; nearly nothing is left as it is. */
    private static double length(double square) {
        double norm = Math.sqrt(square);
        return norm > NO_DIRECTION ? norm : 1;
    }
}
