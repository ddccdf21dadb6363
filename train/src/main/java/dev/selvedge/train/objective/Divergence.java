package dev.selvedge.train.objective;

import org.bytedeco.pytorch.Tensor;

/** How far a student's distribution q is from its teacher's p. */
public sealed interface Divergence {
    /**
     * The divergence of each row.
     *
     * @param teacher log p, {@code [rows, outcomes]}
     * @param student log q, the same
     */
    Tensor of(Tensor teacher, Tensor student);

    private static Tensor divergence(Tensor first, Tensor second) {
        return first.exp().mul(first.sub(second)).sum(1);
    }

    /** KL(p ‖ q): the student is to cover what the teacher does. */
    record Forward() implements Divergence {
        @Override
        public Tensor of(Tensor teacher, Tensor student) {
            return divergence(teacher, student);
        }
    }

    /** KL(q ‖ p): the student is to do only what the teacher does. */
    record Reverse() implements Divergence {
        @Override
        public Tensor of(Tensor teacher, Tensor student) {
            return divergence(student, teacher);
        }
    }

    /**
     * {@code β KL(p ‖ m) + (1 - β) KL(q ‖ m)} with {@code m = β p + (1 - β) q}: the generalised Jensen-Shannon divergence
     * of GKD (Agarwal et al. 2024).
     *
     * @param beta in (0, 1)
     */
    record JensenShannon(double beta) implements Divergence {
        public JensenShannon {
            Checks.require(beta > 0 && beta < 1, "beta", beta, "in (0, 1)");
        }

        @Override
        public Tensor of(Tensor teacher, Tensor student) {
            Tensor mixed = Tensors.plus(teacher, Math.log(beta)).logaddexp(Tensors.plus(student, Math.log(1 - beta)));
            return Tensors.times(divergence(teacher, mixed), beta)
                    .add(Tensors.times(divergence(student, mixed), 1 - beta));
        }
    }
}
