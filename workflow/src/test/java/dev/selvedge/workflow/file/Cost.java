package dev.selvedge.workflow.file;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a piece of work took on the thread that did it.
 *
 * @param millis of the processor
 * @param bytes that were allocated, whether or not they were freed
 */
public record Cost(long millis, long bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static Cost of(Runnable work) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        work.run();
        return new Cost(
                (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000_000,
                THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }
}
