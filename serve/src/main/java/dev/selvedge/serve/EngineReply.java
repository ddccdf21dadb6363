package dev.selvedge.serve;

import dev.selvedge.model.Engine;
import dev.selvedge.model.Generation;
import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Sampled;
import dev.selvedge.model.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tokens of a reply on their way from the engine. Where it is no stream, a choice is one piece, at its end. */
final class EngineReply implements Answering.Making {
    /**
     * What came of a choice: a token, its end, or the text that stands before all.
     *
     * @param token null for another arrival
     * @param ending null for another arrival
     */
    private record Arrival(int choice, @Nullable Sampled token, Generation.@Nullable Ending ending, String echo) {}

    private final List<ReplyText> texts;
    private final Inbox<Arrival> inbox;
    private final List<Ticket> tickets = new ArrayList<>();
    private final int promptTokens;
    private final boolean stream;
    private final Map<Integer, List<Sampled>> untold = new LinkedHashMap<>();
    private int completionTokens;
    private int left;

    EngineReply(List<ReplyText> texts, int limit, int promptTokens, boolean stream) {
        this.texts = texts;
        this.inbox = new Inbox<>(limit);
        this.promptTokens = promptTokens;
        this.stream = stream;
        this.left = texts.size();
    }

    /** Asks for a choice. */
    void submit(Engine engine, GenerationRequest request, int choice, String echo) {
        if (!echo.isEmpty()) {
            inbox.put(new Arrival(choice, null, null, echo));
        }
        Ticket ticket;
        try {
            ticket = engine.submit(request, token -> arrive(new Arrival(choice, token, null, "")));
        } catch (IllegalStateException e) {
            inbox.fail(Refusal.closing());
            return;
        }
        tickets.add(ticket);
        var _ = ticket.result().whenComplete((generation, failure) -> {
            if (failure == null) {
                arrive(new Arrival(choice, null, generation.ending(), ""));
            } else if (!inbox.isOverflown()) {
                inbox.fail(Refusal.failed(ModelServer.logged("the model failed", failure)));
            }
        });
    }

    /** On the engine's thread, so without waiting; what nobody reads is ended. */
    private void arrive(Arrival arrival) {
        if (!inbox.put(arrival)) {
            throw new IllegalStateException("the client is too far behind");
        }
    }

    @Override
    public List<Piece> next(Duration wait) throws IOException, Refusal, InterruptedException {
        Map<Integer, Generation.Ending> ended = new LinkedHashMap<>();
        List<Piece> pieces = new ArrayList<>();
        for (Arrival arrival : inbox.take(wait)) {
            List<Sampled> tokens = untold.computeIfAbsent(arrival.choice(), key -> new ArrayList<>());
            if (arrival.token() != null) {
                completionTokens++;
                tokens.add(arrival.token());
            } else if (arrival.ending() != null) {
                ended.put(arrival.choice(), arrival.ending());
            } else {
                pieces.add(new Piece(arrival.choice(), arrival.echo(), "", List.of(), List.of(), null));
            }
        }
        for (int choice : List.copyOf(untold.keySet())) {
            if (stream || ended.containsKey(choice)) {
                List<Sampled> tokens = Objects.requireNonNull(untold.remove(choice));
                pieces.add(texts.get(choice).next(choice, tokens, ended.get(choice)));
            }
        }
        left -= ended.size();
        return pieces;
    }

    @Override
    public boolean isOver() {
        return left == 0;
    }

    @Override
    public int promptTokens() {
        return promptTokens;
    }

    @Override
    public int completionTokens() {
        return completionTokens;
    }

    @Override
    public void fail(Refusal reason) {
        inbox.fail(reason);
    }

    @Override
    public void close() {
        tickets.forEach(Ticket::cancel);
    }
}
