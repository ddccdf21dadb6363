package dev.selvedge.synth.document;

/** A file that gives no document. */
final class UnfitFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final DocumentRefusal reason;

    /** @param sentence for a person */
    UnfitFileException(DocumentRefusal reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    DocumentRefusal reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
