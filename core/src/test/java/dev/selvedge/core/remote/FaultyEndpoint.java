package dev.selvedge.core.remote;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.Message;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint on the loopback interface that knows the right answers and misbehaves by a plan before it gives them. */
public final class FaultyEndpoint implements AutoCloseable {
    /** What happens to a request. */
    public enum Mood {
        /** The right answer. */
        RIGHT(true),
        /** Status 429 that asks to wait a moment. */
        BUSY_FOR_A_MOMENT(false),
        /** Status 429 that says nothing of how long. */
        BUSY(false),
        /** Status 500 with a page for people. */
        SERVER_ERROR(false),
        /** Status 503. */
        UNAVAILABLE(false),
        /** A stream that ends in the middle. */
        HALF_STREAM(false),
        /** A body that is shorter than its head promises. */
        CUT_BODY(false),
        /** No answer for a minute, then none: a client should not wait so long. */
        STALL(false),
        /** The right answer without its second half, as if that were all. */
        WRONG_JSON(true),
        /** The right answer with something else in its first place. */
        CHANGED(true),
        /** An answer that declines. */
        REFUSAL(true),
        /** An answer without text. */
        EMPTY(true);

        /** Whether the client gets a whole reply, which endpoints charge for. */
        public final boolean paid;

        Mood(boolean paid) {
            this.paid = paid;
        }
    }

    /** Decides by the request's body, by how often it came before, and by how many requests came before. */
    @FunctionalInterface
    public interface Moods {
        Mood of(String body, int occurrence, int request);
    }

    /** The right answer to a request. */
    @FunctionalInterface
    public interface Answers {
        String to(StubServer.Request request);
    }

    private static final List<Mood> UNPAID = List.of(
            Mood.BUSY_FOR_A_MOMENT, Mood.BUSY, Mood.SERVER_ERROR, Mood.UNAVAILABLE, Mood.HALF_STREAM, Mood.CUT_BODY);
    private static final List<Mood> USELESS = List.of(Mood.WRONG_JSON, Mood.CHANGED, Mood.REFUSAL, Mood.EMPTY);

    /** How often each body was answered with a whole reply. */
    public final Map<String, AtomicInteger> paid = new ConcurrentHashMap<>();

    /** How often each mood was met. */
    public final Map<Mood, AtomicInteger> met = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Moods moods;
    private final Answers answers;
    private final StubServer server;
    private volatile int answersLeft = Integer.MAX_VALUE;

    public FaultyEndpoint(Moods moods, Answers answers) throws IOException {
        this.moods = moods;
        this.answers = answers;
        this.server = new StubServer(this::answer);
    }

    /** Always the right answer. */
    public static Moods sound() {
        return (body, occurrence, request) -> Mood.RIGHT;
    }

    /**
     * A mixture that depends on nothing but seed, body and occurrence: up to two failures in passing, then an answer,
     * always the same for the same body. So what a client makes of it does not depend on the order of its requests, nor
     * on requests that were lost with a client that was killed. It does not stall, which takes time; see {@link #stallingAt}.
     *
     * @param failures share of the bodies that first meet failures
     * @param useless share of the bodies whose answer is of no use
     */
    public static Moods mixture(long seed, double failures, double useless) {
        return (body, occurrence, request) -> {
            long hash = Long.parseUnsignedLong(ContentHash.of(body).hex().substring(0, 16), 16);
            SplittableRandom random = new SplittableRandom(seed ^ hash);
            boolean failing = random.nextDouble() < failures;
            Mood last = random.nextDouble() < useless ? USELESS.get(random.nextInt(USELESS.size())) : Mood.RIGHT;
            int before = failing ? 1 + random.nextInt(2) : 0;
            List<Mood> first = new ArrayList<>();
            for (int i = 0; i < before; i++) {
                first.add(UNPAID.get(random.nextInt(UNPAID.size())));
            }
            return occurrence < before ? first.get(occurrence) : last;
        };
    }

    /** The same, but the request of this number, from 0, gets no answer in time. */
    public static Moods stallingAt(int number, Moods moods) {
        return (body, occurrence, request) -> request == number ? Mood.STALL : moods.of(body, occurrence, request);
    }

