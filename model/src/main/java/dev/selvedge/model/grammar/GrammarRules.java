package dev.selvedge.model.grammar;

import dev.selvedge.core.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A grammar's rules in one array of elements. Each alternative of a rule is a run of elements, closed by {@link #END};
 * another element is the index of a set of bytes, or, below zero, {@code -1 - rule}. Rule 0 is the root.
 */
final class GrammarRules {
    static final int END = Integer.MAX_VALUE;
    /** More than any text of a grammar within its bounds needs. */
    static final int ENDLESS = 1 << 29;

    /** One element while a grammar is read. */
    sealed interface Item {
        /** Any of some bytes. */
        record Bytes(BitSet set) implements Item {}

        /** A text of a rule. */
        record Rule(int index) implements Item {}
    }

    private final int[] elements;
    private final int[][] alternatives;
    private final BitSet[] sets;
    /** For each element the fewest bytes from it to the end of its alternative. */
    private final int[] restBytes;
    /** For each element the fewest unfinished rules at a time that a text from it to the end of its alternative needs. */
    private final int[] heightAt;

    private final int[] classOf = new int[256];
    private final int classes;

    private final List<String> names;

    private GrammarRules(int[] elements, int[][] alternatives, BitSet[] sets, List<String> names) {
        this.elements = elements;
        this.alternatives = alternatives;
        this.sets = sets;
        this.names = names;
        this.restBytes = new int[elements.length];
        this.heightAt = new int[elements.length];
        this.classes = classify();
        measure();
    }

    /** @throws UserException if a rule never ends or begins with itself */
    private GrammarRules checked() {
        for (int rule = 0; rule < alternatives.length; rule++) {
            if (fewest(rule) == ENDLESS) {
                throw new UserException("The grammar's rule " + names.get(rule)
                        + " never ends: each of its alternatives leads back to it.");
            }
        }
        new LeftRecursion(this, names).refuse();
        return this;
    }

    /** Fewest bytes of a rule's texts. */
    private int fewest(int rule) {
        int fewest = ENDLESS;
        for (int begin : alternatives[rule]) {
            fewest = Math.min(fewest, restBytes[begin]);
        }
        return fewest;
    }

    /**
     * The same rules, but with other texts for one of them. Elements keep their indices, also those of texts that an
     * earlier list began with.
     *
     * @param texts none of them empty; where there are none, what needs the rule is not in the language
     */
    GrammarRules with(int rule, List<byte[]> texts) {
        int length = elements.length;
        for (byte[] text : texts) {
            length += text.length + 1;
        }
        int[] longer = Arrays.copyOf(elements, length);
        var known = new ArrayList<>(Arrays.asList(sets));
        int[][] others = alternatives.clone();
        others[rule] = new int[texts.size()];
        int next = elements.length;
        for (int i = 0; i < others[rule].length; i++) {
            others[rule][i] = next;
            for (byte b : texts.get(i)) {
                var set = new BitSet(256);
                set.set(b & 0xff);
                int index = known.indexOf(set);
                if (index < 0) {
                    index = known.size();
                    known.add(set);
                }
                longer[next++] = index;
            }
            longer[next++] = END;
        }
        return new GrammarRules(longer, others, known.toArray(BitSet[]::new), names);
    }

    /** The rule of a name. */
    int rule(String name) {
        int rule = names.indexOf(name);
        if (rule < 0) {
            throw new IllegalArgumentException("the grammar has no rule " + name);
        }
        return rule;
    }

    /**
     * @param rules for each rule its alternatives
     * @param names of the rules, for errors
     * @throws UserException if a rule never ends or begins with itself
     */
    static GrammarRules of(List<List<List<Item>>> rules, List<String> names) {
        var sets = new HashMap<BitSet, Integer>();
        var code = new ArrayList<Integer>();
        int[][] alternatives = new int[rules.size()][];
        for (int r = 0; r < alternatives.length; r++) {
            List<List<Item>> choices = rules.get(r);
            alternatives[r] = new int[choices.size()];
            for (int a = 0; a < alternatives[r].length; a++) {
                alternatives[r][a] = code.size();
                for (Item item : choices.get(a)) {
                    code.add(
                            switch (item) {
                                case Item.Bytes(BitSet set) -> sets.computeIfAbsent(set, s -> sets.size());
                                case Item.Rule(int index) -> -1 - index;
                            });
                }
                code.add(END);
            }
        }
        var list = new BitSet[sets.size()];
        sets.forEach((set, index) -> list[index] = set);
        return new GrammarRules(code.stream().mapToInt(i -> i).toArray(), alternatives, list, names).checked();
    }

    /** Bytes that no set tells apart are one class. */
    private int classify() {
        Map<BitSet, Integer> known = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            var members = new BitSet();
            for (int s = 0; s < sets.length; s++) {
                members.set(s, sets[s].get(b));
            }
            classOf[b] = known.computeIfAbsent(members, m -> known.size());
        }
        return known.size();
    }

    /** Fewest bytes and heights, by going round until nothing gets less. */
    private void measure() {
        int[] fewest = new int[alternatives.length];
        Arrays.fill(fewest, ENDLESS);
        int[] heights = fewest.clone();
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int r = 0; r < alternatives.length; r++) {
                for (int begin : alternatives[r]) {
                    int bytes = 0;
                    int height = 1;
                    for (int at = begin; elements[at] != END; at++) {
                        boolean byteSet = elements[at] >= 0;
                        bytes = Math.min(ENDLESS, bytes + (byteSet ? 1 : fewest[-1 - elements[at]]));
                        height = Math.max(height, byteSet ? 1 : Math.min(ENDLESS, 1 + heights[-1 - elements[at]]));
                    }
                    if (bytes < fewest[r] || height < heights[r]) {
                        fewest[r] = Math.min(bytes, fewest[r]);
                        heights[r] = Math.min(height, heights[r]);
                        changed = true;
                    }
                }
            }
        }
        for (int at = elements.length - 1; at >= 0; at--) {
            if (elements[at] != END) {
                boolean byteSet = elements[at] >= 0;
                restBytes[at] = Math.min(ENDLESS, restBytes[at + 1] + (byteSet ? 1 : fewest[-1 - elements[at]]));
                heightAt[at] =
                        Math.max(heightAt[at + 1], byteSet ? 1 : Math.min(ENDLESS, 1 + heights[-1 - elements[at]]));
            } else {
                heightAt[at] = 1;
            }
        }
    }

    int count() {
        return alternatives.length;
    }

    /** Where the alternatives of a rule begin. */
    int[] alternatives(int rule) {
        return alternatives[rule];
    }

    int element(int at) {
        return elements[at];
    }

    /** Whether an element is a set of bytes with this one. */
    boolean reads(int at, int b) {
        return sets[elements[at]].get(b);
    }

    BitSet bytes(int at) {
        return sets[elements[at]];
    }

    int restBytes(int at) {
        return restBytes[at];
    }

    /** Fewest unfinished rules that an alternative needs, itself included. */
    int height(int alternative) {
        return heightAt[alternative];
    }

    int classOf(byte b) {
        return classOf[b & 0xff];
    }

    int classes() {
        return classes;
    }
}
