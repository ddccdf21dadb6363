package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Progress;
import dev.selvedge.model.TensorSink;
import dev.selvedge.model.merge.MergePlan.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a plan: several threads, each with a tensor at a time and a chunk of it in memory. The result does not depend on
 * the number of threads.
 *
 * @param threads 0 for as many as there are cores
 * @param shardBytes most bytes in one file of the result
 */
public record Merge(int threads, long shardBytes) {
    private static final long MEGABYTE = 1_000_000;

    public Merge {
        if (threads < 0 || shardBytes < 1) {
            throw new IllegalArgumentException(threads + " threads, " + shardBytes + " bytes a file");
        }
    }

    /** All cores, files of the usual size. */
    public static Merge standard() {
        return new Merge(0, TensorSink.USUAL_FILE_BYTES);
    }

    /**
     * Writes a model directory, complete or not at all: it is made beside its place, probed, and then renamed.
     *
     * @return what the probe found
     * @throws UserException if the place is taken, writing fails, or the probe does
     */
    public MergeProbe write(MergePlan plan, Path directory) {
        Path place = directory.toAbsolutePath().normalize();
        if (plan.directories().stream()
                .anyMatch(input -> input.toAbsolutePath().normalize().equals(place))) {
            throw new UserException(directory + " is one of the models that are merged; name another folder.");
        }
        try (MergedDirectory aside = MergedDirectory.beside(directory)) {
            tensors(plan, aside.path());
            aside.writeAround(plan);
            MergeProbe probe = MergeProbe.of(plan, aside.path());
            aside.publish(probe);
            return probe;
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        }
    }

    /** Writes the tensors alone into a directory that has none. */
    void tensors(MergePlan plan, Path directory) {
        List<TensorSink.Planned> planned = plan.outputs().stream()
                .map(output ->
                        new TensorSink.Planned(output.name(), output.inputs().shape(), output.precision()))
                .toList();
        try (TensorSink sink = new TensorSink(directory, planned, shardBytes);
                Progress progress = Progress.start("merge, MB", plan.bytes() / MEGABYTE)) {
            Queue<Output> queue = new ConcurrentLinkedQueue<>(plan.outputs().stream()
                    .sorted(Comparator.comparingLong(Output::bytes).reversed())
                    .toList());
            Work work = new Work(plan.config().method(), sink, queue, progress, new AtomicBoolean());
            int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
            try (ExecutorService executor = Executors.newFixedThreadPool(
                    count, Thread.ofPlatform().daemon().name("merge-", 0).factory())) {
                List<Future<?>> futures = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    futures.add(executor.submit(work));
                }
                await(futures);
            }
            sink.finish();
        }
    }

    /** What one thread does; the threads share a queue. */
    private record Work(
            MergeMethod method, TensorSink sink, Queue<Output> queue, Progress progress, AtomicBoolean failed)
            implements Runnable {
        @Override
        public void run() {
            try (Pen pen = new Pen(sink)) {
                long[] bytes = new long[1];
                for (Output output = queue.poll(); output != null && !failed.get(); output = queue.poll()) {
                    int width = output.precision().bytes();
                    pen.begin(output.name());
                    TensorMerge.of(output, method).run((chunk, out) -> {
                        pen.write(out, chunk.length());
                        bytes[0] += (long) chunk.length() * width;
                        progress.advance(bytes[0] / MEGABYTE);
                        bytes[0] %= MEGABYTE;
                    });
                    pen.end();
                }
            } catch (RuntimeException | Error e) {
                failed.set(true);
                throw e;
            }
        }
    }

    private static void await(List<Future<?>> futures) {
        RuntimeException first = null;
        boolean interrupted = false;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (InterruptedException e) {
                interrupted = true;
                future.cancel(true);
            } catch (ExecutionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(e.getCause());
                first = first == null ? cause : first;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException("The merge was interrupted; nothing was written.");
        }
        if (first != null) {
            throw first;
        }
    }
}
