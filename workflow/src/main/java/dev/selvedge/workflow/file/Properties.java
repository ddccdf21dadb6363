package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Str;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file's own keys for the properties of content items that every item or file has. */
final class Properties {
    private static final Map<String, PlistValue> KEYS = Map.of(
            "Name", new Str("WFItemName"),
            "File Extension", new Str("WFFileExtensionProperty"),
            "File Size", new Str("WFFileSizeProperty"),
            "Creation Date", new Str("WFFileCreationDate"),
            "Last Modified Date", new Str("WFFileModificationDate"),
            "File Path", PlistValue.Dict.EMPTY);

    private Properties() {}

    /** What {@code PropertyUserInfo} says for a property, null where the name says all that we know. */
    static @Nullable PlistValue key(String name) {
        return KEYS.get(name);
    }
}
