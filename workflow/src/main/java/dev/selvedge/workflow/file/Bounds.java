package dev.selvedge.workflow.file;

/**
 * What a file may ask of us. The largest real files seen have 300 kB, 30,000 values, 25 levels of values and 21 levels
 * of blocks; each bound is at least four times that, and small enough that no file can hurt.
 */
final class Bounds {
    /** Bytes of a file, and of the property list inside a signed one. */
    static final int FILE_BYTES = 64 << 20;

    /** Values of a property list, each counted as often as it is referred to. */
    static final int VALUES = 2_000_000;

    /** Characters and bytes in a property list's leaves, each counted as often as it is referred to. */
    static final long CONTENT = 64L << 20;

    /** Levels of dictionaries and arrays. */
    static final int DEPTH = 200;

    /** Levels of an expression, so that with all blocks around it the syntax tree of its code stays within its bound. */
    static final int LEVELS = 120;

    /** Levels that blocks indent code by; CPython's own bound is 100. */
    static final int INDENTS = 90;

    private Bounds() {}
}
