package dev.selvedge.workflow.catalog;

import tools.jackson.core.JacksonException;

/**
 * What a catalogue from outside may ask of us. The largest that people publish (the REST interface of a code host) has
 * 12 MB, about 1,000 actions, and at most some hundred parameters an action.
 */
final class Bounds {
    /** Bytes of a file. */
    static final int BYTES = 32 << 20;

    /** Values of a document, each counted as often as it is referred to. */
    static final int VALUES = 2_000_000;

    /** Levels of lists and objects. */
    static final int DEPTH = 200;

    static final int ACTIONS = 20_000;

    /** Parameters of one action. */
    static final int PARAMETERS = 500;

    /** Examples of one parameter's values. */
    static final int EXAMPLES = 3;

    /** Characters of an example; a longer one is left out. */
    static final int EXAMPLE = 200;

    /** Values of one enumeration. */
    static final int CHOICES = 2_000;

    /** Values of one schema with its references followed; a larger one is reported and left out. */
    static final int SCHEMA_VALUES = 2_000;

    /** Values of all schemas of a document with their references followed. */
    static final int WORK = 20_000_000;

    /** Characters of one description. */
    static final int DESCRIPTION = 20_000;

    /** Characters of an identifier, a key, or one value of an enumeration. */
    static final int KEY = 1_000;

    private static final int EXCERPT = 80;

    private Bounds() {}

    static CatalogFormatException tooLarge() {
        return new CatalogFormatException("The file is larger than " + (BYTES >> 20) + " MiB, which is not read.");
    }

    /** The beginning of a text from outside, on one line. */
    static String excerpt(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "…" : line;
    }

    /** What a parser of JSON says, without what it quotes. */
    static String where(JacksonException e) {
        String message = excerpt(String.valueOf(e.getOriginalMessage()));
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? message
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": " + message;
    }
}
