package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Date;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Null;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import dev.selvedge.workflow.file.PlistValue.Uid;
import java.math.BigInteger;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes XML property lists. XML has no form for most control characters and for lone surrogates; they become U+FFFD.
 * Dates have whole seconds.
 */
final class XmlPlistWriter {
    private final StringBuilder out = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            """);

    private XmlPlistWriter() {}

    static String write(PlistValue value) {
        XmlPlistWriter writer = new XmlPlistWriter();
        writer.value(value, 0);
        return writer.out.append("</plist>\n").toString();
    }

    private void value(PlistValue value, int depth) {
        switch (value) {
            case Dict(Map<String, PlistValue> entries)
            when !entries.isEmpty() -> {
                line(depth, "<dict>");
                entries.forEach((key, entry) -> {
                    line(depth + 1, "<key>" + escape(key) + "</key>");
                    value(entry, depth + 1);
                });
                line(depth, "</dict>");
            }
            case Array(List<PlistValue> items)
            when !items.isEmpty() -> {
                line(depth, "<array>");
                items.forEach(item -> value(item, depth + 1));
                line(depth, "</array>");
            }
            case Dict dict -> line(depth, "<dict/>");
            case Array array -> line(depth, "<array/>");
            case Str(String text) -> line(depth, "<string>" + escape(text) + "</string>");
            case Int(BigInteger number) -> line(depth, "<integer>" + number + "</integer>");
            case Uid(long number) -> line(depth, "<integer>" + number + "</integer>");
            case Real(double number) -> line(depth, "<real>" + real(number) + "</real>");
            case Bool(boolean bool) -> line(depth, bool ? "<true/>" : "<false/>");
            case Date(var instant) -> line(depth, "<date>" + instant.truncatedTo(ChronoUnit.SECONDS) + "</date>");
            case Bytes(byte[] bytes) ->
                line(depth, "<data>" + Base64.getEncoder().encodeToString(bytes) + "</data>");
            case Null() -> line(depth, "<string></string>");
        }
    }

    private void line(int depth, String text) {
        out.repeat("\t", depth).append(text).append('\n');
    }

    private static String real(double number) {
        return Double.isNaN(number)
                ? "nan"
                : Double.isInfinite(number) ? (number > 0 ? "+infinity" : "-infinity") : Double.toString(number);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(legal(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean legal(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
