package dev.selvedge.model.grammar;

import dev.selvedge.core.UserException;
import dev.selvedge.model.grammar.GrammarRules.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the text of a {@link Grammar} by recursive descent. */
final class GrammarReader {
    private static final int MAX_NESTING = 200;
    private static final int MAX_REPEATS = 10_000;

    private final String text;
    private int at;
    private int nesting;
    private int elements;
    private final List<List<List<Item>>> rules = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> byName = new LinkedHashMap<>();
    /** Where each rule is first named. */
    private final Map<String, Integer> firstUse = new HashMap<>();

    private final Map<CharSet, Item> classes = new HashMap<>();
    private String current = "root";

    private GrammarReader(String text) {
        this.text = text;
    }

    static GrammarRules read(String text) {
        if (text.length() > Grammar.MAX_TEXT) {
            throw new UserException(
                    "A grammar has at most " + Grammar.MAX_TEXT + " characters, not " + text.length() + ".");
        }
        return new GrammarReader(text).rules();
    }

    private GrammarRules rules() {
        rule("root");
        skip();
        while (at < text.length()) {
            int from = at;
            String name = name();
            skip();
            if (name.isEmpty() || !text.startsWith("::=", at)) {
                throw wrong("a rule begins 'name ::='");
            }
            at += 3;
            int index = rule(name);
            if (!rules.get(index).isEmpty()) {
                at = from;
                throw wrong("the rule " + name + " is there already");
            }
            current = name;
            rules.set(index, choice());
            skip();
        }
        byName.forEach((name, index) -> {
            if (rules.get(index).isEmpty()) {
                at = firstUse.getOrDefault(name, 0);
                throw wrong("there is no rule " + name);
            }
        });
        return GrammarRules.of(rules, names);
    }

    private int rule(String name) {
        return byName.computeIfAbsent(name, n -> {
            firstUse.put(n, Math.max(0, at - n.length()));
            return add(n, new ArrayList<>());
        });
    }

    private int add(String name, List<List<Item>> alternatives) {
        rules.add(alternatives);
        names.add(name);
        return rules.size() - 1;
    }

    /** A rule that has no name of its own; errors name the one that it stands in. */
    private Item anonymous(List<List<Item>> alternatives) {
        count(alternatives.stream().mapToInt(List::size).sum() + alternatives.size());
        return new Item.Rule(add(current, alternatives));
    }

    private void count(int more) {
        elements += more;
        if (elements > Grammar.MAX_ELEMENTS) {
            throw wrong("the grammar has more than " + Grammar.MAX_ELEMENTS + " elements once repetitions are written"
                    + " out; repeat less, or without a greatest number");
        }
    }

    private List<List<Item>> choice() {
        if (++nesting > MAX_NESTING) {
            throw wrong("more than " + MAX_NESTING + " levels of parentheses");
        }
        var alternatives = new ArrayList<List<Item>>();
        do {
            alternatives.add(sequence());
        } while (take('|'));
        nesting--;
        return alternatives;
    }

    private List<Item> sequence() {
        var items = new ArrayList<Item>();
        while (true) {
            skip();
            if (at == text.length() || "|)".indexOf(text.charAt(at)) >= 0 || beginsRule()) {
                count(items.size() + 1);
                return items;
            }
            items.addAll(repeated(primary()));
        }
    }

    private boolean beginsRule() {
        int from = at;
        String name = name();
        skip();
        boolean begins = !name.isEmpty() && text.startsWith("::=", at);
        at = from;
        return begins;
    }

    private List<Item> primary() {
        char c = text.charAt(at);
        if (c == '"') {
            return literal();
        }
        if (c == '[') {
            return List.of(item(charClass()));
        }
        if (c == '.') {
            at++;
            return List.of(item(CharSet.ALL));
        }
        if (c == '(') {
            at++;
            List<List<Item>> alternatives = choice();
            if (!take(')')) {
                throw wrong("a parenthesis is not closed");
            }
            return alternatives.size() == 1 ? alternatives.getFirst() : List.of(anonymous(alternatives));
        }
        String name = name();
        if (name.isEmpty()) {
            throw wrong("a literal, a class, a rule's name or a parenthesis is expected, not '" + c + "'");
        }
        return List.of(new Item.Rule(rule(name)));
    }

