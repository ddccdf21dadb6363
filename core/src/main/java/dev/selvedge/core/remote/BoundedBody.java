package dev.selvedge.core.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, read by the thread that asked, with a limit on its size and on the time between two pieces. The
 * HTTP client has neither.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<BoundedBody> {
    /** What the connection says next. */
    private sealed interface Signal {
        record Piece(List<ByteBuffer> buffers) implements Signal {}

        record End(@Nullable Throwable cause) implements Signal {}
    }

    /** A body that is longer than allowed. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(int limit) {
            super("the reply is longer than " + limit + " bytes");
        }
    }

    /** Raw line breaks do not occur inside the JSON of an event, so this cannot be a part of one. */
    private static final Pattern LAST_EVENT = Pattern.compile("\\ndata: ?\\[DONE]\\s*\\z");

    private static final int TAIL_BYTES = 64;

    /** How long a server may take to end a stream of which the last event is here, before the connection is dropped. */
    private static final long END_NANOS = 200_000_000;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public CompletionStage<BoundedBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Piece(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.End(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End(null));
    }

    /**
     * The whole body; a stream of events ends with the event that says so, even if the connection stays open.
     *
     * @throws IOException if it breaks, stalls, takes too long or is too long
     */
    String read(int limitBytes, double idleSeconds, long deadlineNanos) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String tail = "";
        try {
            while (!LAST_EVENT.matcher(tail).find()) {
                switch (next(idleSeconds, deadlineNanos)) {
                    case Signal.End(Throwable cause)
                    when cause != null -> throw new IOException("the connection broke while the reply came in", cause);
                    case Signal.End end -> {
                        return bytes.toString(StandardCharsets.UTF_8);
                    }
                    case Signal.Piece(List<ByteBuffer> buffers) -> tail = add(buffers, bytes, limitBytes, tail);
                }
                subscription.join().request(1);
            }
            signals.poll(END_NANOS, TimeUnit.NANOSECONDS);
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            cancel();
        }
    }

    /** Lets go of the connection. */
    void cancel() {
        var _ = subscription.thenAccept(Flow.Subscription::cancel);
    }

    private Signal next(double idleSeconds, long deadlineNanos) throws IOException, InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        long idle = (long) (idleSeconds * 1e9);
        Signal signal = signals.poll(Math.min(left, idle), TimeUnit.NANOSECONDS);
        if (signal == null) {
            throw new IOException(
                    left < idle
                            ? "the reply did not end within the request timeout"
                            : "nothing came for " + idleSeconds + " s in the middle of the reply");
        }
        return signal;
    }

    /** Adds to the bytes and returns the last of them as Latin-1. */
    private static String add(List<ByteBuffer> buffers, ByteArrayOutputStream bytes, int limitBytes, String before)
            throws TooLong {
        String tail = before;
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limitBytes - bytes.size()) {
                throw new TooLong(limitBytes);
            }
            byte[] piece = new byte[buffer.remaining()];
            buffer.get(piece);
            bytes.writeBytes(piece);
            int from = Math.max(0, piece.length - TAIL_BYTES);
            tail += new String(piece, from, piece.length - from, StandardCharsets.ISO_8859_1);
            tail = tail.substring(Math.max(0, tail.length() - TAIL_BYTES));
        }
        return tail;
    }
}
