package dev.selvedge.core.run;

import dev.selvedge.core.Asking;
import dev.selvedge.core.UserException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work on the batches of a record stage. The first failure stops the others; what they finish after
 * it is not written down. Used by one thread.
 */
final class Crew<I, R> implements AutoCloseable {
    /** So many items postponed without one decided in between end the stage: the outage is not worth waiting out. */
    private static final int POSTPONED_IN_A_ROW = 20;

    /** Consecutive items, the number of the first one, and where each comes from. */
    record Batch<I>(long first, List<I> items, List<String> places) {}

    private final ItemLog log;
    private final Progress progress;
    private final Workspace workspace;
    private final Function<Workspace, Worker<I, R>> open;
    private final @Nullable ExecutorService pool;
    private final Semaphore free;
    private final int threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable Worker<I, R> worker;

    private final Object postponing = new Object();
    private long postponed;
    private long postponedInARow;
    private String postponedCause = "";

    Crew(
            ItemLog log,
            Progress progress,
            Workspace workspace,
            Function<Workspace, Worker<I, R>> open,
            int threads,
            boolean virtual) {
        this.log = log;
        this.progress = progress;
        this.workspace = workspace;
        this.open = open;
        this.threads = threads;
        this.free = new Semaphore(threads);
        this.pool = pool(workspace.stage(), threads, virtual);
    }

    private static @Nullable ExecutorService pool(String stage, int threads, boolean virtual) {
        if (virtual) {
            return Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name(stage + "-", 1).factory());
        }
        return threads == 1
                ? null
                : Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name(stage + "-", 1).factory());
    }

    /** Works on a batch, now or as soon as a thread is free; waits for one. */
    void give(Batch<I> batch) throws InterruptedException {
        Worker<I, R> hand = worker == null ? open.apply(workspace) : worker;
        worker = hand;
        if (pool == null) {
            work(hand, batch);
            stopOnFailure();
            return;
        }
        free.acquire();
        stopOnFailure();
        try {
            pool.execute(() -> {
                try {
                    work(hand, batch);
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException e) {
            stopOnFailure(); // a batch failed since the line before
            throw e;
        }
    }

    /**
     * Waits for all batches.
     *
     * @throws UserException if one failed or was postponed
     */
    void finish() throws InterruptedException {
        free.acquire(threads);
        free.release(threads);
        stopOnFailure();
        if (postponed > 0) {
            throw new UserException("Stage '" + workspace.stage() + "' is not finished: " + postponed
                    + " items could not be decided, the first because: " + postponedCause
                    + " The others are kept; run again to try these.");
        }
    }

    private void work(Worker<I, R> hand, Batch<I> batch) {
        try {
            List<Outcome<R>> outcomes = new Asking(workspace.stage() + "/" + batch.first() + "/"
                            + batch.places().getFirst())
                    .during(() -> hand.work(batch.items()));
            if (Thread.interrupted()) {
                throw new InterruptedException("the stage was stopped"); // the outcomes may be those of the interrupt
            }
            if (outcomes.size() != batch.items().size()) {
                throw new IllegalStateException(
                        outcomes.size() + " outcomes for " + batch.items().size() + " items");
            }
            for (int i = 0; i < outcomes.size() && failure.get() == null; i++) {
                note(batch.first() + i, batch.places().get(i), outcomes.get(i));
            }
        } catch (Throwable cause) {
            fail(batch, cause);
        }
    }

    private void note(long number, String place, Outcome<R> outcome) {
        if (outcome instanceof Outcome.Postponed<R>(String cause)) {
            synchronized (postponing) {
                postponedCause = postponed == 0 ? cause : postponedCause;
                postponed++;
                postponedInARow++;
                if (postponedInARow >= POSTPONED_IN_A_ROW) {
                    throw new UserException("Stage '" + workspace.stage() + "' stopped: " + POSTPONED_IN_A_ROW
                            + " items in a row could not be decided, the last because: " + cause
                            + " What was finished is kept; run again to go on.");
                }
            }
            return;
        }
        synchronized (postponing) {
            postponedInARow = 0;
        }
        log.append(number, place, outcome);
        progress.advance(1);
    }

    private void fail(Batch<I> batch, Throwable cause) {
        Throwable told = cause instanceof UserException || cause instanceof InterruptedException
                ? cause
                : new UserException(
                        "Stage '" + workspace.stage() + "' failed at "
                                + batch.places().getFirst() + ": " + cause + ". What was finished is kept.",
                        cause);
        if (failure.compareAndSet(null, told) && pool != null) {
            pool.shutdownNow();
        }
    }

    private void stopOnFailure() throws InterruptedException {
        switch (failure.get()) {
            case null -> {}
            case InterruptedException interrupted -> throw interrupted;
            case UserException told -> throw told;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            failure.compareAndSet(null, new InterruptedException("the stage was stopped"));
            pool.shutdownNow();
            pool.close();
        }
        if (worker != null) {
            worker.close();
        }
    }
}
