package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Date;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads XML property lists: what {@link XmlText} decodes and {@link XmlScanner} cuts. */
final class XmlPlist {
    private static final int DIGITS = 400;

    /** What a binary property list can hold, so that every file can be written again. */
    private static final int INTEGER_BITS = 127;

    private final XmlScanner xml;
    private int values;

    private XmlPlist(XmlScanner xml) {
        this.xml = xml;
    }

    /** @throws WorkflowFormatException if the bytes are no XML property list, or one beyond our bounds */
    static PlistValue read(byte[] bytes) {
        return new XmlPlist(new XmlScanner(XmlText.of(bytes))).document();
    }

    private PlistValue document() {
        start();
        if (!xml.name().equals("plist")) {
            return value(1);
        }
        start();
        PlistValue value = value(1);
        if (xml.nextTag()) {
            throw xml.malformed("it holds a second value");
        }
        return value;
    }

    private void start() {
        if (!xml.nextTag()) {
            throw new WorkflowFormatException("The XML property list holds no value.");
        }
    }

    /** The value whose start tag was read; moves past its end tag. */
    private PlistValue value(int depth) {
        if (depth > Bounds.DEPTH) {
            throw new WorkflowFormatException(
                    "The property list nests more than " + Bounds.DEPTH + " levels deep, which is not read.");
        }
        if (++values > Bounds.VALUES) {
            throw new WorkflowFormatException(
                    "The property list describes more than " + Bounds.VALUES + " values, which is not read.");
        }
        String name = xml.name();
        return switch (name) {
            case "dict" -> dictionary(depth);
            case "array" -> array(depth);
            case "string" -> new Str(xml.text());
            case "integer" -> integer(xml.text().strip());
            case "real" -> real(xml.text().strip());
            case "date" -> date(xml.text().strip());
            case "data" -> data(xml.text());
            case "true", "false" -> {
                xml.text();
                yield new Bool(name.equals("true"));
            }
            default -> throw xml.malformed("it holds the unknown element <" + name + ">");
        };
    }

    private PlistValue dictionary(int depth) {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        while (xml.nextTag()) {
            if (!xml.name().equals("key")) {
                throw xml.malformed("a dictionary has <" + xml.name() + "> where a <key> belongs");
            }
            String key = xml.text();
            if (!xml.nextTag()) {
                throw xml.malformed("the key \"" + Problems.excerpt(key) + "\" has no value");
            }
            entries.put(key, value(depth + 1));
        }
        return new Dict(entries);
    }

    private PlistValue array(int depth) {
        List<PlistValue> items = new ArrayList<>();
        while (xml.nextTag()) {
            items.add(value(depth + 1));
        }
        return new Array(items);
    }

    private PlistValue integer(String text) {
        try {
            if (text.length() > 40) {
                throw new NumberFormatException();
            }
            String lower = text.toLowerCase(Locale.ROOT);
            BigInteger number = lower.startsWith("0x") ? new BigInteger(lower.substring(2), 16) : new BigInteger(lower);
            if (number.bitLength() > INTEGER_BITS) {
                throw xml.malformed(
                        "the integer " + Problems.excerpt(text) + " has more than " + INTEGER_BITS + " bits");
            }
            return new Int(number);
        } catch (NumberFormatException e) {
            throw xml.malformed("\"" + Problems.excerpt(text) + "\" is no integer");
        }
    }

    private PlistValue real(String text) {
        try {
            if (text.length() > DIGITS) {
                throw new NumberFormatException();
            }
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "nan" -> new Real(Double.NaN);
                case "inf", "+inf", "infinity", "+infinity" -> new Real(Double.POSITIVE_INFINITY);
                case "-inf", "-infinity" -> new Real(Double.NEGATIVE_INFINITY);
                default -> new Real(Double.parseDouble(text));
            };
        } catch (NumberFormatException e) {
            throw xml.malformed("\"" + Problems.excerpt(text) + "\" is no number");
        }
    }

    private PlistValue date(String text) {
        try {
            return new Date(Instant.parse(text));
        } catch (DateTimeException e) {
            throw xml.malformed("\"" + Problems.excerpt(text) + "\" is no date like 2001-01-01T00:00:00Z");
        }
    }

    private PlistValue data(String text) {
        try {
            return new Bytes(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw xml.malformed("its <data> is no base64");
        }
    }
}