    /** The answers of a policy, which sees the messages and the seed of the request. */
    public static Answers of(Policy policy) {
        return request -> {
            JsonNode body = request.json();
            List<Message> messages = new ArrayList<>();
            for (JsonNode message : body.get("messages")) {
                String text = message.get("content").stringValue();
                messages.add(
                        message.get("role").stringValue().equals("assistant")
                                ? Message.assistant(text)
                                : Message.user(text));
            }
            Sampling sampling = Sampling.greedy(4096).withSeed(body.path("seed").longValue(0));
            return switch (policy.complete(new Prompt(messages, List.of(), sampling))) {
                case Reply.Completion completion -> completion.message().content();
                case Reply.Failure failure -> "I cannot: " + failure.reason();
            };
        };
    }

    /** Base URL for an {@link Endpoint}. */
    public String url() {
        return server.url();
    }

    /** Requests that came in. */
    public List<StubServer.Request> requests() {
        return server.requests;
    }

    /** Whole replies that were sent. */
    public int answered() {
        return paid.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** After so many more whole replies no request is answered, until {@link #resume}. */
    public synchronized void pauseAfter(int answers) {
        answersLeft = answers;
    }

    /** Whether {@link #pauseAfter} has come into effect. */
    public boolean paused() {
        return answersLeft <= 0;
    }

    /** Ends the pause for requests to come; those that wait get no answer any more. */
    public synchronized void resume() {
        answersLeft = Integer.MAX_VALUE;
    }

    private synchronized boolean take(Mood mood) {
        if (answersLeft <= 0) {
            return false;
        }
        if (mood.paid && answersLeft < Integer.MAX_VALUE) {
            answersLeft--;
        }
        return true;
    }

    private void answer(StubServer.Request request, OutputStream out) throws IOException, InterruptedException {
        int occurrence = seen.computeIfAbsent(request.body(), fresh -> new AtomicInteger())
                .getAndIncrement();
        Mood mood = moods.of(request.body(), occurrence, request.number());
        if (!take(mood)) {
            Thread.sleep(60_000);
            return;
        }
        met.computeIfAbsent(mood, fresh -> new AtomicInteger()).incrementAndGet();
        if (mood.paid) {
            paid.computeIfAbsent(request.body(), fresh -> new AtomicInteger()).incrementAndGet();
        }
        switch (mood) {
            case RIGHT -> say(out, answers.to(request));
            case WRONG_JSON -> {
                String right = answers.to(request);
                say(out, right.substring(0, right.length() / 2));
            }
            case CHANGED -> say(out, changed(answers.to(request)));
            case REFUSAL -> say(out, "I'm sorry, but I can't help with that request.");
            case EMPTY -> say(out, "");
            case BUSY_FOR_A_MOMENT ->
                StubServer.send(out, 429, "Retry-After: 0.02\r\n", "{\"error\":{\"message\":\"slow down\"}}");
            case BUSY -> StubServer.send(out, 429, "", "{\"error\":{\"message\":\"slow down\"}}");
            case SERVER_ERROR -> StubServer.send(out, 500, "", "<html>Internal Server Error</html>");
            case UNAVAILABLE -> StubServer.send(out, 503, "", "{\"error\":{\"message\":\"no\"}}");
            case HALF_STREAM -> {
                StubServer.stream(out);
                StubServer.event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"0\\\": \"}}]}");
            }
            case CUT_BODY -> {
                StubServer.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{\"choices\":[{\"index\":0,");
                out.flush();
            }
            case STALL -> Thread.sleep(60_000);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        StubServer.send(out, 200, "Content-Type: application/json\r\n", StubServer.reply(text));
    }

    /** An object with another first key, or code where words were asked for. */
    private static String changed(String right) {
        String code = "```python\nshow_alert(message=\"changed\")\n```";
        try {
            if (Json.parse(right) instanceof ObjectNode object && !object.isEmpty()) {
                JsonNode value = object.remove(object.propertyNames().iterator().next());
                object.set("changed", value);
                return Json.write(object);
            }
            return code;
        } catch (JacksonException e) {
            return code; // words
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
