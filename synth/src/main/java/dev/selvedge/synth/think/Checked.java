package dev.selvedge.synth.think;

import java.util.function.Function;

/**
 * What a reply gave: something of use, or what is wrong with it.
 *
 * @param <T> type of what is of use
 */
public sealed interface Checked<T> {
    /** Something of use. */
    record Usable<T>(T value) implements Checked<T> {}

    /**
     * Nothing of use.
     *
     * @param kind of the problem, which rejects are counted by
     * @param problem a sentence or several, which the policy is told
     */
    record Unusable<T>(Enum<?> kind, String problem) implements Checked<T> {}

    static <T> Checked<T> of(T value) {
        return new Usable<>(value);
    }

    static <T> Checked<T> problem(Enum<?> kind, String problem) {
        return new Unusable<>(kind, problem);
    }

    /** The next check, where this one gave something. */
    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return switch (this) {
            case Usable<T>(T value) -> next.apply(value);
            case Unusable<T>(Enum<?> kind, String problem) -> problem(kind, problem);
        };
    }
}
