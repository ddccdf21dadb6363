package dev.selvedge.workflow.device;

/** What one action does: takes its arguments, acts on the state, gives its result. */
@FunctionalInterface
interface Meaning {
    Item of(Invocation call);
}
