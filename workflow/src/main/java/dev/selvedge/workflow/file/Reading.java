package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What reading a file gave.
 *
 * @param workflow the tree
 * @param container what the file was wrapped in
 * @param problems what is wrong with the file and how it was read all the same
 * @param source the property list as it is, for whoever must give it back value for value
 */
public record Reading(Workflow workflow, Container container, List<Diagnostic> problems, PlistValue.Dict source) {
    public Reading {
        problems = List.copyOf(problems);
    }

    /** The bytes in the file by the names that code has for them. */
    public Map<String, byte[]> resources() {
        Map<String, byte[]> resources = new LinkedHashMap<>();
        collect(source, resources);
        return resources;
    }

    static void collect(PlistValue value, Map<String, byte[]> resources) {
        switch (value) {
            case PlistValue.Dict(var entries) -> entries.values().forEach(entry -> collect(entry, resources));
            case PlistValue.Array(var items) -> items.forEach(item -> collect(item, resources));
            case PlistValue.Bytes(byte[] bytes) ->
                resources.put(ValueReader.blob(bytes).name(), bytes);
            default -> {}
        }
    }
}
