package dev.selvedge.workflow.python;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A tree while a text is parsed: also the nodes that the grammar hides, without places, with what the parser weighs when it
 * chooses between readings. Immutable, shared between readings.
 */
final class Subtree {
    static final int END = 0;
    static final int ERROR = 0xFFFF;
    /** Tokens that were skipped one by one; hidden. */
    static final int ERROR_REPEAT = 0xFFFE;

    private static final Subtree[] NONE = {};
    private static final byte[] NO_MEMORY = {};

    final int symbol;
    final boolean visible;
    /** May stand anywhere, so it does not count as a child of its production. */
    final boolean extra;
    /** Put in to repair the text. */
    final boolean missing;

    /** What lies before it, white space for example. */
    final int paddingBytes;

    final int paddingLines;
    final int bytes;
    final int lines;
    final Subtree[] children;
    final int production;

    /** Of a token, the state in which it was read. */
    final int readIn;

    /** Of a token, whether the grammar's word rule and a keyword both fit it. */
    final boolean keyword;

    /** Of a token that the outer scanner read, the scanner's memory after it; else null. */
    final byte @Nullable [] scanner;

    /** Of such a token, whether it changed that memory. */
    final boolean scannerChanged;

    /** Of an error without children the first character that nothing fits. */
    final int unexpected;

    final int errorCost;
    final int precedence;
    final int visibleChildren;
    final int visibleDescendants;

    /** Any token. */
    private Subtree(
            int symbol,
            boolean visible,
            boolean extra,
            boolean missing,
            Span span,
            int readIn,
            boolean keyword,
            byte @Nullable [] scanner,
            boolean scannerChanged,
            int unexpected) {
        this.symbol = symbol;
        this.visible = visible;
        this.extra = extra;
        this.missing = missing;
        paddingBytes = span.paddingBytes;
        paddingLines = span.paddingLines;
        bytes = span.bytes;
        lines = span.lines;
        children = NONE;
        production = 0;
        this.readIn = readIn;
        this.keyword = keyword;
        this.scanner = scanner;
        this.scannerChanged = scannerChanged;
        this.unexpected = unexpected;
        errorCost = missing ? ErrorCost.MISSING : 0;
        precedence = 0;
        visibleChildren = 0;
        visibleDescendants = 0;
    }

    /** How long a token is, and what lies before it. */
    record Span(int paddingBytes, int paddingLines, int bytes, int lines) {
        static final Span EMPTY = new Span(0, 0, 0, 0);
    }

    static Subtree token(int symbol, Language language, Span span, int readIn, boolean keyword) {
        return new Subtree(
                symbol, language.visible(symbol), symbol == END, false, span, readIn, keyword, null, false, 0);
    }

    static Subtree scanned(
            int symbol, Language language, Span span, int readIn, byte[] scanner, boolean scannerChanged) {
        return new Subtree(
                symbol,
                language.visible(symbol),
                symbol == END,
                false,
                span,
                readIn,
                false,
                scanner,
                scannerChanged,
                0);
    }

    static Subtree unexpected(int character, Span span, int readIn) {
        return new Subtree(ERROR, true, false, false, span, readIn, false, null, false, character);
    }

    static Subtree missing(int symbol, Language language) {
        return new Subtree(symbol, language.visible(symbol), false, true, Span.EMPTY, 0, false, null, false, 0);
    }

    /** This token with another meaning. */
    Subtree as(int otherSymbol, Language language) {
        return new Subtree(
                otherSymbol,
                language.visible(otherSymbol),
                extra,
                missing,
                span(),
                readIn,
                keyword,
                scanner,
                scannerChanged,
                unexpected);
    }

    /** This token as one that may stand anywhere, or not. */
    Subtree as(boolean otherExtra) {
        return extra == otherExtra
                ? this
                : new Subtree(
                        symbol,
                        visible,
                        otherExtra,
                        missing,
                        span(),
                        readIn,
                        keyword,
                        scanner,
                        scannerChanged,
                        unexpected);
    }

    private Span span() {
        return new Span(paddingBytes, paddingLines, bytes, lines);
    }

    static Subtree node(int symbol, Subtree[] children, int production, Language language) {
        return new Subtree(symbol, children, production, 0, false, language);
    }

    /** This node with more precedence than its children give it. */
    Subtree preferred(int more, Language language) {
        return more == 0 ? this : new Subtree(symbol, children, production, more, extra, language);
    }

