package dev.selvedge.workflow.python;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the token at a place as a state of the parser wants it: by the outer scanner, by the lexer, and where neither finds
 * one that fits, any token, or else what no token fits.
 */
final class TokenReader {
    private final Language language;
    private final NativeLexer lexer;

    // The last token, which another reading may want, too.
    private @Nullable Subtree last;
    private int lastAt;
    private @Nullable Subtree lastScanned;

    TokenReader(Language language, NativeLexer lexer) {
        this.language = language;
        this.lexer = lexer;
    }

    /** The token for a reading. */
    Subtree read(Stack.Head head) throws Throwable {
        Subtree known = last;
        int state = head.node.state;
        if (known != null
                && lastAt == head.node.bytes
                && Subtree.sameScanner(lastScanned, head.scanned)
                && fits(state, known)) {
            return known;
        }
        Subtree token = lex(head);
        last = token;
        lastAt = head.node.bytes;
        lastScanned = head.scanned;
        return token;
    }

    /** Whether a state would read the same token. */
    private boolean fits(int state, Subtree token) {
        int mode = language.lexMode(state);
        if (language.actions(state, token.symbol).length > 0
                && mode == language.lexMode(token.readIn)
                && (token.symbol != language.wordToken || (!token.keyword && token.readIn == state))) {
            return true;
        }
        if (token.bytes == 0 && token.symbol != Subtree.END) {
            return false;
        }
        return mode >>> 16 == 0 && language.reusable(state, token.symbol);
    }

    /** Reads until something fits; what was passed over before that is the token then. */
    private Subtree lex(Stack.Head head) throws Throwable {
        StackNode node = head.node;
        int mode = language.lexMode(node.state);
        boolean any = node.state == Language.ERROR_STATE;
        Unexpected passed = null;
        while (true) {
            int at = passed == null ? node.bytes : passed.end;
            int line = passed == null ? node.lines : passed.endLine;
            Subtree token = token(head, mode, any, at, line);
            if (token != null) {
                return passed == null ? token : passed.token(node);
            }
            if (!any) {
                any = true;
                mode = language.lexMode(Language.ERROR_STATE);
                continue;
            }
            if (passed == null) {
                passed = new Unexpected(lexer.tokenStart(), lexer.tokenStartLine(), lexer.lookahead());
            }
            if (lexer.bytes() == passed.end) {
                if (lexer.atEnd()) {
                    return passed.token(node);
                }
                lexer.skip();
            }
            passed.end = lexer.bytes();
            passed.endLine = lexer.line();
        }
    }

    /** A stretch that no token fits. */
    private static final class Unexpected {
        private final int start;
        private final int startLine;
        private final int character;
        private int end;
        private int endLine;

        Unexpected(int start, int startLine, int character) {
            this.start = start;
            this.startLine = startLine;
            this.character = character;
            end = start;
            endLine = startLine;
        }

        Subtree token(StackNode node) {
            return Subtree.unexpected(
                    character,
                    new Subtree.Span(start - node.bytes, startLine - node.lines, end - start, endLine - startLine),
                    node.state);
        }
    }

    private @Nullable Subtree token(Stack.Head head, int mode, boolean any, int at, int line) throws Throwable {
        if (mode >>> 16 != 0 && !(language.outsideStrings(mode >>> 16) && lexer.nothingOuter(at))) {
            byte[] before = Subtree.memory(head.scanned);
            lexer.start(at, line);
            if (lexer.outerToken(mode >>> 16, before)) {
                byte[] after = lexer.scannerMemory();
                boolean changed = !Arrays.equals(before, after);
                // An empty token that changes nothing could be read for ever where any token is wanted.
                if (changed || lexer.tokenEnd() > at || (!any && head.advancedSinceError())) {
                    return Subtree.scanned(
                            language.externalSymbol(lexer.result()),
                            language,
                            span(head.node),
                            head.node.state,
                            after,
                            changed);
                }
            }
        }
        lexer.start(at, line);
        return lexer.token(mode & 0xFFFF) ? innerToken(head.node) : null;
    }

    private Subtree innerToken(StackNode node) throws Throwable {
        int symbol = lexer.result();
        Subtree.Span span = span(node);
        boolean keyword = false;
        if (symbol == language.wordToken) {
            int end = lexer.tokenEnd();
            lexer.start(lexer.tokenStart(), lexer.tokenStartLine());
            keyword = lexer.word();
            if (keyword && lexer.tokenEnd() == end && language.fits(node.state, lexer.result())) {
                symbol = lexer.result();
            }
        }
        return Subtree.token(symbol, language, span, node.state, keyword);
    }

    private Subtree.Span span(StackNode node) {
        return new Subtree.Span(
                lexer.tokenStart() - node.bytes,
                lexer.tokenStartLine() - node.lines,
                lexer.tokenEnd() - lexer.tokenStart(),
                lexer.tokenEndLine() - lexer.tokenStartLine());
    }
}
