package dev.selvedge.synth.think;

import java.util.List;

/** The form of a plan: numbered steps, a line each. */
final class Steps {
    private static final int MOST = 1_000;
    private static final int LONGEST = 400;
    private static final int LONGEST_SHOWN = 60;

    private Steps() {}

    /** The plan that a text is. */
    static Checked<String> of(String text) {
        if (text.contains("```")) {
            return Checked.problem(Flaw.HAS_CODE, "The plan has code in it.");
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            return Checked.problem(Flaw.EMPTY, "The plan is empty.");
        }
        if (lines.size() > MOST) {
            return Checked.problem(Flaw.TOO_LONG, "The plan has more than " + MOST + " lines.");
        }
        for (String line : lines) {
            if (line.length() > LONGEST) {
                return Checked.problem(Flaw.TOO_LONG, "A step of the plan has more than " + LONGEST + " characters.");
            }
            if (!isStep(line)) {
                String shown = line.substring(0, Math.min(LONGEST_SHOWN, line.length()));
                return Checked.problem(
                        Flaw.NOT_STEPS,
                        "The line \"" + shown + "\" of the plan is no numbered step such as \"2.1. Do it\".");
            }
        }
        return Checked.of(String.join("\n", lines));
    }

    /** Numbers with dots between them, perhaps a dot, bracket or colon, and words. */
    private static boolean isStep(String line) {
        int i = 0;
        boolean digit = false;
        while (i < line.length() && (isDigit(line.charAt(i)) || digit && line.charAt(i) == '.')) {
            digit = isDigit(line.charAt(i));
            i++;
        }
        if (i == 0) {
            return false;
        }
        if (i < line.length() && digit && (line.charAt(i) == ')' || line.charAt(i) == ':')) {
            i++;
        }
        return i + 1 < line.length() && Character.isWhitespace(line.charAt(i));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
