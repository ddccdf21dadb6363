package dev.selvedge.judge.answer;

import dev.selvedge.core.python.PythonNumber;
import dev.selvedge.core.python.PythonSpace;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The fuzzy comparison of BIG-Bench Extra Hard (Kazemi et al. 2025), as the published evaluation of DARC uses it. */
public final class BbehGrader {
    private static final List<String> SAID =
            List.of("The answer is:", "The final answer is ", "The final answer is: ", "The answer is ");

    private BbehGrader() {}

    /**
     * Whether an answer is the reference: letters and blanks after commas aside, in brackets or not, equal as numbers,
     * with or without apostrophes or a question mark at its end.
     *
     * @param answer as it was read out of a reply, empty for none
     */
    public static boolean same(String answer, String reference) {
        return matches(
                answer(answer),
                PythonSpace.strip(reference).toLowerCase(Locale.ROOT).replace(", ", ","));
    }

    private static String answer(String given) {
        String answer = PythonSpace.strip(given);
        for (String beginning : SAID) {
            int at = answer.lastIndexOf(beginning);
            answer = at < 0 ? answer : PythonSpace.strip(answer.substring(at + beginning.length()));
        }
        String plain = withoutLatex(withoutStop(answer))
                .toLowerCase(Locale.ROOT)
                .replace(", ", ",")
                .replace("**", "");
        int line = plain.indexOf('\n');
        return withoutStop(line < 0 ? plain : plain.substring(0, line));
    }

    private static String withoutStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String withoutLatex(String text) {
        String plain = text;
        if (plain.startsWith("$") && plain.endsWith("$")) {
            plain = plain.length() < 2 ? "" : plain.substring(1, plain.length() - 1);
        }
        for (String command : List.of("boxed{", "text{", "texttt{")) {
            if (plain.contains(command) && plain.endsWith("}")) {
                String inside = plain.substring(plain.indexOf(command) + command.length(), plain.length() - 1);
                int next = inside.indexOf(command);
                plain = next < 0 ? inside : inside.substring(0, next);
            }
        }
        return plain;
    }

    private static boolean matches(String answer, String reference) {
        if (answer.equals(reference)) {
            return true;
        }
        if (isBracketed(answer)) {
            return inside(answer).equals(reference);
        }
        if (isBracketed(reference)) {
            return inside(reference).equals(answer);
        }
        OptionalDouble one = PythonNumber.real(answer);
        OptionalDouble other = PythonNumber.real(reference);
        return one.isPresent() && other.isPresent() && one.getAsDouble() == other.getAsDouble()
                || answer.replace("'", "").equals(reference.replace("'", ""))
                || answer.equals("[" + reference + "]")
                || reference.equals("[" + answer + "]")
                || answer.equals(reference + "?");
    }

    /** One character in round brackets. */
    private static boolean isBracketed(String text) {
        return text.startsWith("(") && text.endsWith(")") && text.codePointCount(0, text.length()) == 3;
    }

    private static String inside(String bracketed) {
        return bracketed.substring(1, bracketed.length() - 1);
    }
}
