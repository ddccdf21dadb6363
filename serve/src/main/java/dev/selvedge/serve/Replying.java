package dev.selvedge.serve;

import dev.selvedge.core.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From a request to its reply: waits for room, follows the reply while it is made, and sends it. */
final class Replying {
    private final Answering answering;
    private final ServeSettings settings;
    private final Counters counters;
    private final Gate gate;
    private final Set<Ending> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final Thread watch = Thread.ofVirtual().name("slow-readers").unstarted(this::watch);
    private volatile boolean closing;

    Replying(Answering answering, ServeSettings settings, Counters counters) {
        this.answering = answering;
        this.settings = settings;
        this.counters = counters;
        this.gate = new Gate(settings);
        watch.start();
    }

    Gate gate() {
        return gate;
    }

    void requireOpen() throws Refusal {
        if (closing) {
            throw Refusal.closing();
        }
    }

    void chat(HttpCall http) throws IOException, Refusal, InterruptedException {
        ChatCall call = ChatCall.read(http.fields(settings.bodyBytes()), answering.name(), answering.defaults());
        Form.Head head = head("chatcmpl-", "chat.completion", "chat.completion.chunk", call.wanted());
        reply(
                http,
                answering.chat(call),
                new ChatForm(head, new TokenForm(answering.tokenText(), call.wanted())),
                call.wanted());
    }

    void complete(HttpCall http) throws IOException, Refusal, InterruptedException {
        CompletionCall call =
                CompletionCall.read(http.fields(settings.bodyBytes()), answering.name(), answering.defaults());
        Answering.Prepared prepared = answering.complete(call);
        Form.Head head = head("cmpl-", "text_completion", "text_completion", call.wanted());
        TokenForm tokens = new TokenForm(answering.tokenText(), call.wanted());
        reply(http, prepared, new CompletionForm(head, tokens, prepared.choices()), call.wanted());
    }

    private Form.Head head(String prefix, String document, String event, Wanted wanted) {
        return new Form.Head(
                prefix + numbers.incrementAndGet(),
                document,
                event,
                answering.name(),
                Instant.now().getEpochSecond(),
                wanted.stream() && wanted.usage());
    }

    private void reply(HttpCall http, Answering.Prepared prepared, Form form, Wanted wanted)
            throws IOException, Refusal, InterruptedException {
        requireOpen();
        long start = System.nanoTime();
        try (Gate.Pass pass = gate.enter(prepared.choices());
                Answering.Making making = prepared.start(settings.readerTokens())) {
            Delivery delivery = new Delivery(http, prepared, making, form, wanted, counters, start);
            running.add(delivery);
            try {
                delivery.run();
            } finally {
                running.remove(delivery);
            }
        }
    }

    /** Does the work of a route; it takes the room of one choice. */
    void route(HttpCall http, Route route) throws IOException, Refusal, InterruptedException {
        Route.Work work;
        try {
            work = route.read(http.fields(settings.bodyBytes()).object());
        } catch (Route.Mistake e) {
            throw e.refusal();
        }
        requireOpen();
        try (Gate.Pass pass = gate.enter(1)) {
            Errand errand = new Errand(http, work);
            running.add(errand);
            try {
                errand.run();
            } finally {
                running.remove(errand);
            }
        }
    }

    void embed(HttpCall http) throws IOException, Refusal, InterruptedException {
        EmbeddingCall call = EmbeddingCall.read(http.fields(settings.bodyBytes()), answering.name());
        requireOpen();
        Answering.Embeddings made;
        try (Gate.Pass pass = gate.enter(1)) {
            made = answering.embed(call);
        }
        ObjectNode document = Json.object().put("object", "list");
        ArrayNode list = document.putArray("data");
        for (float[] vector : made.vectors()) {
            ObjectNode one = list.addObject().put("object", "embedding").put("index", list.size() - 1);
            if (call.base64()) {
                one.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = one.putArray("embedding");
                for (float value : vector) {
                    numbers.add(value);
                }
            }
        }
        document.put("model", answering.name());
        document.putObject("usage").put("prompt_tokens", made.promptTokens()).put("total_tokens", made.promptTokens());
        counters.promptTokens.add(made.promptTokens());
        http.send(200, document);
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Looks at all streams, again and again, for those whose clients take nothing. */
    private void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofMillis(500));
                running.forEach(one -> one.cutOffIfStuck(settings.readerSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more requests, waits for the time of grace, and ends what is left with an error. */
    void close(double graceSeconds) {
        closing = true;
        gate.close();
        try {
            awaitNothingRunning(graceSeconds);
            running.forEach(one -> one.fail(Refusal.closing()));
            awaitNothingRunning(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.interrupt();
        }
    }

    private void awaitNothingRunning(double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (!running.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(20));
        }
    }
}
