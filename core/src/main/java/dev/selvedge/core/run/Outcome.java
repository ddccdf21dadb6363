package dev.selvedge.core.run;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Reply;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What became of one item of a record stage.
 *
 * @param <R> type of the records
 */
public sealed interface Outcome<R> {
    /**
     * The item gave records, or none.
     *
     * @param records in order
     */
    record Kept<R>(List<R> records) implements Outcome<R> {
        public Kept {
            records = List.copyOf(records);
        }
    }

    /**
     * The item was refused for good.
     *
     * @param reason a kind that is counted, such as {@code no-answer}: lower-case letters, digits, hyphens
     * @param at the place inside the item, empty for the whole
     * @param detail a sentence
     */
    record Rejected<R>(String reason, String at, String detail) implements Outcome<R> {
        private static final Pattern REASON = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

        public Rejected {
            if (!REASON.matcher(reason).matches()) {
                throw new IllegalArgumentException(
                        "a reject reason is lower-case words joined by hyphens, not '" + reason + "'");
            }
        }
    }

    /**
     * Nothing is known of the item yet, for example because an endpoint is down. It is not written down: the stage
     * stays unfinished, and the item is tried again in the next run.
     *
     * @param cause a sentence
     */
    record Postponed<R>(String cause) implements Outcome<R> {}

    /**
     * What becomes of the item when its record is worked on further.
     *
     * @param next gets the record of an item that gave one
     * @throws IllegalStateException if the item gave several records, or none
     */
    default <S> Outcome<S> then(Function<R, Outcome<S>> next) {
        return switch (this) {
            case Kept<R>(List<R> records) -> {
                if (records.size() != 1) {
                    throw new IllegalStateException("one record is expected, not " + records.size());
                }
                yield next.apply(records.getFirst());
            }
            case Rejected<R>(String reason, String at, String detail) -> new Rejected<>(reason, at, detail);
            case Postponed<R>(String cause) -> new Postponed<>(cause);
        };
    }

    static <R> Outcome<R> keep(R record) {
        return new Kept<>(List.of(record));
    }

    static <R> Outcome<R> keepAll(List<R> records) {
        return new Kept<>(records);
    }

    static <R> Outcome<R> reject(String reason, String detail) {
        return new Rejected<>(reason, "", detail);
    }

    /** Rejects by an enum constant: {@code NO_ANSWER} is counted as {@code no-answer}. */
    static <R> Outcome<R> reject(Enum<?> reason, String at, String detail) {
        return new Rejected<>(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), at, detail);
    }

    /** What a policy's failure means for the item: one of the system's is put off, all others are rejects. */
    static <R> Outcome<R> failed(Reply.Failure failure) {
        return failure.fault() == Fault.SYSTEM
                ? new Postponed<>(failure.reason())
                : new Rejected<>(failure.fault().name().toLowerCase(Locale.ROOT) + "-fault", "", failure.reason());
    }

    static <R> Outcome<R> postpone(String cause) {
        return new Postponed<>(cause);
    }
}
