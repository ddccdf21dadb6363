package dev.selvedge.model.grammar;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Constraint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A context-free grammar over text, written in an EBNF as llama.cpp's GBNF has it:
 *
 * <pre>
 * root  ::= "[" item ("," item)* "]"   # a comment
 * item  ::= [a-z_]{1,8} | "\x41" . | other?
 * </pre>
 *
 * {@code root} is where a text begins. Literals stand in double quotes and classes in brackets, with the escapes
 * {@code \n \r \t \\ \" \[ \] \- \xHH \}{@code uHHHH \UHHHHHHHH}; {@code .} is any character; {@code * + ?
 * {m} {m,} {m,n}} repeat what stands before them. A rule ends where the next begins, so line breaks mean nothing.
 *
 * <p>Characters become their UTF-8 bytes. Bounds: {@value #MAX_TEXT} characters of text, {@value #MAX_ELEMENTS} elements
 * after repetitions are written out, and {@value #MAX_DEPTH} unfinished rules at a time when a text is matched: what nests
 * deeper is not in the language. A rule that could begin with itself is refused, as is one that never ends.
 */
public final class Grammar {
    /** Longest grammar, in characters. */
    public static final int MAX_TEXT = 1 << 20;

    /** Most elements of a grammar. */
    public static final int MAX_ELEMENTS = 1 << 19;

    /** Most unfinished rules of a text. */
    public static final int MAX_DEPTH = 512;

    private final String text;
    private final GrammarRules rules;

    private Grammar(String text, GrammarRules rules) {
        this.text = text;
        this.rules = rules;
    }

    /** @throws UserException if the text is not a grammar, with the line */
    public static Grammar parse(String text) {
        return new Grammar(text, GrammarReader.read(text));
    }

    /** The grammar as it was written. */
    public String text() {
        return text;
    }

    /** Whether a text is in the language. */
    public boolean accepts(String candidate) {
        var automaton = new Automaton(rules);
        Automaton.State state = automaton.start();
        for (byte b : candidate.getBytes(StandardCharsets.UTF_8)) {
            state = automaton.next(state, b);
        }
        return state.accepts();
    }

    /** How many bytes of a text's UTF-8 form, from its first, begin some text of the language. */
    public int accepted(String candidate) {
        byte[] bytes = candidate.getBytes(StandardCharsets.UTF_8);
        var automaton = new Automaton(rules);
        Automaton.State state = automaton.start();
        for (int i = 0; i < bytes.length; i++) {
            state = automaton.next(state, bytes[i]);
            if (state.isDead()) {
                return i;
            }
        }
        return bytes.length;
    }

    /**
     * A text of the language, drawn byte by byte among what can follow; where little room is left, only among what can
     * still be ended in it.
     *
     * @param maxBytes longest text
     * @throws IllegalArgumentException if every text of the language is longer
     */
    public String random(long seed, int maxBytes) {
        var random = new SplittableRandom(seed);
        var automaton = new Automaton(rules);
        Automaton.State state = automaton.start();
        if (state.minBytes() > maxBytes) {
            throw new IllegalArgumentException(
                    "a text of this grammar has at least " + state.minBytes() + " bytes, not " + maxBytes);
        }
        byte[] bytes = new byte[maxBytes];
        int length = 0;
        while (!state.accepts() || !state.ends() && random.nextInt(4) > 0) {
            var choices = new ArrayList<Byte>();
            for (int b : automaton.some(state, random)) {
                if (automaton.next(state, (byte) b).minBytes() < maxBytes - length) {
                    choices.add((byte) b);
                }
            }
            if (choices.isEmpty() && state.accepts()) {
                break;
            }
            if (!choices.isEmpty()) {
                bytes[length] = choices.get(random.nextInt(choices.size()));
                state = automaton.next(state, bytes[length++]);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Lets only texts of the language be sampled, in the tokens of a vocabulary. */
    public Constraint constraint(TokenTrie vocabulary) {
        return new GrammarConstraint(rules, vocabulary, null);
    }

    /**
     * As {@link #constraint(TokenTrie)}, but one rule stands only for names that lines of the text before have defined, so
     * that a model cannot use what does not exist.
     *
     * @param rule its own alternatives do not count
     * @param definition matched against each finished line of the text; every group that matches holds a name
     * @param after the line from which on names are defined, empty for the text's beginning
     */
    public Constraint constraint(TokenTrie vocabulary, String rule, Pattern definition, String after) {
        return new GrammarConstraint(rules, vocabulary, new DefinedNames(rules.rule(rule), definition, after));
    }

    /** The language of some texts, each as it stands. */
    public static Grammar oneOf(List<String> texts) {
        return parse("root ::= "
                + String.join(" | ", texts.stream().map(Grammar::literal).toList()));
    }

    /** A literal for the text of a grammar. */
    public static String literal(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 32) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
