package dev.selvedge.model;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How text is cut before byte pairs are merged; no token crosses a cut. The rules are chosen so that a literal is cut
 * the same way in a sentence and in code, which makes it cheap to copy for a small model:
 *
 * <ul>
 *   <li>a line break takes the indentation that follows it, so a statement starts with the same token at any depth;
 *   <li>words include underscores, with one leading space, so a frequent identifier can be one token;
 *   <li>digits stand alone;
 *   <li>marks stand alone but for fences, closing brackets, and the operators and arrows of code;
 *   <li>an opening quote goes with the bracket or sign before it ({@code ="}, {@code ("}), a closing quote with the
 *       brackets and commas after it, and never with the text between them.
 * </ul>
 *
 * The pattern is valid in Java and in the Hugging Face tokenizers library alike.
 */
final class Pretokens {
    static final String PATTERN = "\\s*[\\r\\n]+[ \\t]*"
            + "| ?[\\p{L}\\p{M}_]+"
            + "|\\p{N}"
            + "|[=(\\[{]+f?\""
            + "| ?\"[)\\]},:]*"
            + "|`+"
            + "|[)\\]}]+[,:]?"
            + "| ?[-+*/<>=!]+[=>]"
            + "| ?[^\\s\\p{L}\\p{M}\\p{N}_\"]"
            + "|\\s+(?!\\S)"
            + "|\\s+";
    private static final Pattern COMPILED = Pattern.compile(PATTERN, Pattern.UNICODE_CHARACTER_CLASS);

    private Pretokens() {}

    static void forEach(String text, Consumer<String> consumer) {
        Matcher matcher = COMPILED.matcher(text);
        while (matcher.find()) {
            consumer.accept(matcher.group());
        }
    }
}
