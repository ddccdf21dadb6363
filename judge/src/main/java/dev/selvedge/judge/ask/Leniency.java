package dev.selvedge.judge.ask;

import java.util.Locale;

/** A departure from JSON, or from the form that was asked for, in which a reply can still be read in one way only. */
public enum Leniency {
    /** {@code +1} as a number. */
    PLUS_SIGN,
    TRAILING_COMMA,
    /** A line break where a comma belongs. */
    MISSING_COMMA,
    COMMENT,
    SINGLE_QUOTES,
    BARE_KEY,
    /** A backslash before a character that JSON does not escape; it stands for itself. */
    STRAY_BACKSLASH,
    /** A line break or another control character inside a text. */
    RAW_CONTROL_CHARACTER,
    /** A label as a text such as {@code "+1"}, or with decimals such as {@code 1.0}. */
    LABEL_AS_TEXT,
    /** A label by its word in the rubric, such as {@code neutral}. */
    LABEL_AS_WORD,
    /** Labels as a list of objects that each name a step. */
    LABELS_AS_LIST,
    /** Text after the answer. */
    TEXT_AFTER,
    /** More than one answer; the last one stands. */
    SEVERAL_ANSWERS,
    /** The reply breaks off or goes wrong after the labels. */
    BROKEN_AFTER_LABELS;

    /** In words. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
