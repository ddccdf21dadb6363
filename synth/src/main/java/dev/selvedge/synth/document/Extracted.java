package dev.selvedge.synth.document;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reader took out of a file.
 *
 * @param title of the file's content, empty where it has none
 * @param groups blocks that no document joins with those of another group
 */
record Extracted(String title, Format format, List<List<Block>> groups) {
    /** A title that is longer is a paragraph. */
    static final int LONGEST_TITLE = 200;

    static Extracted of(String title, Format format, List<Block> blocks) {
        return new Extracted(title, format, List.of(blocks));
    }

    /** The documents that it comes to, each with a text. */
    List<Document> documents(String source, Splitting splitting) {
        List<Splitter.Passage> passages = new ArrayList<>();
        groups.forEach(blocks -> passages.addAll(Splitter.split(blocks, splitting)));
        passages.removeIf(passage -> passage.text().isBlank());
        String named = title.isBlank() || title.length() > LONGEST_TITLE ? stem(source) : title;
        List<Document> documents = new ArrayList<>();
        for (Splitter.Passage passage : passages) {
            documents.add(Document.of(
                    named,
                    passage.section(),
                    passage.text(),
                    format,
                    source,
                    documents.size() + 1,
                    passages.size(),
                    passage.actions()));
        }
        return documents;
    }

    /** The name of a file without its folder and its ending. */
    static String stem(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
        int dot = base.lastIndexOf('.');
        return dot > 0 ? base.substring(0, dot) : base;
    }
}
