package dev.selvedge.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events to one client. Each event is on its way before the next is written. A write that takes too long
 * is broken off by {@link #cutOffIfStuck}, which closes the connection.
 */
final class EventStream {
    private final OutputStream out;
    private final Thread writer = Thread.currentThread();
    private long writingSinceNanos;
    private boolean writing;
    private boolean cut;

    /** A stream that is written by the thread that made it. */
    EventStream(OutputStream out) {
        this.out = out;
    }

    /** @throws IOException if the client is gone or was cut off */
    void data(String json) throws IOException {
        write("data: " + json + "\n\n");
    }

    /** A line that clients pass over; it finds out whether the client is still there. */
    void comment(String text) throws IOException {
        write(": " + text + "\n\n");
    }

    private void write(String text) throws IOException {
        synchronized (this) {
            writing = true;
            writingSinceNanos = System.nanoTime();
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            synchronized (this) {
                writing = false;
            }
        }
    }

    /** Breaks off a write that has taken so long; from any thread. */
    synchronized void cutOffIfStuck(double seconds) {
        if (writing && !cut && System.nanoTime() - writingSinceNanos > seconds * 1e9) {
            cut = true;
            writer.interrupt();
        }
    }

    synchronized boolean isCut() {
        return cut;
    }
}
