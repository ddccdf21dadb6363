package dev.selvedge.synth.play;

/** Names of the fields that proposals have. */
public final class Fields {
    /** The text that a question is about. */
    public static final String DOCUMENT = "document";

    /** What tells documents apart. */
    public static final String DOCUMENT_ID = "document_id";

    /** How hard a question is to be, from 1. */
    public static final String LEVEL = "level";

    /** The form that its answer is to have. */
    public static final String ANSWER_TYPE = "answer_type";

    public static final String QUESTION = "question";
    /** The proposer's own answer. */
    public static final String ANSWER = "answer";
    /** What is taken to be right. */
    public static final String REFERENCE = "reference";
    /** How large a share of the samples agree with the reference. */
    public static final String SHARE = "share";
    /** The share of a solver's samples that are right. */
    public static final String SUCCESS = "success";

    private Fields() {}
}
