package dev.selvedge.model.merge;

import java.util.Arrays;

/**
 * The mean of directions on a sphere that is nearest to all of them (Karcher 1977), by steps along the mean tangent; the
 * length is the mean of the lengths. Computed from the products of the models with each other, so every step costs
 * nothing.
 */
final class Karcher {
    private Karcher() {}

    static Kernel of(Inputs inputs) {
        int count = inputs.count();
        if (count == 1) {
            return new Combination(0, new double[] {1}, inputs.precision());
        }
        double tolerance = inputs.number("tol");
        double[][] products = inputs.products();
        double[] norms = new double[count];
        double[] shares = new double[count];
        double scale = 0;
        int valid = 0;
        for (int i = 0; i < count; i++) {
            norms[i] = Math.sqrt(products[i][i]);
            scale += norms[i] / count;
            valid += norms[i] > tolerance ? 1 : 0;
        }
        if (valid == 0) {
            return new Combination(0, new double[count], inputs.precision());
        }
        for (int i = 0; i < count; i++) {
            shares[i] = norms[i] > tolerance ? 1.0 / valid : 0;
        }
        double[] mean = mean(Sphere.of(products, norms, 0), shares, (int) inputs.number("max_iter"), tolerance);
        for (int i = 0; i < count; i++) {
            mean[i] = norms[i] == 0 ? 0 : scale * mean[i] / norms[i];
        }
        return new Combination(0, mean, inputs.precision());
    }

    private static double[] mean(Sphere sphere, double[] shares, int steps, double tolerance) {
        double norm = sphere.norm(shares);
        double[] mean = new double[shares.length];
        if (norm < tolerance) {
            int first = 0;
            while (shares[first] == 0) {
                first++;
            }
            mean[first] = 1;
        } else {
            Arrays.setAll(mean, i -> shares[i] / norm);
        }
        for (int step = 0; step < steps; step++) {
            double[] tangent = tangent(sphere, mean, shares, tolerance);
            double angle = sphere.norm(tangent);
            if (angle < tolerance) {
                break;
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] = Math.cos(angle) * mean[i] + Math.sin(angle) * tangent[i] / angle;
            }
            double length = sphere.norm(mean);
            if (length > tolerance) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] /= length;
                }
            }
        }
        return mean;
    }

    private static double[] tangent(Sphere sphere, double[] mean, double[] shares, double tolerance) {
        double[] tangent = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            double dot = Math.clamp(sphere.dotWith(mean, i), -1, 1);
            double angle = Math.acos(dot);
            if (shares[i] == 0 || angle < tolerance) {
                continue;
            }
            double factor = shares[i] * angle / Math.sin(angle);
            tangent[i] += factor;
            for (int k = 0; k < mean.length; k++) {
                tangent[k] -= factor * dot * mean[k];
            }
        }
        return tangent;
    }
}
