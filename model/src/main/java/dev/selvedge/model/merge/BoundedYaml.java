package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML from strangers: at most a megabyte, 32 levels, no aliases, no tags, no key twice. */
final class BoundedYaml {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_LEVELS = 32;

    private BoundedYaml() {}

    /** @throws UserException if the file cannot be read, passes a bound, or is not a mapping */
    static Map<String, Object> read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException(file + " has " + Files.size(file) + " bytes; a merge is described in at most "
                        + MAX_BYTES + ".");
            }
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UserException(file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        return parse(text, file);
    }

    private static Map<String, Object> parse(String text, Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(String.valueOf(file.getFileName()))
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .setSchema(new CoreSchema())
                .build();
        try {
            checkEvents(text, settings, file);
            if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map
                    && map.keySet().stream().allMatch(String.class::isInstance)) {
                @SuppressWarnings("unchecked")
                Map<String, Object> top = (Map<String, Object>) map;
                return top;
            }
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new UserException(file + " is not YAML" + place + ": " + e.getProblem() + ".", e);
        } catch (YamlEngineException e) {
            throw new UserException(file + " is not YAML: " + e.getMessage(), e);
        }
        throw new UserException(file + " does not describe a merge: expected keys such as merge_method and models.");
    }

    /** The events come from a parser that does not recurse, so depth is seen before anything that does. */
    private static void checkEvents(String text, LoadSettings settings, Path file) {
        int level = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof AliasEvent) {
                throw new UserException(file + " uses a YAML alias, which is not accepted; write the value out.");
            }
            level += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
            };
            if (level > MAX_LEVELS) {
                throw new UserException(
                        file + " is nested more than " + MAX_LEVELS + " levels deep, which no merge needs.");
            }
        }
    }
}
