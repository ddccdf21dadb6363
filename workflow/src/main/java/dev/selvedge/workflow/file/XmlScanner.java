package dev.selvedge.workflow.file;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cuts the text of an XML property list into tags and text. It knows what property lists are written with and nothing
 * else: attributes and document types are skipped, and the only entities are XML's own five and characters by number. So
 * nothing is ever fetched or expanded, and the time is linear in the text. Characters that XML forbids are taken as they
 * are, since property lists hold them.
 */
final class XmlScanner {
    private static final int LONGEST_NAME = 100;

    private final String xml;
    private final Deque<String> open = new ArrayDeque<>();
    private int at;
    private String name = "";
    private boolean end;
    private boolean empty;

    XmlScanner(String xml) {
        this.xml = xml;
    }

    /** The name of the tag that was read last. */
    String name() {
        return name;
    }

    /** Moves past the next tag, before which only space and comments may stand; whether it is a start tag. */
    boolean nextTag() {
        if (empty) {
            empty = false;
            return false;
        }
        while (at < xml.length()) {
            char c = xml.charAt(at);
            if (c == '<') {
                if (!skipped()) {
                    tag();
                    return !end;
                }
            } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                at++;
            } else {
                throw malformed("it has text where a tag belongs");
            }
        }
        throw malformed("it breaks off");
    }

    /** The text up to the end of the element whose start tag was read last, and moves past its end tag. */
    String text() {
        String element = name;
        if (empty) {
            empty = false;
            return "";
        }
        StringBuilder text = new StringBuilder();
        while (at < xml.length()) {
            char c = xml.charAt(at);
            if (c == '&') {
                text.appendCodePoint(reference());
            } else if (c == '\r') {
                // XML's rule: every end of a line is read as one line feed.
                text.append('\n');
                at += xml.startsWith("\r\n", at) ? 2 : 1;
            } else if (c != '<') {
                text.append(c);
                at++;
            } else if (xml.startsWith("<![CDATA[", at)) {
                int from = at + "<![CDATA[".length();
                at = after("]]>", from);
                text.append(xml, from, at - "]]>".length());
            } else if (!skipped()) {
                tag();
                if (!end) {
                    throw malformed("<" + element + "> holds the tag <" + name + ">");
                }
                return text.toString();
            }
        }
        throw malformed("it breaks off");
    }

    /** Moves past a comment, a processing instruction or a document type; false where there is none. */
    private boolean skipped() {
        if (xml.startsWith("<!--", at)) {
            at = after("-->", at + 4);
        } else if (xml.startsWith("<?", at)) {
            at = after("?>", at + 2);
        } else if (xml.startsWith("<!DOCTYPE", at)) {
            documentType();
        } else {
            return false;
        }
        return true;
    }

    private void documentType() {
        boolean subset = false;
        while (at < xml.length()) {
            char c = xml.charAt(at);
            if (c == '"' || c == '\'') {
                at = after(String.valueOf(c), at + 1);
                continue;
            }
            if (subset && (xml.startsWith("<!--", at) || xml.startsWith("<?", at))) {
                at = xml.charAt(at + 1) == '?' ? after("?>", at + 2) : after("-->", at + 4);
                continue;
            }
            at++;
            if (c == '[' || c == ']') {
                subset = c == '[';
            } else if (c == '>' && !subset) {
                return;
            }
        }
        throw malformed("its document type breaks off");
    }

    private int after(String mark, int from) {
        int found = xml.indexOf(mark, from);
        if (found < 0) {
            throw malformed("it breaks off before " + mark);
        }
        return found + mark.length();
    }

    private void tag() {
        end = xml.startsWith("</", at);
        int from = at + (end ? 2 : 1);
        int to = from;
        while (to < xml.length() && to - from <= LONGEST_NAME && nameCharacter(xml.charAt(to))) {
            to++;
        }
        if (to == from || to - from > LONGEST_NAME) {
            throw malformed("it has a < that begins no tag");
        }
        name = xml.substring(from, to);
        at = to;
        while (at < xml.length() && xml.charAt(at) != '>') {
            char c = xml.charAt(at);
            if (c == '<') {
                throw malformed("the tag <" + name + "> is not closed");
            }
            at = c == '"' || c == '\'' ? after(String.valueOf(c), at + 1) : at + 1;
        }
        if (at == xml.length()) {
            throw malformed("the tag <" + name + "> is not closed");
        }
        empty = !end && xml.charAt(at - 1) == '/';
        at++;
        if (!end && !empty) {
            open.push(name);
        } else if (end && (open.isEmpty() || !open.pop().equals(name))) {
            throw malformed("the end tag </" + name + "> ends nothing that is open");
        }
    }

    private static boolean nameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || c == ':';
    }

    private int reference() {
        int semicolon = xml.indexOf(';', at);
        if (semicolon < 0 || semicolon - at > LONGEST_NAME) {
            throw malformed("it has an & that begins no character");
        }
        String entity = xml.substring(at + 1, semicolon);
        int character = switch (entity) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> numbered(entity);
        };
        at = semicolon + 1;
        return character;
    }

    private int numbered(String entity) {
        try {
            if (entity.startsWith("#")) {
                int character = entity.startsWith("#x")
                        ? Integer.parseInt(entity, 2, entity.length(), 16)
                        : Integer.parseInt(entity, 1, entity.length(), 10);
                if (Character.isValidCodePoint(character)) {
                    return character;
                }
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw malformed("it refers to the entity &" + entity + ";, which is not read");
    }

    WorkflowFormatException malformed(String what) {
        long line = xml.chars().limit(at).filter(c -> c == '\n').count() + 1;
        return new WorkflowFormatException("The XML property list cannot be read: " + what + " (line " + line + ").");
    }
}
