package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of a file. The first {@value #MOST} are kept and the rest counted. */
final class Problems {
    static final int MOST = 200;

    private final List<Diagnostic> kept = new ArrayList<>();
    private int more;

    void warn(Action action, String what) {
        warn("Action " + (action.index() + 1) + " (" + action.id() + ") " + what);
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
