package dev.selvedge.core.run;

import java.util.List;

/**
 * Works on the items of a record stage. Opened once an attempt, only when there is something to do, used by as many
 * threads as the stage has, closed at the end. An exception ends the stage; what was finished before is kept.
 *
 * @param <I> type of the items
 * @param <R> type of the records
 */
@FunctionalInterface
public interface Worker<I, R> extends AutoCloseable {
    /** One outcome for each item of the batch, in order. A batch always has the same items, also after a restart. */
    List<Outcome<R>> work(List<I> batch) throws Exception;

    @Override
    default void close() {}
}
