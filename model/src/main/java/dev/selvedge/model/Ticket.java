package dev.selvedge.model;

import java.util.concurrent.CompletableFuture;

/** A request that an {@link Engine} works on. */
public interface Ticket {
    /**
     * The continuation once it is over. A request that is cancelled completes with what it has, ended by
     * {@link Generation.Ending#CANCELLED}. It completes exceptionally where the listener threw, with what it threw; where
     * the model failed; and where the engine was closed. What is chained to it without an executor runs on a thread of the
     * engine and must be quick.
     */
    CompletableFuture<Generation> result();

    /** Ends the request soon: at most one more token is sampled. Does nothing to one that is over. */
    void cancel();
}
