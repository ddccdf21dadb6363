package dev.selvedge.model;

/**
 * What a sampled text must be like, token by token. A constraint belongs to one tokenizer. It is safe for use by several
 * threads and serves any number of requests; each begins a {@link Progress} of its own.
 */
public interface Constraint {
    /** Where a reply stands before its first token. */
    Progress start();

    /** Where one reply stands. For one thread at a time. */
    interface Progress {
        /**
         * The tokens that may come next, as a bit for each id, id 0 the lowest bit of the first word; stop tokens are not
         * among them. Not to be changed, and valid until the next {@link #accept}.
         *
         * @param remaining how many more tokens the reply can have, this one included; where these are few, only tokens
         *     are allowed after which the reply can still be complete within them
         */
        long[] allowed(int remaining);

        /** Whether the reply may end here. */
        boolean mayEnd();

        /** Whether nothing may follow. */
        boolean mustEnd();

        /**
         * Goes on with a token that was allowed.
         *
         * @throws IllegalArgumentException if it was not
         */
        void accept(int id);
    }
}
