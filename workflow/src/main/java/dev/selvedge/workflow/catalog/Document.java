package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.file.PlistValue;
import dev.selvedge.workflow.file.WorkflowFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document from outside as a tree, whether it is JSON, YAML or a property list. What it is, is told by its first
 * character. Nothing in it is followed or evaluated.
 */
final class Document {
    private Document() {}

    /** @throws CatalogFormatException if the bytes are none of the three, or beyond our bounds */
    static JsonNode read(byte[] bytes) {
        if (bytes.length > Bounds.BYTES) {
            throw Bounds.tooLarge();
        }
        if (startsWith(bytes, "bplist0")) {
            return plist(bytes);
        }
        String text = text(bytes);
        String start = text.stripLeading();
        if (start.isEmpty()) {
            throw new CatalogFormatException("The file is empty.");
        }
        return switch (start.charAt(0)) {
            case '<' -> plist(bytes);
            case '{', '[' -> json(text);
            default -> YamlTree.read(text);
        };
    }

    private static boolean startsWith(byte[] bytes, String start) {
        return bytes.length >= start.length()
                && new String(bytes, 0, start.length(), StandardCharsets.ISO_8859_1).equals(start);
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new CatalogFormatException("The file is neither UTF-8 text nor a binary property list.", e);
        }
    }

    private static JsonNode json(String text) {
        try {
            measure(text);
            return Json.parse(text);
        } catch (JacksonException e) {
            throw new CatalogFormatException("The file is no JSON: " + Bounds.where(e) + ".", e);
        }
    }

    /** Counts before anything is built, so that a small file cannot become a large tree. */
    private static void measure(String text) {
        int values = 0;
        int depth = 0;
        try (JsonParser parser = Json.mapper().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                }
                values++;
                check(values, depth);
            }
        }
    }

    /** @throws CatalogFormatException if that is more than is read */
    static void check(int values, int depth) {
        if (depth > Bounds.DEPTH) {
            throw new CatalogFormatException("The file is nested deeper than " + Bounds.DEPTH + " levels.");
        }
        if (values > Bounds.VALUES) {
            throw new CatalogFormatException("The file holds more than " + Bounds.VALUES + " values.");
        }
    }

    private static JsonNode plist(byte[] bytes) {
        try {
            return tree(PlistValue.read(bytes));
        } catch (WorkflowFormatException e) {
            throw new CatalogFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonNode tree(PlistValue value) {
        var nodes = Json.mapper().getNodeFactory();
        return switch (value) {
            case PlistValue.Dict(var entries) -> {
                ObjectNode node = nodes.objectNode();
                entries.forEach((key, item) -> node.set(key, tree(item)));
                yield node;
            }
            case PlistValue.Array(var items) -> {
                ArrayNode node = nodes.arrayNode();
                items.forEach(item -> node.add(tree(item)));
                yield node;
            }
            case PlistValue.Str(var text) -> nodes.stringNode(text);
            case PlistValue.Int(var number) -> nodes.numberNode(number);
            case PlistValue.Real(var number) -> nodes.numberNode(number);
            case PlistValue.Bool(var bool) -> nodes.booleanNode(bool);
            case PlistValue.Date(var instant) -> nodes.stringNode(instant.toString());
            case PlistValue.Bytes bytes -> nodes.nullNode();
            case PlistValue.Uid(var number) -> nodes.numberNode(number);
            case PlistValue.Null() -> nodes.nullNode();
        };
    }
}
