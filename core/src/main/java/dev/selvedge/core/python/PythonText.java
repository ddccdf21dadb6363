package dev.selvedge.core.python;

import dev.selvedge.core.python.PythonLiteral.NoLiteral;
import java.util.Locale;
import java.util.Set;

/**
 * One text literal of Python, with its prefix.
 *
 * @param value what it says; for bytes a character below 256 each
 * @param bytes whether it is bytes
 * @param end position after it
 */
record PythonText(String value, boolean bytes, int end) {
    private static final Set<String> PREFIXES = Set.of("", "r", "u", "b", "br", "rb");

    /** Whether a text begins here, with its prefix. */
    static boolean begins(String source, int at) {
        int quote = prefixEnd(source, at);
        return quote < source.length() && (source.charAt(quote) == '\'' || source.charAt(quote) == '"');
    }

    private static int prefixEnd(String source, int at) {
        int end = at;
        while (end < source.length() && end < at + 2 && Character.isLetter(source.charAt(end))) {
            end++;
        }
        return end;
    }

    static PythonText read(String source, int at) throws NoLiteral {
        int quote = prefixEnd(source, at);
        String prefix = source.substring(at, quote).toLowerCase(Locale.ROOT);
        if (!PREFIXES.contains(prefix) || !begins(source, at)) {
            throw new NoLiteral();
        }
        String mark = source.substring(quote, quote + 1);
        if (source.startsWith(mark.repeat(3), quote)) {
            mark = mark.repeat(3);
        }
        return new PythonTextReader(source, quote + mark.length(), mark, prefix.contains("b"), prefix.contains("r"))
                .read();
    }

    /** Reads from after the opening mark to after the closing one. */
    private static final class PythonTextReader {
        private final String source;
        private final String mark;
        private final boolean bytes;
        private final boolean raw;
        private final StringBuilder value = new StringBuilder();
        private int at;

        PythonTextReader(String source, int at, String mark, boolean bytes, boolean raw) {
            this.source = source;
            this.at = at;
            this.mark = mark;
            this.bytes = bytes;
            this.raw = raw;
        }

        PythonText read() throws NoLiteral {
            while (!source.startsWith(mark, at)) {
                char c = next();
                if ((c == '\n' && mark.length() == 1) || (bytes && c > 127)) {
                    throw new NoLiteral();
                }
                if (c != '\\') {
                    value.append(c);
                } else if (raw) {
                    value.append(c).append(next());
                } else {
                    escape(next());
                }
            }
            return new PythonText(value.toString(), bytes, at + mark.length());
        }

        private char next() throws NoLiteral {
            if (at >= source.length()) {
                throw new NoLiteral();
            }
            return source.charAt(at++);
        }

        private void escape(char c) throws NoLiteral {
            switch (c) {
                case '\n' -> {}
                case '\\', '\'', '"' -> value.append(c);
                case 'a' -> value.append('\u0007');
                case 'b' -> value.append('\b');
                case 'f' -> value.append('\f');
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case 'v' -> value.append('\u000b');
                case 'x' -> hex(2);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
                default -> unicode(c);
            }
        }

        private void unicode(char c) throws NoLiteral {
            if (!bytes && c == 'u') {
                hex(4);
            } else if (!bytes && c == 'U') {
                hex(8);
            } else if (!bytes && c == 'N') {
                named();
            } else {
                value.append('\\').append(c);
            }
        }

        private void hex(int digits) throws NoLiteral {
            if (at + digits > source.length()) {
                throw new NoLiteral();
            }
            String written = source.substring(at, at + digits);
            if (!written.matches("[0-9a-fA-F]+")) {
                throw new NoLiteral();
            }
            at += digits;
            append(Long.parseLong(written, 16));
        }

        private void octal() {
            int start = at - 1;
            while (at < source.length() && at < start + 3 && source.charAt(at) >= '0' && source.charAt(at) <= '7') {
                at++;
            }
            int code = Integer.parseInt(source.substring(start, at), 8);
            value.append((char) (bytes ? code & 0xff : code));
        }

        private void named() throws NoLiteral {
            int close = source.indexOf('}', at);
            if (!source.startsWith("{", at) || close < 0) {
                throw new NoLiteral();
            }
            try {
                append(Character.codePointOf(source.substring(at + 1, close)));
            } catch (IllegalArgumentException e) {
                throw new NoLiteral();
            }
            at = close + 1;
        }

        private void append(long codePoint) throws NoLiteral {
            if (codePoint > Character.MAX_CODE_POINT) {
                throw new NoLiteral();
            }
            value.appendCodePoint((int) codePoint);
        }
    }
}
