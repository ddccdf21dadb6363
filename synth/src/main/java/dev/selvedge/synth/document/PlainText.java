package dev.selvedge.synth.document;

import java.util.List;

/** Plain text: paragraphs that blank lines keep apart. */
final class PlainText {
    private static final int LONGEST_TITLE = 120;

    private PlainText() {}

    /** The title is the first line, where it stands alone and is short. */
    static Extracted read(byte[] bytes) throws UnfitFileException {
        List<Block> blocks = Block.paragraphs(Block.clean(TextEncoding.decode(bytes)));
        String first = blocks.isEmpty() ? "" : blocks.getFirst().text().strip();
        boolean titled = first.indexOf('\n') < 0 && first.length() <= LONGEST_TITLE;
        return Extracted.of(titled ? first : "", Format.TEXT, blocks);
    }
}
