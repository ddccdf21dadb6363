package dev.selvedge.synth.document;

import dev.selvedge.core.ContentHash;
import java.util.List;

/**
 * A text that questions can be asked about.
 *
 * @param id the first 16 hexadecimal digits of the text's hash: equal texts have equal ids
 * @param title of the whole that it was read from
 * @param section headings that lead to its beginning, joined by {@code " > "}; empty at the top
 * @param text headings as lines that begin with number signs, blocks apart by blank lines; never blank
 * @param format what it was read from
 * @param source name of the file, as {@link dev.selvedge.synth.collect.WorkflowFile#name} gives it
 * @param part which part of the source it is, from 1
 * @param parts how many parts the source came to
 * @param actions identifiers of the actions that it describes, none where it describes no tools
 */
public record Document(
        String id,
        String title,
        String section,
        String text,
        Format format,
        String source,
        int part,
        int parts,
        List<String> actions) {
    private static final int ID_DIGITS = 16;

    public Document {
        actions = List.copyOf(actions);
        if (text.isBlank()) {
            throw new IllegalArgumentException("a document has a text");
        }
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("part " + part + " of " + parts + " cannot be");
        }
    }

    /** A document with the id that its text gives it. */
    static Document of(
            String title,
            String section,
            String text,
            Format format,
            String source,
            int part,
            int parts,
            List<String> actions) {
        String id = ContentHash.of(text).hex().substring(0, ID_DIGITS);
        return new Document(id, title, section, text, format, source, part, parts, actions);
    }

    /** Where it stands, for people: the source, and the part where there are several. */
    public String place() {
        return parts == 1 ? source : source + " part " + part + " of " + parts;
    }
}
