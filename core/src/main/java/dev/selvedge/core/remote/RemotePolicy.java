package dev.selvedge.core.remote;

import dev.selvedge.core.Asking;
import dev.selvedge.core.Fault;
import dev.selvedge.core.Policy;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an OpenAI-compatible endpoint. Whatever goes wrong with a request is a {@link Reply.Failure}. With a
 * {@link Journal}, a request that was answered before, in this process or an earlier one, is not sent again; equal
 * requests that are made several times on purpose are told apart by their {@linkplain Asking piece of work} and
 * occurrence. Safe for several threads.
 */
public final class RemotePolicy implements Policy, AutoCloseable {
    private final Endpoint endpoint;
    private final @Nullable Journal journal;
    private final Transport transport;
    private final Semaphore free;
    private final Asking nobody = new Asking("");

    private RemotePolicy(Endpoint endpoint, @Nullable String key, @Nullable Journal journal) {
        this.endpoint = endpoint;
        this.journal = journal;
        this.transport = new Transport(endpoint, key);
        this.free = new Semaphore(endpoint.inFlight());
    }

    /**
     * Opens a policy; the key comes from the process's environment.
     *
     * @param journal keeps the exchanges; null to keep none. Not closed with the policy
     * @throws UserException if the key is named but missing or not fit for a header
     */
    public static RemotePolicy open(Endpoint endpoint, @Nullable Journal journal) {
        return open(endpoint, journal, System::getenv);
    }

    /** Opens a policy with a given environment. */
    public static RemotePolicy open(Endpoint endpoint, @Nullable Journal journal, Environment environment) {
        return new RemotePolicy(endpoint, key(endpoint, environment), journal);
    }

    /** Where a key is looked up. */
    @FunctionalInterface
    public interface Environment {
        /** Value of a variable, null where it is not set. */
        @Nullable
        String get(String variable);
    }

    /** The key of an endpoint, null where it needs none. */
    static @Nullable String key(Endpoint endpoint, Environment environment) {
        String variable = endpoint.keyVariable();
        if (variable == null) {
            return null;
        }
        String key = environment.get(variable);
        if (key == null || key.isBlank()) {
            throw new UserException("The environment variable " + variable + ", which is to hold the key of "
                    + endpoint.told() + ", is not set. Set it, or take 'keyVariable' out if no key is needed.");
        }
        if (!key.strip().matches("[\\x21-\\x7e]+")) {
            throw new UserException("The key in the environment variable " + variable
                    + " has spaces or characters that are not ASCII; check that it was copied whole.");
        }
        return key.strip();
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Reply complete(Prompt prompt) {
        return ask(prompt).reply();
    }

    /** Asks for all at once, within the number of requests in flight. */
    @Override
    public List<Reply> completeAll(List<Prompt> prompts) {
        return askAll(prompts).stream().map(Exchange::reply).toList();
    }

    /** Continues a conversation and tells all about the exchange, log-probabilities included. */
    public Exchange ask(Prompt prompt) {
        return make(wanted(prompt));
    }

    /** Continues several conversations at once; exchanges in the order of the prompts. */
    public List<Exchange> askAll(List<Prompt> prompts) {
        List<Wanted> wanted = prompts.stream().map(this::wanted).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Exchange>> pending = new ArrayList<>();
            wanted.forEach(one -> pending.add(threads.submit(() -> make(one))));
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < pending.size(); i++) {
                exchanges.add(result(pending.get(i), wanted.get(i), threads));
            }
            return exchanges;
        }
    }

    private static Exchange result(Future<Exchange> pending, Wanted wanted, ExecutorService threads) {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            return interrupted(wanted, 0);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** A request and the name under which the journal keeps it. */
    private record Wanted(ChatRequest request, String asker, int occurrence) {}

    private Wanted wanted(Prompt prompt) {
        ChatRequest request = ChatRequest.of(endpoint, prompt);
        Asking asking = Asking.current().orElse(nobody);
        return new Wanted(request, asking.name(), asking.occurrence(request.hash()));
    }

    private Exchange make(Wanted wanted) {
        if (journal != null) {
            Optional<Exchange> before = journal.find(wanted.request().hash(), wanted.asker(), wanted.occurrence());
            if (before.isPresent()) {
                return before.get();
            }
        }
        Exchange exchange;
        int attempt = 0;
        long start = System.nanoTime();
        try {
            while (true) {
                attempt++;
                Attempt made = send(wanted.request());
                double pause = made instanceof Attempt.Failed failed ? pause(failed, wanted, attempt) : -1;
                if (pause < 0) {
                    exchange = exchange(wanted, made, attempt, (System.nanoTime() - start) / 1_000_000);
                    break;
                }
                Thread.sleep((long) (pause * 1000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted(wanted, attempt);
        }
        if (journal != null) {
            journal.add(exchange);
        }
        return exchange;
    }

    private Attempt send(ChatRequest request) throws InterruptedException {
        free.acquire();
        try {
            return transport.send(request);
        } finally {
            free.release();
        }
    }

    /** Seconds to wait before the next attempt, negative if there is to be none. */
    private double pause(Attempt.Failed failed, Wanted wanted, int attempt) {
        Endpoint.Retry retry = endpoint.retry();
        if (!failed.passing() || attempt >= retry.attempts() || failed.waitSeconds() > retry.longestWaitSeconds()) {
            return -1;
        }
        double doubled = retry.firstWaitSeconds() * Math.pow(2, Math.min(attempt - 1, 30));
        long seed = retry.seed() * 31 + wanted.hashCode() * 31L + attempt;
        double spread = 1 - new SplittableRandom(seed).nextDouble() / 2;
        return Math.max(failed.waitSeconds(), Math.min(doubled, retry.longestWaitSeconds()) * spread);
    }

    private Exchange exchange(Wanted wanted, Attempt made, int attempts, long milliseconds) {
        Reply reply = switch (made) {
            case Attempt.Success success -> success.completion();
            case Attempt.Failed failed -> new Reply.Failure(failed.fault(), sentence(failed, attempts));
        };
        List<SampledToken> tokens = made instanceof Attempt.Success success ? success.tokens() : List.of();
        return new Exchange(
                wanted.request().hash(),
                wanted.asker(),
                wanted.occurrence(),
                wanted.request().body(),
                reply,
                tokens,
                made.body(),
                made.status(),
                attempts,
                milliseconds);
    }

    private String sentence(Attempt.Failed failed, int attempts) {
        String told = endpoint.told();
        String sentence = Character.toUpperCase(told.charAt(0)) + told.substring(1) + " " + failed.reason();
        if (failed.waitSeconds() > endpoint.retry().longestWaitSeconds()) {
            sentence += "; it asks to wait " + failed.waitSeconds() + " s, longer than the "
                    + endpoint.retry().longestWaitSeconds() + " s of 'retry.longestWaitSeconds'";
        }
        return sentence + (attempts > 1 ? " (after " + attempts + " attempts)." : ".");
    }

    private static Exchange interrupted(Wanted wanted, int attempts) {
        Reply reply = new Reply.Failure(Fault.SYSTEM, "The request was interrupted.");
        return new Exchange(
                wanted.request().hash(),
                wanted.asker(),
                wanted.occurrence(),
                wanted.request().body(),
                reply,
                List.of(),
                "",
                0,
                attempts,
                0);
    }

    @Override
    public String toString() {
        return endpoint.told();
    }

    @Override
    public void close() {
        transport.close();
    }
}