    static Subtree error(Subtree[] children, boolean extra, Language language) {
        return new Subtree(ERROR, children, 0, 0, extra, language);
    }

    private Subtree(
            int symbol, Subtree[] children, int production, int ownPrecedence, boolean extra, Language language) {
        this.symbol = symbol;
        this.children = children;
        this.production = production;
        this.extra = extra;
        visible = language.visible(symbol);
        missing = false;
        readIn = 0;
        keyword = false;
        scanner = null;
        unexpected = 0;
        boolean skipped = symbol == ERROR || symbol == ERROR_REPEAT;
        int allBytes = 0;
        int allLines = 0;
        int cost = 0;
        int allPrecedence = ownPrecedence;
        int seen = 0;
        int below = 0;
        int structural = 0;
        for (Subtree child : children) {
            allBytes += child.paddingBytes + child.bytes;
            allLines += child.paddingLines + child.lines;
            cost += child.symbol == ERROR_REPEAT ? 0 : child.errorCost;
            cost += skipped ? child.costOfSkipping() : 0;
            allPrecedence += child.precedence;
            below += child.visibleDescendants;
            if (child.visible || (!child.extra && language.alias(production, structural) != 0)) {
                below++;
                seen++;
            } else {
                seen += child.visibleChildren;
            }
            structural += child.extra ? 0 : 1;
        }
        paddingBytes = children.length == 0 ? 0 : children[0].paddingBytes;
        paddingLines = children.length == 0 ? 0 : children[0].paddingLines;
        bytes = allBytes - paddingBytes;
        lines = allLines - paddingLines;
        errorCost = cost + (skipped ? ErrorCost.RECOVERY + bytes + ErrorCost.LINE * lines : 0);
        precedence = allPrecedence;
        visibleChildren = seen;
        visibleDescendants = below;
        scannerChanged = false;
    }

    private int costOfSkipping() {
        if (extra || (symbol == ERROR && children.length == 0)) {
            return 0;
        }
        return visible ? ErrorCost.TREE : ErrorCost.TREE * visibleChildren;
    }

    boolean error() {
        return symbol == ERROR;
    }

    int totalBytes() {
        return paddingBytes + bytes;
    }

    int totalLines() {
        return paddingLines + lines;
    }

    /** How many nodes it adds to the progress of a reading. */
    int progress() {
        return visibleDescendants + (visible ? 1 : 0) + (symbol == ERROR_REPEAT ? 1 : 0);
    }

    /** Whether two tokens leave the scanner with the same memory; none is an empty one. */
    static boolean sameScanner(@Nullable Subtree a, @Nullable Subtree b) {
        return a == b || Arrays.equals(memory(a), memory(b));
    }

    /** The scanner's memory after a token, empty where it has none. */
    static byte[] memory(@Nullable Subtree token) {
        return token == null || token.scanner == null ? NO_MEMORY : token.scanner;
    }

    /** Whether a reading may keep only one of the two in the same place. */
    static boolean equivalent(@Nullable Subtree a, @Nullable Subtree b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null || a.symbol != b.symbol) {
            return false;
        }
        if (a.errorCost > 0 && b.errorCost > 0) {
            return true;
        }
        return a.paddingBytes == b.paddingBytes
                && a.bytes == b.bytes
                && a.children.length == b.children.length
                && a.extra == b.extra
                && sameScanner(a, b);
    }

    /** Whether the other is to be taken in place of this: fewer errors, then precedence, then the earlier symbols. */
    boolean worseThan(Subtree other) {
        if (errorCost != other.errorCost) {
            return other.errorCost < errorCost;
        }
        if (precedence != other.precedence) {
            return other.precedence > precedence;
        }
        return errorCost > 0 || compare(this, other) > 0;
    }

    /** By symbols and numbers of children, from the front; without recursion, for hidden nodes nest deeply. */
    private static int compare(Subtree first, Subtree second) {
        Deque<Subtree> open = new ArrayDeque<>();
        open.push(second);
        open.push(first);
        while (!open.isEmpty()) {
            Subtree a = open.pop();
            Subtree b = open.pop();
            if (a.symbol != b.symbol) {
                return Integer.compare(a.symbol, b.symbol);
            }
            if (a.children.length != b.children.length) {
                return Integer.compare(a.children.length, b.children.length);
            }
            for (int i = a.children.length - 1; i >= 0; i--) {
                if (a.children[i] == b.children[i]) {
                    continue;
                }
                open.push(b.children[i]);
                open.push(a.children[i]);
            }
        }
        return 0;
    }
}
