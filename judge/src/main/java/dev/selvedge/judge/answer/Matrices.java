package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.Maths.Matrix;
import dev.selvedge.judge.answer.Maths.Product;
import dev.selvedge.judge.answer.Maths.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sums and products of matrices, as far as they are written out. */
final class Matrices {
    private static final int LARGEST = 20;

    private Matrices() {}

    /** The matrix that a sum or product of matrices is; anything else as it was. */
    static Maths computed(Maths maths) {
        return switch (maths) {
            case Sum(List<Maths> terms) -> all(terms, false).<Maths>map(m -> m).orElse(maths);
            case Product(List<Maths> factors) ->
                all(factors, true).<Maths>map(m -> m).orElse(maths);
            default -> maths;
        };
    }

    private static Optional<Matrix> all(List<Maths> parts, boolean product) {
        Matrix result = null;
        for (Maths part : parts) {
            if (!(part instanceof Matrix next) || !fits(next)) {
                return Optional.empty();
            }
            if (result == null) {
                result = next;
            } else if (product ? columns(result) != next.rows().size() : !sameShape(result, next)) {
                return Optional.empty();
            } else {
                result = product ? times(result, next) : plus(result, next);
            }
        }
        return Optional.ofNullable(result);
    }

    private static boolean fits(Matrix matrix) {
        return !matrix.rows().isEmpty()
                && matrix.rows().size() <= LARGEST
                && columns(matrix) <= LARGEST
                && matrix.rows().stream().allMatch(row -> row.size() == columns(matrix));
    }

    private static int columns(Matrix matrix) {
        return matrix.rows().getFirst().size();
    }

    private static boolean sameShape(Matrix one, Matrix other) {
        return one.rows().size() == other.rows().size() && columns(one) == columns(other);
    }

    private static Matrix plus(Matrix one, Matrix other) {
        List<List<Maths>> rows = new ArrayList<>();
        for (int i = 0; i < one.rows().size(); i++) {
            List<Maths> row = new ArrayList<>();
            for (int j = 0; j < columns(one); j++) {
                row.add(new Sum(
                        List.of(one.rows().get(i).get(j), other.rows().get(i).get(j))));
            }
            rows.add(row);
        }
        return new Matrix(rows);
    }

    private static Matrix times(Matrix one, Matrix other) {
        List<List<Maths>> rows = new ArrayList<>();
        for (List<Maths> left : one.rows()) {
            List<Maths> row = new ArrayList<>();
            for (int j = 0; j < columns(other); j++) {
                List<Maths> terms = new ArrayList<>();
                for (int k = 0; k < left.size(); k++) {
                    terms.add(
                            new Product(List.of(left.get(k), other.rows().get(k).get(j))));
                }
                row.add(new Sum(terms));
            }
            rows.add(row);
        }
        return new Matrix(rows);
    }
}
