package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of a file. The first {@value #MOST} are kept and the rest counted. */
final class Problems {
    static final int MOST = 200;
    private static final int LONGEST = 100;

    private final List<Diagnostic> kept = new ArrayList<>();
    private int more;

    void warn(Action action, String what) {
        warn("Action " + (action.index() + 1) + " (" + excerpt(action.id()) + ") " + what);
    }

    /** The beginning of a text of the file, on one line. */
    static String excerpt(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "\uFFFD");
    }

    void warn(String message) {
        if (kept.size() < MOST) {
            kept.add(Diagnostic.warning(0, 0, message, ""));
        } else {
            more++;
        }
    }

    List<Diagnostic> list() {
        List<Diagnostic> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add(Diagnostic.warning(0, 0, more + " further problems are not listed.", ""));
        }
        return all;
    }
}
