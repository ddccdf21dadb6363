package dev.selvedge.synth.darc;

import dev.selvedge.core.Message;
import dev.selvedge.core.python.PythonSpace;
import dev.selvedge.judge.answer.PublishedGrader;
import dev.selvedge.synth.play.Votes;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the published code asks a Solver and counts its answers (DARC's solver service and the label step of its trainer).
 */
public final class PublishedSolver {
    static final String REASON = "Please reason step by step, and put your final answer within \\boxed{}.";
    static final String CHOOSE = "Please reason step by step, and put your final answer option within \\boxed{}. "
            + "Only put the letter in the box, e.g. \\boxed{A}. There is only one correct answer.";

    private static final Pattern WRAPPED = Pattern.compile("(?d)\\\\(?:text|mathrm|mathbf|bf|rm)\\s*+\\{(.*?)\\}");
    private static final Pattern BOX = Pattern.compile("(?d)\\\\boxed\\{(.*?)\\}");
    private static final String MARKS = ".,;:!\"'`()[]{}<>";

    private PublishedSolver() {}

    /** Whether a question is asked as one of options. */
    public static boolean isCategorical(String question, String answer, String answerType) {
        return PythonSpace.strip(answerType).equalsIgnoreCase("categorical")
                || PythonSpace.strip(answer).matches("[A-Ja-j]")
                || AnswerType.looksLikeOptions(question);
    }

    /** What a Solver without the document reads. */
    public static List<Message> prompt(String question, boolean categorical) {
        return categorical
                ? List.of(Message.user(question + "\n" + CHOOSE))
                : List.of(Message.system(REASON), Message.user(question));
    }

    /** What a Solver with the document reads. */
    public static List<Message> prompt(String document, String question, boolean categorical) {
        String asked = "Read the following context and answer the question.\n\nContext:\n" + document + "\n\nQuestion: "
                + question;
        return prompt(asked, categorical);
    }

    /** The answer in a reply: the last box; where that is blank, the last one that is a line's; empty without any. */
    public static String answer(String reply) {
        String last = PublishedGrader.boxed(reply);
        if (!last.isEmpty()) {
            return last;
        }
        String found = "";
        for (Matcher box = BOX.matcher(reply); box.find(); ) {
            found = PythonSpace.strip(box.group(1));
        }
        return found;
    }

    /** Two answers as the service compares them: equal, or both with "no " in them, or either grader says so. */
    public static boolean same(String one, String other) {
        return one.equals(other)
                || hasNo(one) && hasNo(other)
                || PublishedGrader.same(one, other)
                || PublishedGrader.same(other, one);
    }

    private static boolean hasNo(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("no ");
    }

    /** The answers of Solvers that read the document: those that are empty or "none" are left out. */
    public static List<String> documentAnswers(List<String> replies) {
        return replies.stream()
                .map(PublishedGrader::boxed)
                .filter(Predicate.not(PublishedSolver::isNone))
                .toList();
    }

    /** The vote of Solvers that read the document. */
    public static Votes documentVote(List<String> replies) {
        return Votes.of(documentAnswers(replies), PublishedSolver::same);
    }

    /**
     * The answers of Solvers that do not read it: an empty box is none, a missing one is the answer "None"; nothing where
     * there is no other answer than that.
     */
    public static List<String> answers(List<String> replies) {
        List<String> answers = replies.stream()
                .map(PublishedGrader::boxed)
                .filter(answer -> !answer.isEmpty())
                .toList();
        return answers.stream().allMatch(PublishedSolver::isNone) ? List.of() : answers;
    }

    /** The share of answers that are the reference, −1 where there are none. */
    public static double successRate(List<String> answers, String reference) {
        if (answers.isEmpty()) {
            return -1;
        }
        long right = answers.stream()
                .filter(answer -> !isNone(answer) && same(answer, reference))
                .count();
        return (double) right / answers.size();
    }

    /**
     * A label by vote, as the trainer makes it.
     *
     * @param text empty where there is none
     * @param share of the votes
     */
    public record Label(String text, double share) {}

    /**
     * The label of the current Solver's answers with the document: the most frequent text exactly as written.
     *
     * @param ofAll whether the share is of all samples, else of those that voted
     */
    public static Label label(List<String> replies, boolean ofAll) {
        List<String> valid = replies.stream()
                .map(PublishedSolver::answer)
                .filter(Predicate.not(PublishedSolver::isNone))
                .toList();
        Votes votes = Votes.of(valid, String::equals);
        if (votes.count() == 0 || isNone(unwrapped(votes.winner()))) {
            return new Label("", 0);
        }
        return new Label(votes.winner(), votes.share(ofAll ? replies.size() : votes.voters()));
    }

    /** Without the LaTeX around words, and without marks at either end. */
    private static String unwrapped(String answer) {
        String plain = WRAPPED.matcher(answer.toLowerCase(Locale.ROOT))
                .replaceAll(match -> Matcher.quoteReplacement(PythonSpace.strip(match.group(1))));
        plain = PythonSpace.strip(plain);
        int start = 0;
        int end = plain.length();
        while (start < end && MARKS.indexOf(plain.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && MARKS.indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        return plain.substring(start, end);
    }

    static boolean isNone(String answer) {
        return PythonSpace.blank(answer) || PythonSpace.strip(answer).equalsIgnoreCase("none");
    }
}
