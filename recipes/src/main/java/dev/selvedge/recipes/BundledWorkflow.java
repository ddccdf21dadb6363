package dev.selvedge.recipes;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import dev.selvedge.synth.collect.Category;
import dev.selvedge.synth.collect.Listing;
import dev.selvedge.synth.collect.Sources;
import dev.selvedge.synth.collect.WorkflowFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A workflow that ships with Selvedge, as a real Shortcut file.
 *
 * @param file name of the resource, unique
 * @param title as its author would name it
 * @param category one of the topics by which people file their workflows
 * @param request what somebody would say who wants it
 */
public record BundledWorkflow(String file, String title, String category, String request) {
    private static final String FOLDER = "workflows/";
    private static final String INDEX = "index.jsonl";

    /** All of them, in the order of the index. */
    public static List<BundledWorkflow> all() {
        return new String(read(INDEX), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line, BundledWorkflow.class))
                .toList();
    }

    /** All of them as a place to collect from. */
    public static Sources sources() {
        return Sources.of(files());
    }

    /** All of them as files to be read. */
    public static List<WorkflowFile> files() {
        return all().stream()
                .map(each -> new WorkflowFile(
                        each.file,
                        new WorkflowFile.Content.Bytes(each.bytes()),
                        new Listing(each.title, null, Category.of(each.category).orElse(null))))
                .toList();
    }

    /** The file as it is: a property list, binary or XML. */
    public byte[] bytes() {
        return read(file);
    }

    private static byte[] read(String name) {
        return Resource.bytes(BundledWorkflow.class, FOLDER + name);
    }
}
