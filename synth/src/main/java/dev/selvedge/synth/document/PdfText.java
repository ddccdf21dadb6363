package dev.selvedge.synth.document;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The text of PDF files, by Apache PDFBox. Bounded by pages, by characters, by operators of the pages' programs instead of
 * by time, so that the same file gives the same on every machine, and by what compressed streams unpack to. Fonts of the
 * machine are never looked at. Text is all that is taken: no scripts, forms, attachments or pictures.
 */
final class PdfText {
    static final int MOST_PAGES = 2_000;
    static final int MOST_OPERATORS = 10_000_000;
    static final int MOST_CHARACTERS = 20_000_000;

    /** Operators that one counts for which draws a form: it runs that form's program. */
    private static final int DRAWING = 100;

    private static final String PARAGRAPH = "\n\n";
    private static final Pattern HYPHENATED = Pattern.compile("(?<=\\p{L})-\n(?=\\p{Ll})");
    private static final Pattern WORDS = Pattern.compile("\\p{L}{2}");

    static {
        FontMappers.set(new OneFont());
    }

    private PdfText() {}

    static Extracted read(byte[] bytes) throws UnfitFileException {
        CompressedStreams.check(bytes);
        try (PDDocument document = Loader.loadPDF(bytes)) {
            if (!document.getCurrentAccessPermission().canExtractContent()) {
                throw new UnfitFileException(
                        DocumentRefusal.ENCRYPTED, "Its author does not allow that its text is taken.");
            }
            if (document.getNumberOfPages() > MOST_PAGES) {
                throw new UnfitFileException(
                        DocumentRefusal.TOO_LARGE,
                        "It has " + document.getNumberOfPages() + " pages; of one file " + MOST_PAGES
                                + " are read. Split it.");
            }
            List<Block> blocks = blocks(text(document));
            if (blocks.stream().noneMatch(block -> WORDS.matcher(block.text()).find())) {
                throw new UnfitFileException(
                        DocumentRefusal.NO_TEXT,
                        "It has no words that can be taken out; where its pages are pictures, recognise their text"
                                + " first.");
            }
            return Extracted.of(title(document, blocks), Format.PDF, blocks);
        } catch (InvalidPasswordException e) {
            throw new UnfitFileException(DocumentRefusal.ENCRYPTED, "It is protected by a password.");
        } catch (TooMuchException e) {
            throw new UnfitFileException(DocumentRefusal.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            // PDFBox meets damage with exceptions of every kind.
            throw new UnfitFileException(DocumentRefusal.DAMAGED, "It is no whole PDF file: " + e.getMessage() + ".");
        }
    }

    private static String title(PDDocument document, List<Block> blocks) {
        PDDocumentInformation information = document.getDocumentInformation();
        String given = information == null ? null : information.getTitle();
        String title =
                given == null ? "" : Block.clean(given).replace('\n', ' ').strip();
        String first = blocks.getFirst().text();
        return !title.isEmpty() ? title : first.indexOf('\n') < 0 ? first : "";
    }

    private static String text(PDDocument document) throws IOException {
        StringWriter out = new StringWriter();
        new BoundedStripper(out).writeText(document, out);
        return out.toString();
    }

    /** The paragraphs, without line breaks within; where a word is parted at a line's end it is joined. */
    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        for (Block paragraph : Block.paragraphs(Block.clean(text))) {
            String joined = HYPHENATED.matcher(paragraph.text()).replaceAll("");
            blocks.add(Block.body(joined.lines()
                    .map(String::strip)
                    .reduce((a, b) -> a + " " + b)
                    .orElse("")));
        }
        return blocks;
    }

    /** A file that asks for more work than is done. Unchecked, for PDFBox goes on after other failures within forms. */
    private static final class TooMuchException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuchException(String sentence) {
            super(sentence);
        }
    }

    /** Counts what it does. */
    private static final class BoundedStripper extends PDFTextStripper {
        private final StringWriter out;
        private int operators;

        BoundedStripper(StringWriter out) throws IOException {
            this.out = out;
            setParagraphEnd(PARAGRAPH);
            setPageEnd(PARAGRAPH);
            setLineSeparator("\n");
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            operators += operator.getName().equals(OperatorName.DRAW_OBJECT) ? DRAWING : 1;
            if (operators > MOST_OPERATORS) {
                throw new TooMuchException("Its pages draw with more than " + MOST_OPERATORS + " operators.");
            }
            if (out.getBuffer().length() > MOST_CHARACTERS) {
                throw new TooMuchException("It has more than " + MOST_CHARACTERS + " characters.");
            }
            super.processOperator(operator, operands);
        }
    }
}
