package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Continues sequences, many at a time: an {@link Engine} for those who have all their requests and wait for all results.
 * The same requests give the same results, bit for bit, with the same number of threads and rows.
 *
 * <p>Uses the transformer's weights as they are at each call. Not safe for use by several threads at once.
 */
public final class Generator implements AutoCloseable {
    private final Engine engine;

    /**
     * A generator for the model, whose weights it shares.
     *
     * @param threads 0 for as many as there are cores
     * @param rowsPerThread sequences that one thread continues at a time; bounds memory
     */
    public Generator(Model model, int threads, int rowsPerThread) {
        this.engine = new Engine(model, threads, rowsPerThread);
    }

    /** A generator with a thread for each core and 64 sequences for each thread. */
    public Generator(Model model) {
        this(model, 0, 64);
    }

    /**
     * Continues some sequences.
     *
     * @return the continuations, in the order of the requests
     * @throws UserException if a prompt is as long as the model can hold
     */
    public List<Generation> generate(List<GenerationRequest> requests) {
        List<Ticket> tickets = engine.submitAll(requests);
        try {
            return tickets.stream().map(t -> t.result().join()).toList();
        } catch (CompletionException e) {
            tickets.forEach(Ticket::cancel);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Continues one sequence; safe beside other calls. An interrupt cancels it. */
    Generation generateInterruptibly(GenerationRequest request) throws InterruptedException {
        Ticket ticket = engine.submit(request, sampled -> {});
        try {
            return ticket.result().get();
        } catch (InterruptedException e) {
            ticket.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
