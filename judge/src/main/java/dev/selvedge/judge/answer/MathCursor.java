package dev.selvedge.judge.answer;

import dev.selvedge.judge.answer.MathReader.NotMaths;
import dev.selvedge.judge.answer.MathToken.Kind;
import java.util.List;

/** A place in a text of mathematics, with how deep the reader is. */
final class MathCursor {
    static final int DEEPEST = 60;

    private final List<MathToken> tokens;
    private int next;
    private int depth;

    /** Whether a vertical bar closes rather than opens. */
    boolean insideBars;

    MathCursor(List<MathToken> tokens) {
        this.tokens = tokens;
    }

    MathToken ahead(int count) {
        return next + count < tokens.size() ? tokens.get(next + count) : new MathToken(Kind.END, "");
    }

    void skip(int count) {
        next += count;
    }

    /** Leaves the rest of a piece that was taken in part. */
    void replace(MathToken rest) {
        tokens.set(next, rest);
    }

    MathToken peek() {
        return ahead(0);
    }

    MathToken after() {
        return ahead(1);
    }

    /** Takes a sign if it comes next. */
    boolean take(String sign) {
        if (peek().is(sign)) {
            next++;
            return true;
        }
        return false;
    }

    void need(String sign) throws NotMaths {
        if (!take(sign)) {
            throw new NotMaths("expected " + sign);
        }
    }

    <T> T deeper(Reading<T> reading) throws NotMaths {
        if (++depth > DEEPEST) {
            throw new NotMaths("more than " + DEEPEST + " levels");
        }
        try {
            return reading.read();
        } finally {
            depth--;
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws NotMaths;
    }

    /** Takes a command if it comes next. */
    boolean command(String name) {
        boolean there = peek().isCommand(name);
        next += there ? 1 : 0;
        return there;
    }
}
