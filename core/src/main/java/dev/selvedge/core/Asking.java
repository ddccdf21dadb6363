package dev.selvedge.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The piece of work on whose behalf a policy is asked, for example one item of a stage. It counts how often the same
 * request was made, so that ten samples of one prompt are ten exchanges, and the same ten again after a restart, in
 * whatever order pieces of work run. Safe for several threads, but deterministic only where one piece of work makes
 * its equal requests in a fixed order.
 */
public final class Asking {
    private static final ScopedValue<Asking> CURRENT = ScopedValue.newInstance();

    private final String name;
    private final Map<ContentHash, Integer> asked = new HashMap<>();

    /** @param name unique among the pieces of work of a run, and the same after a restart */
    public Asking(String name) {
        this.name = name;
    }

    /** The piece of work that runs on this thread, if any. */
    public static Optional<Asking> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    public String name() {
        return name;
    }

    /** How often this piece of work made this request before; counts it. */
    public synchronized int occurrence(ContentHash request) {
        return asked.merge(request, 1, Integer::sum) - 1;
    }

    /** Does the work; {@link #current} is this one meanwhile, on this thread only. */
    public <T> T during(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }
}
