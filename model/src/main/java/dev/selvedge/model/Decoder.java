package dev.selvedge.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Continues some sequences side by side on one thread: the one loop of all generation. Sequences of like length share a
 * cache. A prompt that begins as a sequence that is here already takes over its keys and values. A long prompt goes through
 * the model in chunks of {@value #CHUNK} tokens, with a step of the other sequences between them.
 */
final class Decoder implements AutoCloseable {
    /** Most tokens of one prompt in one pass. */
    static final int CHUNK = 2_048;

    private static final int MAX_PASS_TOKENS = 8_192;
    /** Shorter common beginnings are computed again. */
    private static final int LEAST_SHARED = 32;

    private final Transformer transformer;
    private final boolean sharing;
    private final TokenChooser chooser;
    private final float[] row;
    /** Sequences of which nothing is computed. */
    private final Deque<Continuation> waiting = new ArrayDeque<>();
    /** Sequences of which all tokens but the last are computed: ascending by capacity, none empty. */
    private final List<KvShelf> shelves = new ArrayList<>();
    /** A long prompt of which some chunks are computed, alone on its shelf. */
    private @Nullable KvShelf underway;

    private final LongAdder prefilledTokens = new LongAdder();
    private final LongAdder sharedTokens = new LongAdder();
    private final LongAdder sampledTokens = new LongAdder();

    /**
     * @param transformer to be closed by this
     * @param sharing whether common beginnings of prompts are computed once
     */
    Decoder(Transformer transformer, boolean sharing) {
        this.transformer = transformer;
        this.sharing = sharing;
        int vocabularySize = transformer.config().vocabularySize();
        this.chooser = new TokenChooser(vocabularySize);
        this.row = new float[vocabularySize];
    }

    /** Sequences that are here. */
    int active() {
        int rows = waiting.size() + (underway == null ? 0 : 1);
        for (KvShelf shelf : shelves) {
            rows += shelf.rows().size();
        }
        return rows;
    }

    /** Bytes of keys and values. */
    long cacheBytes() {
        long bytes = underway == null ? 0 : underway.cache().bytes();
        for (KvShelf shelf : shelves) {
            bytes += shelf.cache().bytes();
        }
        return bytes;
    }

    /** Tokens of prompts that went through the model. */
    long prefilledTokens() {
        return prefilledTokens.sum();
    }

    /** Tokens of prompts whose keys and values were taken over. */
    long sharedTokens() {
        return sharedTokens.sum();
    }

    /** Tokens that were sampled. */
    long sampledTokens() {
        return sampledTokens.sum();
    }

    void admit(List<Continuation> admitted) {
        waiting.addAll(admitted);
    }

    /** A pass of prompts, if some wait for it, and a step of all others. What is over, failed or cancelled leaves. */
    void advance() {
        leave();
        if (underway != null) {
            goOn(underway);
        } else if (!waiting.isEmpty()) {
            prefill();
            if (underway == null) {
                // What was left because it begins like another one can take that over now.
                prefill();
            }
        }
        leave();
        step();
        leave();
    }

    /** Ends everything that is here. */
    void failAll(Throwable cause) {
        waiting.forEach(c -> c.fail(cause));
        waiting.clear();
        if (underway != null) {
            shelves.add(underway);
            underway = null;
        }
        for (KvShelf shelf : shelves) {
            shelf.rows().forEach(c -> c.fail(cause));
            shelf.cache().close();
        }
        shelves.clear();
    }

    private void leave() {
        waiting.removeIf(Decoder::isOver);
        if (underway != null) {
            underway.removeIf(Decoder::isOver);
            if (underway.rows().isEmpty()) {
                underway.cache().close();
                underway = null;
            }
        }
        shelves.forEach(shelf -> shelf.removeIf(Decoder::isOver));
        closeEmpty();
    }

    private static boolean isOver(Continuation continuation) {
        continuation.leaveIfCancelled();
        return continuation.isOver();
    }

    private void closeEmpty() {
        for (int i = shelves.size() - 1; i >= 0; i--) {
            if (shelves.get(i).rows().isEmpty()) {
                shelves.remove(i).cache().close();
            }
        }
    }

    /** A place on the shelf for sequences of this length. */
    private KvPlace place(Continuation continuation, int length) {
        int capacity = KvCache.capacityFor(length);
        int at = 0;
        while (at < shelves.size() && shelves.get(at).cache().capacity() < capacity) {
            at++;
        }
        if (at == shelves.size() || shelves.get(at).cache().capacity() != capacity) {
            shelves.add(at, new KvShelf(new KvCache(transformer.config(), capacity), new ArrayList<>()));
        }
        return shelves.get(at).add(continuation);
    }

    private void prefill() {
        var fresh = new ArrayList<KvPlace>();
        var begun = new ArrayList<KvPlace>();
        int tokens = 0;
        List<KvPlace> ahead = places();
        for (Iterator<Continuation> each = waiting.iterator(); each.hasNext() && tokens < MAX_PASS_TOKENS; ) {
            Continuation next = each.next();
            KvPlace donor = donor(next, ahead);
            int shared = donor == null ? 0 : shared(next, donor);
            if (gainsByWaiting(next, shared, fresh) || gainsByWaiting(next, shared, begun)) {
                continue;
            }
            if (next.length() - shared > CHUNK) {
                if (tokens == 0) {
                    each.remove();
                    underway = new KvShelf(
                            new KvCache(transformer.config(), KvCache.capacityFor(next.length() + 1)),
                            new ArrayList<>());
                    takeOver(underway.add(next), donor, shared);
                }
                break;
            }
            each.remove();
            KvPlace place = place(next, next.length() + 1);
            takeOver(place, donor, shared);
            (donor == null ? fresh : begun).add(place);
            tokens += next.pending();
        }
        for (Iterator<KvPlace> each = begun.iterator(); each.hasNext(); ) {
            if (each.next().continuation().pending() == 1) {
                prefilledTokens.increment();
                each.remove();
            }
        }
        if (!fresh.isEmpty()) {
            pass(fresh);
        }
        if (!begun.isEmpty()) {
            pass(begun);
        }
    }

    private void takeOver(KvPlace place, @Nullable KvPlace donor, int shared) {
        if (donor != null) {
            place.shelf().cache().copy(donor.shelf().cache(), donor.slot(), place.slot(), shared);
            place.continuation().setCached(shared);
            sharedTokens.add(shared);
        }
    }

    /** Tokens that can be taken over; the last one of a prompt goes through the model, for what follows it is wanted. */
    private static int shared(Continuation continuation, KvPlace donor) {
        Continuation other = donor.continuation();
        return Math.min(continuation.length() - 1, continuation.sharedWith(other, other.cached()));
    }

    private @Nullable KvPlace donor(Continuation continuation, List<KvPlace> ahead) {
        KvPlace donor = null;
        int most = LEAST_SHARED - 1;
        for (KvPlace place : sharing ? ahead : List.<KvPlace>of()) {
            int shared = shared(continuation, place);
            if (shared > most) {
                most = shared;
                donor = place;
            }
        }
        return donor;
    }

    /** Whether one of these, once it is through the model, has more to take over. */
    private boolean gainsByWaiting(Continuation continuation, int shared, List<KvPlace> places) {
        return sharing
                && places.stream()
                        .map(KvPlace::continuation)
                        .anyMatch(c -> Math.min(continuation.length() - 1, continuation.sharedWith(c, c.length()))
                                >= shared + LEAST_SHARED);
    }

    /** All sequences that step, in the order of the shelves. */
    private List<KvPlace> places() {
        var places = new ArrayList<KvPlace>();
        for (KvShelf shelf : shelves) {
            for (int slot = 0; slot < shelf.rows().size(); slot++) {
                places.add(new KvPlace(shelf, slot));
            }
        }
        return places;
    }

    /** The next chunk of a long prompt; after the last one it joins the others. */
    private void goOn(KvShelf alone) {
        var from = new KvPlace(alone, 0);
        pass(List.of(from));
        Continuation continuation = from.continuation();
        if (continuation.pending() == 1) {
            KvPlace to = place(continuation, continuation.length());
            to.shelf().cache().copy(alone.cache(), 0, to.slot(), continuation.cached());
            alone.cache().close();
            underway = null;
        }
    }

    /** The next tokens of some prompts go through the model; where these are the last ones, the reply begins. */
    private void pass(List<KvPlace> places) {
        boolean fresh = places.getFirst().continuation().cached() == 0;
        KvPass pass = KvPass.of(places, CHUNK);
        prefilledTokens.add(pass.ids().length);
        try (var scope = Torch.scope()) {
            Attention attention = fresh ? pass.storing(pass.packedAttention()) : pass.continuing();
            Tensor logits = transformer.logits(
                    Torch.indices(pass.ids()), Torch.indices(pass.positions()), attention, Torch.indices(pass.ends()));
            pass.markCached();
            sample(logits, places);
        }
    }

    /** The last token of every sequence goes through the model, and the next is sampled. */
    private void step() {
        makeRoom();
        List<KvPlace> places = places();
        if (places.isEmpty()) {
            return;
        }
        KvPass pass = KvPass.of(places, 1);
        try (var scope = Torch.scope()) {
            Attention attention = pass.stepping(shelves);
            Tensor logits =
                    transformer.logits(Torch.indices(pass.ids()), Torch.indices(pass.positions()), attention, null);
            pass.markCached();
            sample(logits, places);
        }
    }

    /** Sequences that have outgrown their shelf move to the next. */
    private void makeRoom() {
        for (int i = 0; i < shelves.size(); i++) {
            KvShelf shelf = shelves.get(i);
            for (int slot = shelf.rows().size() - 1; slot >= 0; slot--) {
                Continuation continuation = shelf.rows().get(slot);
                if (continuation.length() > shelf.cache().capacity()) {
                    KvPlace to = place(continuation, continuation.length());
                    to.shelf().cache().copy(shelf.cache(), slot, to.slot(), continuation.cached());
                    shelf.remove(slot);
                }
            }
        }
        closeEmpty();
    }

    /** @param logits {@code [places, vocabularySize]} */
    private void sample(Tensor logits, List<KvPlace> places) {
        float[] logSumExp = Torch.floats(logits.logsumexp(-1));
        Tensor rows = logits.contiguous();
        for (int i = 0; i < logSumExp.length; i++) {
            Continuation continuation = places.get(i).continuation();
            if (continuation.pending() == 0) {
                rows.data_ptr_float().position((long) i * row.length).get(row);
                sampledTokens.increment();
                continuation.sample(row, logSumExp[i], chooser);
            }
        }
    }

    @Override
    public void close() {
        failAll(new IllegalStateException("the engine is closed"));
        transformer.close();
    }
}
