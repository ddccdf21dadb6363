package dev.selvedge.model;

import dev.selvedge.core.UserException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Continues sequences for anyone who asks, at any time: a request joins those that are running as soon as there is room,
 * and leaves when it is over. Prompts of different lengths go together without padding tokens, and what prompts have in
 * common at their beginning goes through the model once.
 *
 * <p>A request's result does not depend on the other requests, but for rounding: matrix products round a row differently
 * by how many rows they have. So log-probabilities differ by about 1e-6 of their value, and a draw or a greedy choice
 * differs where two tokens are that close.
 *
 * <p>Uses the transformer's weights as they are at each pass. Safe for use by several threads; close it before the model.
 */
public final class Engine implements AutoCloseable {
    private static final int EMBEDDED_AT_A_TIME = 4_096;

    /**
     * What the engine does and did.
     *
     * @param active sequences that are being continued
     * @param waiting requests for which there was no room yet
     * @param requests that were taken
     * @param promptTokens tokens of the prompts of these
     * @param prefilledTokens of these tokens, how many went through the model
     * @param sharedTokens of these tokens, how many were taken over from another sequence
     * @param sampledTokens tokens that were sampled
     * @param cacheBytes native memory of keys and values
     */
    public record Counters(
            int active,
            int waiting,
            long requests,
            long promptTokens,
            long prefilledTokens,
            long sharedTokens,
            long sampledTokens,
            long cacheBytes) {}

    private final Tokenizer tokenizer;
    private final int maxPositions;
    private final int rowsPerThread;
    private final List<Lane> lanes = new ArrayList<>();
    private final Workers embedding = new Workers(1);
    private final Transformer embedder;

    /** Whether a thread that works alone has its operations use the cores of the others; see decisions/threads.md. */
    private final boolean sharesOperations;

    private final Object lock = new Object();
    /** For whichever thread has room. */
    private final Deque<Continuation> common = new ArrayDeque<>();

    private boolean closed;
    private long requests;
    private long promptTokens;

    /**
     * An engine for the model, whose weights it shares and does not own.
     *
     * @param threads 0 for as many as there are cores
     * @param rowsPerThread sequences that one thread continues at a time
     */
    public Engine(Model model, int threads, int rowsPerThread) {
        this(model, threads, rowsPerThread, true);
    }

