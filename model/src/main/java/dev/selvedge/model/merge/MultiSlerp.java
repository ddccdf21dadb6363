package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;

/**
 * Barycentric interpolation of directions on a sphere (Goddard 2025): the directions are laid onto the tangent plane at
 * their mean, averaged there, and taken back; the length is the mean of the lengths. All of it follows from the products
 * of the models with each other.
 */
final class MultiSlerp {
    private MultiSlerp() {}

    static Kernel of(Inputs inputs) {
        int count = inputs.count();
        double epsilon = inputs.number("eps");
        if (count == 1) {
            return new Combination(0, new double[] {1}, inputs.precision());
        }
        double[] weights = weights(inputs);
        double[][] products = inputs.products();
        double[] norms = new double[count];
        for (int i = 0; i < count; i++) {
            norms[i] = Math.sqrt(products[i][i]);
        }
        Sphere sphere = Sphere.of(products, norms, epsilon);
        double meanNorm = sphere.norm(weights);
        double[] factors;
        if (meanNorm < epsilon) {
            if (count != 2) {
                throw new UserException("The directions of " + inputs.name()
                        + " cancel each other out under these weights, so multislerp has no mean of them;"
                        + " take other weights.");
            }
            factors = weights;
        } else {
            factors = factors(sphere, weights, norms, meanNorm, epsilon);
        }
        return inputs.base() == null
                ? new Combination(0, factors, inputs.precision())
                : Combination.ofDeltas(factors, inputs.precision());
    }

    private static double[] weights(Inputs inputs) {
        double[] weights = new double[inputs.count()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = inputs.number("weight", i);
            sum += weights[i];
        }
        if (inputs.flag("normalize_weights")) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
        }
        return weights;
    }

    private static double[] factors(Sphere sphere, double[] weights, double[] norms, double meanNorm, double epsilon) {
        int count = weights.length;
        double[] mean = new double[count];
        double length = 0;
        for (int i = 0; i < count; i++) {
            mean[i] = weights[i] / meanNorm;
            length += weights[i] * norms[i];
        }
        double[] tangent = weights.clone();
        for (int i = 0; i < count; i++) {
            double dot = sphere.dotWith(mean, i);
            for (int k = 0; k < count; k++) {
                tangent[k] -= weights[i] * dot * mean[k];
            }
        }
        double angle = sphere.norm(tangent) + epsilon;
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            double ofUnit = mean[i] * Math.cos(angle) + tangent[i] * Math.sin(angle) / angle;
            factors[i] = length * ofUnit / (norms[i] + epsilon);
        }
        return factors;
    }
}
