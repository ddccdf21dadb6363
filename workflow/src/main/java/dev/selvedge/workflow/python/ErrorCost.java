package dev.selvedge.workflow.python;

/** What errors cost when the parser chooses between repairs: the constants of tree-sitter. A skipped byte costs 1. */
final class ErrorCost {
    static final int RECOVERY = 500;
    static final int TREE = 100;
    static final int LINE = 30;
    static final int MISSING = 110 + RECOVERY;

    private ErrorCost() {}
}