    Engine(Model model, int threads, int rowsPerThread, boolean sharing) {
        if (rowsPerThread < 1) {
            throw new IllegalArgumentException(rowsPerThread + " sequences a thread");
        }
        this.tokenizer = model.tokenizer();
        this.maxPositions = model.transformer().config().maxPositions();
        this.rowsPerThread = rowsPerThread;
        this.embedder = model.transformer().sharing();
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.sharesOperations = model.transformer().weights().sharesOperations();
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane(new Decoder(model.transformer().sharing(), sharing)));
        }
        lanes.forEach(lane -> lane.thread.start());
    }

    /**
     * Takes a request.
     *
     * @param listener is told each token as it is sampled, on a thread of the engine, so it must be quick; what it throws
     *     ends this request and no other
     * @throws UserException if the prompt is as long as the model can hold
     * @throws IllegalStateException if the engine is closed
     */
    public Ticket submit(GenerationRequest request, Consumer<Sampled> listener) {
        Continuation continuation = continuation(request, listener);
        synchronized (lock) {
            take(continuation);
            common.add(continuation);
            lock.notifyAll();
        }
        return continuation;
    }

    /**
     * Takes requests that are dealt to the threads in turn, the longest prompts first, so that each thread's sequences are
     * of like length and the same requests to an idle engine always go the same way.
     */
    List<Ticket> submitAll(List<GenerationRequest> requests) {
        List<Continuation> continuations =
                requests.stream().map(r -> continuation(r, sampled -> {})).toList();
        List<Continuation> longestFirst = continuations.stream()
                .sorted(Comparator.comparingInt((Continuation c) -> -c.length()))
                .toList();
        synchronized (lock) {
            for (int i = 0; i < longestFirst.size(); i++) {
                take(longestFirst.get(i));
                lanes.get(i % lanes.size()).own.add(longestFirst.get(i));
            }
            lock.notifyAll();
        }
        return List.copyOf(continuations);
    }

    private Continuation continuation(GenerationRequest request, Consumer<Sampled> listener) {
        if (request.prompt().length >= maxPositions) {
            throw new UserException("A prompt has " + request.prompt().length + " tokens, but the model holds "
                    + maxPositions + ", the reply included.");
        }
        return new Continuation(request, tokenizer, maxPositions, listener);
    }

    private void take(Continuation continuation) {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        requests++;
        promptTokens += continuation.length();
    }

    /**
     * What the model makes of whole texts: the mean over a text's tokens of the last hidden state, after the last norm.
     *
     * @param sequences tokens of each text, at least one and at most as many as the model holds
     * @param unitLength whether each result is divided by its Euclidean length
     * @return for each text {@code [width]}
     * @throws UserException if a text is empty or too long
     */
    public List<float[]> embed(List<int[]> sequences, boolean unitLength) {
        for (int[] sequence : sequences) {
            if (sequence.length == 0 || sequence.length > maxPositions) {
                throw new UserException("A text to be embedded has " + sequence.length
                        + " tokens; the model takes 1 to " + maxPositions + ".");
            }
        }
        var embeddings = new ArrayList<float[]>();
        for (int from = 0; from < sequences.size(); ) {
            int to = from;
            int tokens = 0;
            while (to < sequences.size() && (to == from || tokens + sequences.get(to).length <= EMBEDDED_AT_A_TIME)) {
                tokens += sequences.get(to++).length;
            }
            List<int[]> some = sequences.subList(from, to);
            Callable<List<float[]>> task = () -> embedSome(some, unitLength);
            embeddings.addAll(embedding.run(List.of(task)).getFirst());
            from = to;
        }
        return embeddings;
    }

    private List<float[]> embedSome(List<int[]> sequences, boolean unitLength) {
        try (var scope = Torch.scope()) {
            Tensor hidden = embedder.hidden(Packed.everywhere(sequences));
            var embeddings = new ArrayList<float[]>();
            long from = 0;
            for (int[] sequence : sequences) {
                Tensor mean = hidden.narrow(0, from, sequence.length).mean(0);
                embeddings.add(Torch.floats(unitLength ? mean.div(mean.norm()) : mean));
                from += sequence.length;
            }
            return embeddings;
        }
    }

    /** What the engine does at this moment. */
    public Counters counters() {
        synchronized (lock) {
            int waiting = common.size();
            int active = 0;
            long prefilled = 0;
            long shared = 0;
            long sampled = 0;
            long bytes = 0;
            for (Lane lane : lanes) {
                waiting += lane.own.size();
                active += lane.active;
                prefilled += lane.decoder.prefilledTokens();
                shared += lane.decoder.sharedTokens();
                sampled += lane.decoder.sampledTokens();
                bytes += lane.cacheBytes;
            }
            return new Counters(active, waiting, requests, promptTokens, prefilled, shared, sampled, bytes);
        }
    }

    /** Ends what is running and waiting: these requests fail. Waits for the threads, so not to be called by a listener. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        for (Lane lane : lanes) {
            while (true) {
                try {
                    lane.thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // native work cannot be interrupted; it is bounded, so wait
                }
            }
        }
        common.forEach(c -> c.fail(new IllegalStateException("the engine is closed")));
        common.clear();
        embedding.close();
        embedder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thread with its sequences. */
    private final class Lane {
        private final Decoder decoder;
        /** For this thread alone. */
        private final Deque<Continuation> own = new ArrayDeque<>();

        private final Thread thread;
        private int active;
        private int cores;
        private long cacheBytes;

        Lane(Decoder decoder) {
            this.decoder = decoder;
            this.thread = new Thread(this::run, "generation");
            thread.setDaemon(true);
        }

        private void run() {
            // Without the books that libtorch keeps for gradients every operation is quicker.
            try (var inference = new InferenceMode()) {
                while (awaitWork()) {
                    try {
                        decoder.advance();
                    } catch (RuntimeException | Error e) {
                        decoder.failAll(e);
                    }
                }
                decoder.close();
            }
            own.forEach(c -> c.fail(new IllegalStateException("the engine is closed")));
            own.clear();
        }

        /** Returns whether there is something to do; false once the engine is closed. */
        private boolean awaitWork() {
            synchronized (lock) {
                while (!closed) {
                    admit();
                    active = decoder.active();
                    cacheBytes = decoder.cacheBytes();
                    if (active > 0) {
                        boolean alone = lanes.stream().allMatch(l -> l == this || l.active == 0);
                        use(alone && sharesOperations ? lanes.size() : 1);
                        return true;
                    }
                    use(1);
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                return false;
            }
        }

        /** Lets operations of this thread use so many cores. */
        private void use(int count) {
            if (cores != count) {
                cores = count;
                try (var scope = Torch.scope()) {
                    torch.set_num_threads(count);
                }
            }
        }

        /** Few sequences at a time are not worth a pass of their own while many are running. */
        private void admit() {
            common.removeIf(Engine::isOver);
            own.removeIf(Engine::isOver);
            int free = rowsPerThread - decoder.active();
            if (free < Math.max(1, rowsPerThread / 8)) {
                return;
            }
            var admitted = new ArrayList<Continuation>();
            while (!own.isEmpty() && admitted.size() < free) {
                admitted.add(own.remove());
            }
            int share = (common.size() + lanes.size() - 1) / lanes.size();
            while (share-- > 0 && admitted.size() < free) {
                admitted.add(common.remove());
            }
            decoder.admit(admitted);
        }
    }

    private static boolean isOver(Continuation continuation) {
        continuation.leaveIfCancelled();
        return continuation.isOver();
    }
}
