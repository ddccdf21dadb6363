package dev.selvedge.synth.document;

import dev.selvedge.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;

/** A document with what its auditor finds. */
public record Audited(Document document, Audit audit) {
    /** Kept only where all three levels are possible and the auditor accepts it, as DARC does. */
    static Outcome<Audited> decide(Document document, Audit audit) {
        if (audit.allLevels() && audit.accepted()) {
            return Outcome.keep(new Audited(document, audit));
        }
        String why = audit.reason().isBlank() ? "" : " " + audit.reason().strip();
        if (audit.allLevels()) {
            return Outcome.reject(DocumentRefusal.DECLINED, "", audit.auditor() + " declines it." + why);
        }
        List<String> levels = new ArrayList<>();
        if (!audit.easy()) {
            levels.add("easy");
        }
        if (!audit.medium()) {
            levels.add("medium");
        }
        if (!audit.hard()) {
            levels.add("hard");
        }
        return Outcome.reject(
                DocumentRefusal.NOT_ALL_LEVELS,
                "",
                audit.auditor() + " finds it unable to carry questions that are " + String.join(" or ", levels) + "."
                        + why);
    }
}
