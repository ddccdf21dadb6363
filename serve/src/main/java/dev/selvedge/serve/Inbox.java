package dev.selvedge.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What arrives for one reply, in order. Whoever puts something in never waits; a reader that falls too far behind is
 * given up.
 *
 * @param <T> what arrives
 */
final class Inbox<T> {
    private final int limit;
    private List<T> arrived = new ArrayList<>();
    private @Nullable Refusal refusal;
    private boolean overflown;

    /** @param limit most that may lie here unread */
    Inbox(int limit) {
        this.limit = limit;
    }

    /**
     * Adds something.
     *
     * @return false if the reader is too far behind; then nothing more is kept
     */
    synchronized boolean put(T item) {
        if (overflown || arrived.size() >= limit) {
            overflown = true;
            arrived.clear();
            notifyAll();
            return false;
        }
        arrived.add(item);
        notifyAll();
        return true;
    }

    /** Whether the reader was given up. */
    synchronized boolean isOverflown() {
        return overflown;
    }

    /** From now on the reader gets this. */
    synchronized void fail(Refusal reason) {
        refusal = refusal == null ? reason : refusal;
        notifyAll();
    }

    /**
     * What has arrived; nothing if nothing came in that time.
     *
     * @throws IOException if the reader was too slow
     */
    @SuppressWarnings("WaitNotInLoop") // a wait that ends early looks like one in which nothing came
    synchronized List<T> take(Duration longest) throws IOException, Refusal, InterruptedException {
        if (arrived.isEmpty() && refusal == null && !overflown) {
            wait(longest.toMillis());
        }
        if (overflown) {
            throw new SlowReader();
        }
        if (refusal != null) {
            throw refusal;
        }
        List<T> taken = arrived;
        arrived = new ArrayList<>();
        return taken;
    }

    /** A client that takes its reply too slowly. */
    static final class SlowReader extends IOException {
        private static final long serialVersionUID = 1;

        SlowReader() {
            super("the client read too slowly");
        }
    }
}
