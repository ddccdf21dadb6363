package dev.selvedge.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads that compute side by side. Each runs native operations on itself alone, so nothing waits inside an operation;
 * for small models this is faster than several threads per operation, and it does not slow down when other work shares
 * the cores.
 */
public final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /** @param count 0 for as many as there are cores */
    public Workers(int count) {
        this.count = count > 0 ? count : Runtime.getRuntime().availableProcessors();
        this.threads = Executors.newFixedThreadPool(this.count, task -> {
            var thread = new Thread(
                    () -> {
                        try (var scope = Torch.scope()) {
                            torch.set_num_threads(1);
                        }
                        task.run();
                    },
                    "torch-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    public int count() {
        return count;
    }

    /**
     * Runs some tasks and waits for all of them. The caller must hold no {@link Torch#scope}, else the process could
     * not end while it waits.
     *
     * @return their results, in their order
     * @throws RuntimeException what the first of them threw, after all have ended
     */
    public <T> List<T> run(List<? extends Callable<T>> tasks) {
        var futures = new ArrayList<Future<T>>();
        for (Callable<T> task : tasks) {
            futures.add(threads.submit(task));
        }
        var results = new ArrayList<T>();
        RuntimeException failure = null;
        for (Future<T> future : futures) {
            try {
                results.add(result(future));
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static <T> T result(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true; // native work cannot be interrupted; it is bounded, so wait
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
