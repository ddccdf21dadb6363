package dev.selvedge.workflow.code;

import java.util.function.Consumer;

/** Escapes of Python string literals, read. */
final class Escapes {
    private final String body;
    private final Consumer<String> problem;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private Escapes(String body, Consumer<String> problem) {
        this.body = body;
        this.problem = problem;
    }

    /**
     * The text of what stands between the quotes.
     *
     * @param problem takes a sentence for each escape that Python does not read either
     */
    static String read(String body, Consumer<String> problem) {
        return body.indexOf('\\') < 0 ? body : new Escapes(body, problem).read();
    }

    private String read() {
        while (at < body.length()) {
            char c = body.charAt(at++);
            if (c != '\\' || at == body.length()) {
                out.append(c);
            } else {
                escape(body.charAt(at++));
            }
        }
        return out.toString();
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> code(2, 16, c);
            case 'u' -> code(4, 16, c);
            case 'U' -> code(8, 16, c);
            case 'N' -> name();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int start = at - 1;
                while (at < body.length() && at - start < 3 && body.charAt(at) >= '0' && body.charAt(at) <= '7') {
                    at++;
                }
                out.appendCodePoint(Integer.parseInt(body.substring(start, at), 8));
            }
            default -> out.append('\\').append(c);
        }
    }

    private void code(int digits, int radix, char letter) {
        int end = Math.min(at + digits, body.length());
        String number = body.substring(at, end);
        long value = number.length() == digits && number.chars().allMatch(c -> Character.digit(c, radix) >= 0)
                ? Long.parseLong(number, radix)
                : -1;
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            problem.accept("The escape \\" + letter + " needs " + digits + " hexadecimal digits of a character.");
            return;
        }
        out.appendCodePoint((int) value);
        at = end;
    }

    private void name() {
        int end = body.indexOf('}', at);
        if (at < body.length() && body.charAt(at) == '{' && end > at) {
            try {
                out.appendCodePoint(Character.codePointOf(body.substring(at + 1, end)));
                at = end + 1;
                return;
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        problem.accept("The escape \\N needs the name of a character in braces.");
    }
}
