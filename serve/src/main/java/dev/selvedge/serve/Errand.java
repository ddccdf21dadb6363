package dev.selvedge.serve;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The work of a {@link Route} for one client, on a thread of its own that is interrupted when the client leaves. Told as a
 * document, before which white space keeps the connection, or as events that end with the document and {@code [DONE]}.
 */
final class Errand implements Ending {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int MOST_EVENTS = 10_000;

    private final HttpCall http;
    private final Route.Work work;
    private final Inbox<Piece> inbox = new Inbox<>(MOST_EVENTS);
    private volatile @Nullable EventStream events;

    /** @param last whether this is the answer, else progress */
    private record Piece(ObjectNode body, boolean last) {}

    Errand(HttpCall http, Route.Work work) {
        this.http = http;
        this.work = work;
    }

    /**
     * Does the work and sends its answer.
     *
     * @throws Refusal if nothing was sent yet and nothing can be
     * @throws IOException if the client is gone or too slow
     */
    void run() throws IOException, Refusal, InterruptedException {
        Thread worker = Thread.ofVirtual().name("route").start(this::work);
        try {
            if (work.stream()) {
                stream();
            } else {
                document();
            }
        } finally {
            worker.interrupt();
        }
    }

    private void work() {
        try {
            inbox.put(new Piece(work.run(body -> inbox.put(new Piece(body, false))), true));
        } catch (Route.Mistake e) {
            inbox.fail(e.refusal());
        } catch (RuntimeException e) {
            inbox.fail(Refusal.failed(ModelServer.logged("a route failed", e)));
        }
    }

    private void document() throws IOException, Refusal, InterruptedException {
        int beats = 0;
        while (true) {
            var pieces = inbox.take(BEAT);
            for (Piece piece : pieces) {
                if (piece.last) {
                    http.send(200, piece.body);
                    return;
                }
            }
            beats++;
            if (beats > 4 && pieces.isEmpty()) {
                http.sendSpace();
            }
        }
    }

    private void stream() throws IOException, Refusal, InterruptedException {
        var pieces = inbox.take(BEAT);
        EventStream out = http.events();
        events = out;
        try {
            while (true) {
                if (pieces.isEmpty()) {
                    out.comment("in work");
                }
                for (Piece piece : pieces) {
                    out.data(Json.write(piece.body));
                    if (piece.last) {
                        out.data("[DONE]");
                        return;
                    }
                }
                pieces = inbox.take(BEAT);
            }
        } catch (Refusal refusal) {
            out.data(Json.write(refusal.body()));
        } catch (IOException e) {
            throw out.isCut() ? new Inbox.SlowReader() : e;
        }
    }

    @Override
    public void cutOffIfStuck(double seconds) {
        EventStream out = events;
        if (out != null) {
            out.cutOffIfStuck(seconds);
        }
    }

    @Override
    public void fail(Refusal reason) {
        inbox.fail(reason);
    }
}