    private List<Item> repeated(List<Item> items) {
        skip();
        char c = at < text.length() ? text.charAt(at) : ' ';
        if ("*+?{".indexOf(c) < 0) {
            return items;
        }
        at++;
        int least = c == '+' ? 1 : 0;
        int most = c == '?' ? 1 : Integer.MAX_VALUE;
        if (c == '{') {
            least = number();
            most = least;
            if (take(',')) {
                skip();
                most = text.startsWith("}", at) ? Integer.MAX_VALUE : number();
            }
            if (!take('}') || most < least) {
                throw wrong("a repetition is {m}, {m,} or {m,n} with m at most n");
            }
        }
        Item one = items.size() == 1 ? items.getFirst() : anonymous(List.of(items));
        return repeated(repeat(one, least, most));
    }

    private List<Item> repeat(Item one, int least, int most) {
        count(least);
        var all = new ArrayList<Item>();
        for (int i = 0; i < least; i++) {
            all.add(one);
        }
        if (most == Integer.MAX_VALUE) {
            var alternatives = new ArrayList<List<Item>>();
            Item rest = anonymous(alternatives);
            alternatives.add(List.of(one, rest));
            alternatives.add(List.of());
            all.add(rest);
        } else if (most > least) {
            Item rest = null;
            for (int i = least; i < most; i++) {
                rest = anonymous(List.of(rest == null ? List.of(one) : List.of(one, rest), List.of()));
            }
            all.add(rest);
        }
        return all;
    }

    private int number() {
        skip();
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && at - from < 6) {
            at++;
        }
        int value = at == from ? MAX_REPEATS + 1 : Integer.parseInt(text.substring(from, at));
        if (value > MAX_REPEATS) {
            at = from;
            throw wrong("a number of repetitions, at most " + MAX_REPEATS + ", is expected");
        }
        return value;
    }

    private List<Item> literal() {
        at++;
        var characters = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            characters.appendCodePoint(character());
        }
        if (!take('"')) {
            throw wrong("a literal is not closed");
        }
        var items = new ArrayList<Item>();
        for (byte b : characters.toString().getBytes(StandardCharsets.UTF_8)) {
            var set = new BitSet(256);
            set.set(b & 0xff);
            items.add(new Item.Bytes(set));
        }
        return items;
    }

    private CharSet charClass() {
        at++;
        boolean negated = at < text.length() && text.charAt(at) == '^';
        at += negated ? 1 : 0;
        var set = CharSet.NONE;
        while (at < text.length() && text.charAt(at) != ']') {
            int low = character();
            int high = low;
            if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
                at++;
                high = character();
            }
            if (high < low) {
                throw wrong("a range in a class goes backwards");
            }
            set = set.with(low, high);
        }
        if (!take(']')) {
            throw wrong("a class is not closed");
        }
        CharSet result = negated ? set.complement() : set;
        if (result.isEmpty()) {
            throw wrong("a class without characters");
        }
        return result;
    }

    /** A set of characters as bytes: of one byte each at once, else by a rule for their encodings. */
    private Item item(CharSet set) {
        Item known = classes.get(set);
        if (known != null) {
            return known;
        }
        var alternatives = new ArrayList<List<Item>>();
        for (List<BitSet> encoding : set.encodings()) {
            alternatives.add(
                    encoding.stream().map(s -> (Item) new Item.Bytes(s)).toList());
        }
        boolean single = alternatives.size() == 1 && alternatives.getFirst().size() == 1;
        Item item = single ? alternatives.getFirst().getFirst() : anonymous(alternatives);
        classes.put(set, item);
        return item;
    }

    private int character() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c == '\n') {
            throw wrong("a literal or a class is not closed on its line; a line break is written \\n");
        }
        if (c != '\\') {
            return c;
        }
        if (at == text.length()) {
            throw wrong("nothing follows the backslash");
        }
        char kind = text.charAt(at++);
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case '\\', '"', '[', ']', '-', '^', '\'' -> kind;
            default -> {
                at -= 2;
                throw wrong("\\" + kind + " is no escape of a grammar");
            }
        };
    }

    private int hex(int digits) {
        try {
            int value = Integer.parseUnsignedInt(text, at, at + digits, 16);
            if (Character.isValidCodePoint(value) && (value < 0xD800 || value > 0xDFFF)) {
                at += digits;
                return value;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Told below, as for digits that are no character.
        }
        throw wrong(digits + " hexadecimal digits of a character are expected");
    }

    private String name() {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean part = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' && at > from);
            if (!part) {
                break;
            }
            at++;
        }
        return text.substring(from, at);
    }

    private boolean take(char c) {
        skip();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (!Character.isWhitespace(c)) {
                return;
            } else {
                at++;
            }
        }
    }

    private UserException wrong(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            column = text.charAt(i) == '\n' ? 1 : column + 1;
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return new UserException("The grammar is wrong at line " + line + ", column " + column + ": " + what + ".");
    }
}
