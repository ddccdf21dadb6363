package dev.selvedge.judge.answer;

import java.util.Map;

/** LaTeX as a line of text, as far as answers need it: fractions with a slash, roots by name, signs as characters. */
final class LatexText {
    private static final int DEEPEST = 40;
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("times", "*"),
            Map.entry("cdot", "*"),
            Map.entry("pi", "pi"),
            Map.entry("infty", "inf"),
            Map.entry("cup", "U"),
            Map.entry("cap", "∩"),
            Map.entry("pm", "±"),
            Map.entry("le", "≤"),
            Map.entry("leq", "≤"),
            Map.entry("ge", "≥"),
            Map.entry("geq", "≥"),
            Map.entry("ne", "≠"),
            Map.entry("neq", "≠"),
            Map.entry("in", "∈"),
            Map.entry("circ", "∘"),
            Map.entry("approx", "≈"),
            Map.entry("alpha", "α"),
            Map.entry("beta", "β"),
            Map.entry("theta", "θ"),
            Map.entry("left", ""),
            Map.entry("right", ""),
            Map.entry("quad", "  "),
            Map.entry("%", "%"),
            Map.entry("$", "$"),
            Map.entry("{", "{"),
            Map.entry("}", "}"),
            Map.entry(",", " "),
            Map.entry(";", " "),
            Map.entry(":", " "),
            Map.entry("!", ""),
            Map.entry(" ", " "),
            Map.entry("\\", ";"));

    private final String latex;
    private int next;

    private LatexText(String latex) {
        this.latex = latex;
    }

    /** The text of some LaTeX; unknown commands vanish, their arguments stay. */
    static String of(String latex) {
        return new LatexText(latex).until('\0', 0).strip();
    }

    private String until(char end, int depth) {
        StringBuilder text = new StringBuilder();
        while (next < latex.length() && latex.charAt(next) != end) {
            char c = latex.charAt(next);
            if (c == '\\') {
                text.append(command(depth));
            } else if (c == '{' && depth < DEEPEST) {
                next++;
                text.append(until('}', depth + 1));
            } else {
                text.append(c == '&' ? ' ' : c);
                next++;
            }
        }
        next++;
        return text.toString();
    }

    private String command(int depth) {
        next++;
        int start = next;
        while (next < latex.length() && Character.isLetter(latex.charAt(next))) {
            next++;
        }
        if (next == start) {
            next = Math.min(next + 1, latex.length());
        } else {
            int after = next;
            while (after < latex.length() && latex.charAt(after) == ' ') {
                after++;
            }
            next = after;
        }
        String name = latex.substring(start, Math.max(start, next)).strip();
        return switch (name) {
            case "frac", "dfrac", "tfrac" -> " " + grouped(argument(depth)) + "/" + grouped(argument(depth));
            case "begin" -> argument(depth).endsWith("matrix") ? "[" : "";
            case "end" -> argument(depth).endsWith("matrix") ? "]" : "";
            case "sqrt" -> root(depth);
            default -> SIGNS.getOrDefault(name, "");
        };
    }

    /** In brackets where it is a sum. */
    private static String grouped(String part) {
        return part.strip().matches("(?s).+[-+].*") ? "(" + part + ")" : part;
    }

    private String root(int depth) {
        if (next < latex.length() && latex.charAt(next) == '[') {
            next++;
            String index = until(']', depth + 1);
            return "root(" + index + ")(" + argument(depth) + ")";
        }
        return "sqrt(" + argument(depth) + ")";
    }

    private String argument(int depth) {
        if (next >= latex.length() || depth >= DEEPEST) {
            return "";
        }
        char c = latex.charAt(next);
        if (c == '{') {
            next++;
            return until('}', depth + 1);
        }
        if (c == '\\') {
            return command(depth + 1);
        }
        next++;
        return String.valueOf(c);
    }
}
