package dev.selvedge.synth.document;

import dev.selvedge.core.run.Outcome;

/** Decides which documents can carry questions of all three levels. Safe for use by several threads. */
public interface Auditor {
    /** Name for records and reports. */
    String name();

    /**
     * Audits a document: kept, or rejected with the {@link DocumentRefusal}; postponed where the auditor is out of reach,
     * for an outage says nothing of a document.
     */
    Outcome<Audited> audit(Document document);
}
