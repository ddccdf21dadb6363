package dev.selvedge.serve;

/** A reply on its way that others can end, from any thread. */
interface Ending {
    /** Breaks off a write that has taken so long. */
    void cutOffIfStuck(double seconds);

    /** Ends the reply with an error. */
    void fail(Refusal reason);
}
