package dev.selvedge.model.grammar;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The keys of an object that are none of some names, spelled without escapes. */
final class KeyGrammar {
    private final Set<String> names;
    private final UnaryOperator<String> rules;

    /** @param rules makes a rule of a body and returns its name */
    KeyGrammar(Set<String> names, UnaryOperator<String> rules) {
        this.names = names;
        this.rules = rules;
    }

    /** A key in its quotes. */
    String otherKey() {
        return "\"\\\"\" " + after("");
    }

    /** What follows a beginning that some names have. */
    private String after(String beginning) {
        var next = new TreeSet<Integer>();
        for (String name : names) {
            if (name.startsWith(beginning) && name.length() > beginning.length()) {
                next.add(name.codePointAt(beginning.length()));
            }
        }
        // Quotes, backslashes and controls are in no key without escapes, so what follows them need not be told apart.
        next.removeIf(c -> c < 32 || c == 127 || c == '"' || c == '\\');
        CharSet plain = CharSet.NONE.with(0, 31).with('"', '"').with('\\', '\\').with(127, 127);
        var body = new StringBuilder(names.contains(beginning) ? "" : "\"\\\"\" | ");
        for (int c : next) {
            plain = plain.with(c, c);
            body.append(Grammar.literal(Character.toString(c)))
                    .append(' ')
                    .append(after(beginning + Character.toString(c)))
                    .append(" | ");
        }
        return rules.apply(body + plain.complement().text() + " plain* \"\\\"\"");
    }
}
