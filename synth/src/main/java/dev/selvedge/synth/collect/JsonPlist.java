package dev.selvedge.synth.collect;

import dev.selvedge.workflow.file.PlistValue;
import dev.selvedge.workflow.file.WorkflowFormatException;
import dev.selvedge.workflow.file.WorkflowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A workflow's property list that was written as JSON. JSON has neither dates nor bytes; they are text there. */
final class JsonPlist {
    private JsonPlist() {}

    /** The file that it stands for, null where it is nested deeper than files are read. */
    static byte @Nullable [] bytes(JsonNode object) {
        try {
            return value(object) instanceof PlistValue.Dict dict ? WorkflowWriter.write(dict) : null;
        } catch (WorkflowFormatException e) {
            return null;
        }
    }

    private static PlistValue value(JsonNode node) {
        if (node.isObject()) {
            Map<String, PlistValue> entries = new LinkedHashMap<>();
            node.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return new PlistValue.Dict(entries);
        }
        if (node.isArray()) {
            List<PlistValue> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item)));
            return new PlistValue.Array(items);
        }
        if (node.isBoolean()) {
            return new PlistValue.Bool(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return PlistValue.Int.of(node.longValue());
        }
        return node.isNumber() ? new PlistValue.Real(node.doubleValue()) : new PlistValue.Str(node.asString(""));
    }
}
