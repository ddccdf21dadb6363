package dev.selvedge.workflow.catalog;

import dev.selvedge.core.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML 1.2 with its JSON schema of types. Tags make nothing; aliases are copies, and what they add up to is
 * counted, so a small file cannot become a large tree.
 */
final class YamlTree {
    private static final int ALIASES = 1_000;

    private final JsonNodeFactory nodes = Json.mapper().getNodeFactory();
    private int values;

    private YamlTree() {}

    /** @throws CatalogFormatException if the text is no YAML of one document, or beyond our bounds */
    static JsonNode read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Bounds.BYTES)
                .setMaxAliasesForCollections(ALIASES)
                .setAllowRecursiveKeys(false)
                .setAllowDuplicateKeys(false)
                .setParseComments(false)
                .build();
        try {
            measure(new Parse(settings).parseString(text));
            return new YamlTree().tree(new Load(settings).loadFromString(text), 0);
        } catch (MarkedYamlEngineException e) {
            throw new CatalogFormatException(
                    "The file is no YAML: " + place(e) + Bounds.excerpt(String.valueOf(e.getProblem())) + ".", e);
        } catch (YamlEngineException e) {
            throw new CatalogFormatException(
                    "The file is no YAML: " + Bounds.excerpt(String.valueOf(e.getMessage())) + ".", e);
        }
    }

    private static String place(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .map((Mark mark) -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ")
                .orElse("");
    }

    /** The composer of the library goes down by recursion, so the depth is known before it starts. */
    private static void measure(Iterable<Event> events) {
        int depth = 0;
        int count = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            count++;
            Document.check(count, depth);
        }
    }

    private JsonNode tree(@Nullable Object value, int depth) {
        values++;
        Document.check(values, depth);
        return switch (value) {
            case null -> nodes.nullNode();
            case Map<?, ?> map -> {
                ObjectNode node = nodes.objectNode();
                map.forEach((key, item) -> node.set(String.valueOf(key), tree(item, depth + 1)));
                yield node;
            }
            case List<?> list -> {
                ArrayNode node = nodes.arrayNode();
                list.forEach(item -> node.add(tree(item, depth + 1)));
                yield node;
            }
            case Boolean bool -> nodes.booleanNode(bool);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case BigInteger number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            default -> nodes.stringNode(String.valueOf(value));
        };
    }
}
