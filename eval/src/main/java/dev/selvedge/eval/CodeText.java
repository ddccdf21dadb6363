package dev.selvedge.eval;

import dev.selvedge.workflow.python.Node;
import dev.selvedge.workflow.python.PythonTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Python text, read in the two ways of {@link CodeBleu}. Reading is the costly part; a text that is compared several
 * times, such as a reference, is read once and kept.
 */
public final class CodeText {
    private final String cleaned;
    private final Reading published;
    private final Reading corrected;

    private CodeText(String cleaned, Reading published, Reading corrected) {
        this.cleaned = cleaned;
        this.published = published;
        this.corrected = corrected;
    }

    /**
     * What is compared of a text.
     *
     * @param flow the items of {@link DataFlow}
     */
    record Reading(Ngrams ngrams, Subtrees subtrees, List<String> flow) {}

    /** Reads a text. Where it is over the bounds of {@link PythonTree}, it has words but no sub-trees and no data flow. */
    public static CodeText of(String source) {
        String text = PythonSpace.strip(source);
        String cleaned = CommentRemoval.of(text);
        PythonTree tree = tree(text);
        PythonTree cleanedTree = cleaned.equals(text) ? tree : tree(cleaned);
        Ngrams words = Ngrams.of(text);
        String codeAlone = tree == null ? text : withoutComments(tree, text);
        return new CodeText(
                cleaned,
                published(words, cleanedTree, cleaned),
                new Reading(
                        codeAlone.equals(text) ? words : Ngrams.of(codeAlone),
                        tree == null ? new Subtrees(List.of()) : Subtrees.ofCodeAlone(tree.root()),
                        tree == null ? List.of() : DataFlow.items(tree, text, true)));
    }

    private static Reading published(Ngrams words, @Nullable PythonTree tree, String source) {
        return new Reading(
                words,
                tree == null ? new Subtrees(List.of()) : Subtrees.of(tree.root()),
                tree == null ? List.of() : DataFlow.items(tree, source, false));
    }

    /** The reference implementation cleans a candidate again for every further reference. */
    CodeText cleanedAgain() {
        String again = CommentRemoval.of(cleaned);
        return again.equals(cleaned)
                ? this
                : new CodeText(again, published(published.ngrams(), tree(again), again), corrected);
    }

    private static @Nullable PythonTree tree(String text) {
        try {
            return PythonTree.parse(text);
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

    Reading published() {
        return published;
    }

    Reading corrected() {
        return corrected;
    }
}
