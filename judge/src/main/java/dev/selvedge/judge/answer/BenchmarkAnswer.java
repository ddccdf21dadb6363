package dev.selvedge.judge.answer;

import dev.selvedge.core.python.PythonSpace;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as the published evaluation of DARC reads them out of replies, which is R-Zero's: use {@link Extraction} unless
 * numbers are to be compared with theirs.
 */
public final class BenchmarkAnswer {
    private static final String TURN = "<|im_start|>";
    private static final List<String> ENDS = List.of("</s>", "<|im_end|>", "<|endoftext|>");
    private static final String BOX = "\\boxed{";
    private static final int DEEPEST = 3;
    private static final String LETTERS = "ABCDEFGHIJ";
    private static final Pattern LINE_BOX =
            Pattern.compile("(?i)\\\\boxed\\s*+\\{([^\\n]+)\\}", Pattern.UNICODE_CHARACTER_CLASS);

    private BenchmarkAnswer() {}

    /**
     * The last box with at most three brackets within each other; where there is none, or it is empty, the rest of the
     * line after the last "Final Answer:", or else "The answer is:" (MMLU-Pro, SuperGPQA, GPQA and BBEH there). Nothing
     * before the first turn of the assistant or after an end mark counts.
     */
    public static Optional<String> last(String reply) {
        String said = said(reply);
        return lastBox(said)
                .filter(box -> !box.isEmpty())
                .or(() -> lastLine(said, "Final Answer:"))
                .or(() -> lastLine(said, "The answer is:"));
    }

    /**
     * The option that the published evaluation takes: the first letter of the alphabet that stands anywhere in {@link
     * #last}, so that BECAUSE is A.
     *
     * @return nothing where there is none; there, a letter is drawn
     */
    public static Optional<String> firstLetter(String reply) {
        return last(reply)
                .flatMap(answer -> LETTERS.chars()
                        .filter(letter -> answer.indexOf(letter) >= 0)
                        .mapToObj(Character::toString)
                        .findFirst());
    }

    /** All between the first box of a line and the last bracket of that line, with other boxes (its mathematics sets). */
    public static Optional<String> restOfLine(String reply) {
        Matcher box = LINE_BOX.matcher(reply);
        return box.find() ? Optional.of(box.group(1)) : Optional.empty();
    }

    private static String said(String reply) {
        String said = reply;
        int turn = reply.indexOf(TURN + "assistant");
        if (reply.contains(TURN + "user")) {
            said = turn < 0 ? reply : reply.substring(turn);
        } else if (reply.contains("Assistant:")) {
            said = PythonSpace.strip(reply.substring(reply.lastIndexOf("Assistant:") + "Assistant:".length()));
        }
        for (String end : ENDS) {
            int at = said.indexOf(end);
            said = at < 0 ? said : PythonSpace.strip(said.substring(0, at));
        }
        return said;
    }

    private static Optional<String> lastBox(String text) {
        Optional<String> last = Optional.empty();
        int at = text.indexOf(BOX);
        while (at >= 0) {
            int end = closing(text, at + BOX.length());
            if (end >= 0) {
                last = Optional.of(text.substring(at + BOX.length(), end));
            }
            at = text.indexOf(BOX, end < 0 ? at + 1 : end);
        }
        return last;
    }

    /** Where a box ends that begins before this place, −1 where it does not or holds too many brackets. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
            if (depth > DEEPEST) {
                return -1;
            }
        }
        return -1;
    }

    private static Optional<String> lastLine(String text, String beginning) {
        Optional<String> last = Optional.empty();
        int at = text.indexOf(beginning);
        while (at >= 0) {
            int from = at + beginning.length();
            int end = lineEnd(text, from);
            if (end >= 0) {
                last = Optional.of(text.substring(from, end));
            }
            at = text.indexOf(beginning, end < 0 ? at + 1 : end);
        }
        return last;
    }

    /** The next line break that no angle bracket stands right before; −1 where there is none, or two brackets come first. */
    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n') {
            boolean bracket = text.charAt(at) == '<';
            if (bracket && (at + 1 == text.length() || text.charAt(at + 1) == '<')) {
                return -1;
            }
            at += bracket ? 2 : 1;
        }
        return at < text.length() ? at : -1;
    }
}
