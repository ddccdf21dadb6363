package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;

/** The bytes in a workflow by their names. */
public final class Resources {
    private Resources() {}

    public static Map<String, byte[]> of(Workflow workflow) {
        Map<String, byte[]> bytes = new HashMap<>();
        collect(workflow, bytes);
        return bytes;
    }

    /** Walks any record by its components. */
    private static void collect(Object object, Map<String, byte[]> bytes) {
        switch (object) {
            case Value.Blob blob -> bytes.put(blob.name(), blob.bytes());
            case Record record -> {
                for (var component : record.getClass().getRecordComponents()) {
                    try {
                        Object part = component.getAccessor().invoke(record);
                        if (part != null) {
                            collect(part, bytes);
                        }
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError("records have accessors", e);
                    }
                }
            }
            case Iterable<?> items -> items.forEach(item -> collect(item, bytes));
            case Map<?, ?> map -> map.values().forEach(item -> collect(item, bytes));
            default -> {}
        }
    }
}
