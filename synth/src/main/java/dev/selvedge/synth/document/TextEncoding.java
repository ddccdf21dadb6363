package dev.selvedge.synth.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which characters a file's bytes are. What cannot be told is refused: a guess would put wrong letters into a corpus. */
final class TextEncoding {
    private static final int DECLARED_WITHIN = 2048;
    private static final Pattern DECLARED =
            Pattern.compile("(?i)<meta[^>]{0,200}charset\\s*=\\s*[\"']?([\\w.:-]{1,40})|"
                    + "<\\?xml[^>]{0,200}encoding\\s*=\\s*[\"']([\\w.:-]{1,40})");

    private TextEncoding() {}

    /** The text of a file in UTF-8, or in UTF-16 with its mark. */
    static String decode(byte[] bytes) throws UnfitFileException {
        return decode(bytes, marked(bytes).orElse(StandardCharsets.UTF_8));
    }

    /** The text of a web page: in the encoding of its mark, else that which it declares, else UTF-8. */
    static String decodePage(byte[] bytes) throws UnfitFileException {
        Optional<Charset> mark = marked(bytes);
        return decode(bytes, mark.isPresent() ? mark.get() : declared(bytes));
    }

    private static Optional<Charset> marked(byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        if (bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? Optional.of(StandardCharsets.UTF_8)
                : Optional.empty();
    }

    private static Charset declared(byte[] bytes) throws UnfitFileException {
        String start = new String(bytes, 0, Math.min(bytes.length, DECLARED_WITHIN), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(start);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        String name = declared.group(1) != null ? declared.group(1) : declared.group(2);
        try {
            Charset charset = Charset.forName(name);
            // Who can read that a page is UTF-16 without a mark reads a byte a character.
            return charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : web(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UnfitFileException(
                    DocumentRefusal.UNKNOWN_ENCODING,
                    "It says that it is written in " + name + ", which is not known.");
        }
    }

    /** What the web means by names of encodings: Latin 1 and ASCII are windows-1252. */
    private static Charset web(Charset charset) {
        return charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)
                ? Charset.forName("windows-1252")
                : charset;
    }

    private static String decode(byte[] bytes, Charset charset) throws UnfitFileException {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new UnfitFileException(
                        DocumentRefusal.UNKNOWN_ENCODING, "It has zero bytes in it, so it is no text.");
            }
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnfitFileException(
                    DocumentRefusal.UNKNOWN_ENCODING, "It is no text in " + charset.name() + "; save it as UTF-8.");
        }
    }
}
