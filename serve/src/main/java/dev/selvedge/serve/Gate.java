package dev.selvedge.serve;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many choices in at a time. The rest wait in line, in the order of their coming, up to a number and a time. */
final class Gate {
    private static final int EVERYBODY = 1 << 24;

    private final int rows;
    private final int queue;
    private final double waitSeconds;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private volatile boolean closed;

    Gate(ServeSettings settings) {
        this.rows = settings.rows();
        this.queue = settings.queue();
        this.waitSeconds = settings.waitSeconds();
        this.free = new Semaphore(rows, true);
    }

    /** The room of one request; close it to make room for the next. */
    final class Pass implements AutoCloseable {
        private final int taken;

        private Pass(int taken) {
            this.taken = taken;
            active.addAndGet(taken);
        }

        @Override
        public void close() {
            active.addAndGet(-taken);
            free.release(taken);
        }
    }

    /**
     * Waits for room for some choices; a request with more choices than there are rows takes all rows.
     *
     * @throws Refusal if the line is too long or does not move, or the gate is closed
     */
    Pass enter(int choices) throws Refusal, InterruptedException {
        int wanted = Math.min(choices, rows);
        if (!free.tryAcquire(wanted, 0, TimeUnit.SECONDS)) {
            await(wanted);
        }
        Pass pass = new Pass(wanted);
        if (closed) {
            pass.close();
            throw Refusal.closing();
        }
        return pass;
    }

    private void await(int wanted) throws Refusal, InterruptedException {
        try {
            if (waiting.addAndGet(wanted) > queue) {
                throw Refusal.busy("All " + rows + " rows are busy, and " + queue
                        + " choices wait already, which is as many as may. Try again in a moment.");
            }
            if (!free.tryAcquire(wanted, (long) (waitSeconds * 1e9), TimeUnit.NANOSECONDS)) {
                throw Refusal.busy("All " + rows + " rows were busy for " + waitSeconds
                        + " seconds, which is as long as a request may wait. Try again in a moment.");
            }
        } finally {
            waiting.addAndGet(-wanted);
        }
    }

    int active() {
        return active.get();
    }

    int waiting() {
        return waiting.get();
    }

    /** From now on nobody is let in, and whoever waits is sent away. */
    void close() {
        closed = true;
        free.release(EVERYBODY);
    }
}
