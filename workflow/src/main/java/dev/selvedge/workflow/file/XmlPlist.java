package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Bool;
import dev.selvedge.workflow.file.PlistValue.Bytes;
import dev.selvedge.workflow.file.PlistValue.Date;
import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML property lists. The document type is skipped, never fetched, and its entities are never expanded; a
 * reference to one is refused.
 */
final class XmlPlist {
    private static final XMLInputFactory FACTORY = factory();
    private static final int DIGITS = 400;

    private final XMLStreamReader xml;
    private int values;

    private XmlPlist(XMLStreamReader xml) {
        this.xml = xml;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Our own bound on levels is stricter for values and speaks plainer.
        factory.setProperty("jdk.xml.maxElementDepth", "1000");
        return factory;
    }

    /** @throws WorkflowFormatException if the bytes are no XML property list, or one beyond our bounds */
    static PlistValue read(byte[] bytes) {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
            try {
                return new XmlPlist(xml).document();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new WorkflowFormatException(
                    "The XML property list cannot be read: " + reason(e) + place(e.getLocation()) + ".", e);
        } catch (WorkflowFormatException e) {
            throw e;
        } catch (RuntimeException e) {
            // The JDK's parser throws unchecked exceptions on some malformed encodings.
            throw new WorkflowFormatException("The XML property list cannot be read: it is malformed.", e);
        }
    }

    private static String place(@Nullable Location location) {
        return location == null || location.getLineNumber() < 1 ? "" : " (line " + location.getLineNumber() + ")";
    }

    private static String reason(XMLStreamException e) {
        String message = e.getMessage();
        if (message == null) {
            return "it is malformed";
        }
        int text = message.indexOf("Message: ");
        String line = text < 0 ? message : message.substring(text + 9);
        line = line.strip().lines().findFirst().orElse("it is malformed");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private PlistValue document() throws XMLStreamException {
        nextElement();
        if (!xml.getLocalName().equals("plist")) {
            return value(1);
        }
        nextElement();
        PlistValue value = value(1);
        nextTag();
        return value;
    }

    /** Moves to the next start tag, skipping whitespace and comments. */
    private void nextElement() throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                return;
            }
        }
        throw new WorkflowFormatException("The XML property list holds no value.");
    }

    /** The value whose start tag the reader stands on; leaves it on the end tag. */
    private PlistValue value(int depth) throws XMLStreamException {
        if (depth > Bounds.DEPTH) {
            throw new WorkflowFormatException(
                    "The property list nests more than " + Bounds.DEPTH + " levels deep, which is not read.");
        }
        if (++values > Bounds.VALUES) {
            throw new WorkflowFormatException(
                    "The property list describes more than " + Bounds.VALUES + " values, which is not read.");
        }
        String name = xml.getLocalName();
        return switch (name) {
            case "dict" -> dictionary(depth);
            case "array" -> array(depth);
            case "string" -> new Str(xml.getElementText());
            case "integer" -> integer(xml.getElementText().strip());
            case "real" -> real(xml.getElementText().strip());
            case "date" -> date(xml.getElementText().strip());
            case "data" -> data(xml.getElementText());
            case "true", "false" -> {
                xml.getElementText();
                yield new Bool(name.equals("true"));
            }
            default -> throw malformed("it holds the unknown element <" + name + ">");
        };
    }

    private PlistValue dictionary(int depth) throws XMLStreamException {
        Map<String, PlistValue> entries = new LinkedHashMap<>();
        while (nextTag()) {
            if (!xml.getLocalName().equals("key")) {
                throw malformed("a dictionary has <" + xml.getLocalName() + "> where a <key> belongs");
            }
            String key = xml.getElementText();
            if (!nextTag()) {
                throw malformed("the key \"" + key + "\" has no value");
            }
            entries.put(key, value(depth + 1));
        }
        return new Dict(entries);
    }

    private PlistValue array(int depth) throws XMLStreamException {
        List<PlistValue> items = new ArrayList<>();
        while (nextTag()) {
            items.add(value(depth + 1));
        }
        return new Array(items);
    }

    /** Moves to the next tag; whether it is a start tag. */
    private boolean nextTag() throws XMLStreamException {
        return xml.nextTag() == XMLStreamConstants.START_ELEMENT;
    }

    private PlistValue integer(String text) {
        try {
            if (text.length() > 40) {
                throw new NumberFormatException();
            }
            String lower = text.toLowerCase(Locale.ROOT);
            return new Int(lower.startsWith("0x") ? new BigInteger(lower.substring(2), 16) : new BigInteger(lower));
        } catch (NumberFormatException e) {
            throw malformed("\"" + shown(text) + "\" is no integer");
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
            throw malformed("\"" + shown(text) + "\" is no number");
        }
    }

    private PlistValue date(String text) {
        try {
            return new Date(Instant.parse(text));
        } catch (DateTimeException e) {
            throw malformed("\"" + shown(text) + "\" is no date like 2001-01-01T00:00:00Z");
        }
    }

    private PlistValue data(String text) {
        try {
            return new Bytes(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw malformed("its <data> is no base64");
        }
    }

    private static String shown(String text) {
        return text.length() > 30 ? text.substring(0, 30) + "…" : text;
    }

    private WorkflowFormatException malformed(String what) {
        return new WorkflowFormatException(
                "The XML property list cannot be read: " + what + place(xml.getLocation()) + ".");
    }
}
