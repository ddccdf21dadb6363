package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Execution.Ending;

/** Leaves an execution early. Carries no stack trace: it is a way out, not an error of ours. */
final class Halt extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Ending ending;

    private Halt(Ending ending) {
        super(ending.reason(), null, false, false);
        this.ending = ending;
    }

    Ending ending() {
        return ending;
    }

    static Halt exit() {
        return new Halt(new Ending(Ending.Kind.EXITED, ""));
    }

    static Halt cancelled() {
        return new Halt(new Ending(Ending.Kind.CANCELLED, "the user gave up after many questions"));
    }

    static Halt limit(String what) {
        return new Halt(new Ending(Ending.Kind.LIMIT, what));
    }

    static Halt deadline() {
        return new Halt(new Ending(Ending.Kind.DEADLINE, "the time limit"));
    }

    /** What the device cannot decide, whoever runs it. */
    static Halt beyond(String what) {
        return new Halt(new Ending(Ending.Kind.DEADLINE, what));
    }

    static Halt fault(String sentence) {
        return new Halt(new Ending(Ending.Kind.FAULT, sentence));
    }
}
