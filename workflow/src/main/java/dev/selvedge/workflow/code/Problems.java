package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Diagnostic.Severity;
import dev.selvedge.workflow.Diagnostic.Topic;
import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is to be said of a code, in the order of its lines. The first {@value #MOST} are kept and the rest counted. */
final class Problems {
    static final int MOST = 50;

    private final List<Diagnostic> kept = new ArrayList<>();
    private int more;
    private boolean errors;

    void error(Node at, String message, String hint) {
        add(Diagnostic.error(at.line(), at.column(), message, hint));
    }

    void warning(Node at, String message, String hint) {
        add(Diagnostic.warning(at.line(), at.column(), message, hint));
    }

    /** Reports something about the catalogue. */
    void error(Node at, String message, String hint, Topic topic) {
        add(Diagnostic.error(at.line(), at.column(), message, hint).about(topic));
    }

    /** Warns of something about the catalogue. */
    void warning(Node at, String message, String hint, Topic topic) {
        add(Diagnostic.warning(at.line(), at.column(), message, hint).about(topic));
    }

    void add(Diagnostic diagnostic) {
        errors |= diagnostic.severity() == Severity.ERROR;
        if (kept.contains(diagnostic)) {
            return;
        }
        if (kept.size() < MOST) {
            kept.add(diagnostic);
        } else {
            more++;
        }
    }

    /** Whether what comes now is only counted. */
    boolean full() {
        return kept.size() == MOST;
    }

    /** How many there are, listed or not. */
    int count() {
        return kept.size() + more;
    }

    boolean hasErrors() {
        return errors;
    }

    List<Diagnostic> list() {
        List<Diagnostic> all = new ArrayList<>(kept);
        all.sort(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column));
        if (more > 0) {
            String message = more + " further problems are not listed.";
            all.add(errors ? Diagnostic.error(0, 0, message, "") : Diagnostic.warning(0, 0, message, ""));
        }
        return List.copyOf(all);
    }
}
