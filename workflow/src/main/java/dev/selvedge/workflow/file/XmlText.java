package dev.selvedge.workflow.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an XML file: UTF-8, UTF-16 by its mark or its zero bytes, or the encoding that the declaration names. Bytes
 * that are no text in their encoding are refused and not replaced.
 */
final class XmlText {
    private static final int DECLARATION_BYTES = 200;
    private static final Pattern ENCODING =
            Pattern.compile("\\s*<\\?xml[^>]{0,150}?\\bencoding\\s*=\\s*[\"']([^\"'>]{1,40})[\"']");

    private XmlText() {}

    /** @throws WorkflowFormatException if the encoding is not known or the bytes are no text in it */
    static String of(byte[] bytes) {
        Charset unicode = unicode(bytes);
        Charset charset = unicode != null ? unicode : declared(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new WorkflowFormatException(
                    "The XML property list cannot be read: its byte " + (in.position() + 1) + " is no text in "
                            + charset.name() + ".",
                    e);
        }
    }

    /** Whether the bytes are the text of an XML property list, as far as their beginning tells. */
    static boolean begins(byte[] bytes) {
        Charset unicode = unicode(bytes);
        int length = Math.min(bytes.length, DECLARATION_BYTES);
        String start = new String(bytes, 0, length, unicode != null ? unicode : StandardCharsets.ISO_8859_1);
        String text = (start.startsWith("\uFEFF") ? start.substring(1) : start).stripLeading();
        return text.startsWith("<?xml")
                || text.startsWith("<!DOCTYPE")
                || text.startsWith("<!--")
                || text.startsWith("<plist");
    }

    /** The encoding that the first bytes show, null where they do not. */
    private static @Nullable Charset unicode(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        return switch (first) {
            case 0xFEFF, 0x003C -> StandardCharsets.UTF_16BE;
            case 0xFFFE, 0x3C00 -> StandardCharsets.UTF_16LE;
            case 0xEFBB -> StandardCharsets.UTF_8;
            default -> null;
        };
    }

    private static Charset declared(byte[] bytes) {
        int length = Math.min(bytes.length, DECLARATION_BYTES);
        Matcher encoding = ENCODING.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        // What could be read as ASCII so far is no UTF-16, whatever it says.
        if (!encoding.lookingAt() || encoding.group(1).regionMatches(true, 0, "UTF-16", 0, 6)) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(encoding.group(1));
        } catch (IllegalArgumentException e) {
            throw new WorkflowFormatException(
                    "The XML property list cannot be read: its encoding " + encoding.group(1) + " is not known.", e);
        }
    }
}
