package dev.selvedge.serve;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reply on its way to its client, while it is made. The status goes out with the first that is said, or once that
 * takes long; so what fails at once is told by its status, and a client that left is found out.
 */
final class Delivery implements Ending {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final long SPACE_AFTER_NANOS = 5_000_000_000L;

    private final HttpCall http;
    private final Answering.Prepared prepared;
    private final Answering.Making making;
    private final Form form;
    private final Wanted wanted;
    private final Counters counters;
    private final long startNanos;
    private boolean begun;
    private volatile @Nullable EventStream events;

    /** @param startNanos when the request came */
    Delivery(
            HttpCall http,
            Answering.Prepared prepared,
            Answering.Making making,
            Form form,
            Wanted wanted,
            Counters counters,
            long startNanos) {
        this.http = http;
        this.prepared = prepared;
        this.making = making;
        this.form = form;
        this.wanted = wanted;
        this.counters = counters;
        this.startNanos = startNanos;
    }

    /**
     * Sends the reply.
     *
     * @throws Refusal if nothing was sent yet and nothing can be
     * @throws IOException if the client is gone or too slow
     */
    void run() throws IOException, Refusal, InterruptedException {
        try {
            if (wanted.stream()) {
                stream();
            } else {
                document();
            }
        } finally {
            counters.promptTokens.add(making.promptTokens());
            counters.completionTokens.add(making.completionTokens());
        }
    }

    private void document() throws IOException, Refusal, InterruptedException {
        List<Piece> pieces = new ArrayList<>();
        long spaceNanos = startNanos;
        while (!making.isOver()) {
            List<Piece> more = next();
            pieces.addAll(more);
            if (System.nanoTime() - spaceNanos > SPACE_AFTER_NANOS) {
                spaceNanos += BEAT.toNanos();
                http.sendSpace();
            }
        }
        ObjectNode document = form.document(prepared, pieces);
        document.set("usage", Form.counts(making));
        http.send(200, document);
    }

    private List<Piece> next() throws IOException, Refusal, InterruptedException {
        List<Piece> pieces = making.next(BEAT);
        if (!begun && !pieces.isEmpty()) {
            begun = true;
            counters.first(System.nanoTime() - startNanos);
        }
        return pieces;
    }

    private void stream() throws IOException, Refusal, InterruptedException {
        List<Piece> pieces = next();
        EventStream out = http.events();
        events = out;
        try {
            for (ObjectNode event : form.opening(prepared)) {
                out.data(Json.write(event));
            }
            send(out, pieces);
            while (!making.isOver()) {
                send(out, next());
            }
            if (form.head().usage()) {
                out.data(Json.write(form.usage(making)));
            }
            out.data("[DONE]");
        } catch (Refusal refusal) {
            out.data(Json.write(refusal.body()));
        } catch (IOException e) {
            throw out.isCut() ? new Inbox.SlowReader() : e;
        }
    }

    private void send(EventStream out, List<Piece> pieces) throws IOException {
        if (pieces.isEmpty()) {
            out.comment("in work");
        }
        for (Piece piece : pieces) {
            if (!piece.saysNothing() || (wanted.tellsTokens() && !piece.tokens().isEmpty())) {
                out.data(Json.write(form.event(piece)));
            }
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
        making.fail(reason);
    }
}
