package dev.selvedge.eval;

import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.workflow.python.Grammar;
import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Python text, read in the ways of {@link CodeBleu}. Reading is the costly part: each way is read when it is first
 * asked for and kept. Safe for many threads.
 */
public final class CodeText {
    private final String text;
    private final String cleaned;
    private final Map<Grammar, Reading> published = new EnumMap<>(Grammar.class);
    private @Nullable Ngrams words;
    private @Nullable Reading corrected;

    private CodeText(String text, String cleaned) {
        this.text = text;
        this.cleaned = cleaned;
    }

    /**
     * What is compared of a text.
     *
     * @param flow the items of {@link DataFlow}
     */
    record Reading(Ngrams ngrams, Subtrees subtrees, List<String> flow) {}

    /** A text. Where it is over the bounds of {@link PythonTree}, it has words but no sub-trees and no data flow. */
    public static CodeText of(String source) {
        String text = PythonSpace.strip(source);
        return new CodeText(text, CommentRemoval.of(text));
    }

    /** The reference implementation cleans a candidate again for every further reference; the words stay. */
    CodeText cleanedAgain() {
        String again = CommentRemoval.of(cleaned);
        return again.equals(cleaned) ? this : new CodeText(text, again);
    }

    synchronized Reading published(Grammar grammar) {
        Reading known = published.get(grammar);
        if (known == null) {
            known = publishedOf(tree(cleaned, grammar), grammar);
        }
        return known;
    }

    private Reading publishedOf(@Nullable PythonTree tree, Grammar grammar) {
        Reading reading = new Reading(
                words(),
                tree == null ? new Subtrees(List.of()) : subtrees(tree, grammar),
                tree == null ? List.of() : DataFlow.items(tree, cleaned, false));
        published.put(grammar, reading);
        return reading;
    }

    private static Subtrees subtrees(PythonTree tree, Grammar grammar) {
        return switch (grammar) {
            case V0_23 -> Subtrees.of(tree.root());
            case V0_20 -> Subtrees.ofEarlier(tree.root());
        };
    }

    synchronized Reading corrected() {
        Reading known = corrected;
        if (known == null) {
            known = correctedOf(tree(text, Grammar.V0_23));
        }
        return known;
    }

    private Reading correctedOf(@Nullable PythonTree tree) {
        String codeAlone = tree == null ? text : withoutComments(tree, text);
        Reading reading = new Reading(
                codeAlone.equals(text) ? words() : Ngrams.of(codeAlone),
                tree == null ? new Subtrees(List.of()) : Subtrees.ofCodeAlone(tree.root()),
                tree == null ? List.of() : DataFlow.items(tree, text, true));
        corrected = reading;
        return reading;
    }

    /** Reads what is published and what is corrected, from one tree where both read the same. */
    synchronized void readBoth() {
        if (cleaned.equals(text) && corrected == null && !published.containsKey(Grammar.V0_23)) {
            PythonTree tree = tree(text, Grammar.V0_23);
            publishedOf(tree, Grammar.V0_23);
            correctedOf(tree);
        }
    }

    private synchronized Ngrams words() {
        Ngrams known = words;
        if (known == null) {
            known = Ngrams.of(text);
            words = known;
        }
        return known;
    }

    private static @Nullable PythonTree tree(String text, Grammar grammar) {
        try {
            return PythonTree.parse(text, grammar);
        } catch (PythonTree.TooLargeException e) {
            return null;
        }
    }

    private static String withoutComments(PythonTree tree, String text) {
        if (text.indexOf('#') < 0) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (Node comment : tree.select(node -> node.type().equals("comment"))) {
            Arrays.fill(utf8, comment.startByte(), comment.endByte(), (byte) ' ');
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
