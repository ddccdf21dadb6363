package dev.selvedge.synth.collect;

import dev.selvedge.core.Json;
import dev.selvedge.workflow.file.WorkflowReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an export of a share site says of its workflows: iCloud's record of a shared workflow, or a list of entries with a
 * title and some of description, category, file and address, as JSON, JSON Lines, CSV or TSV. The names of the fields are
 * matched by their letters alone. A JSON file that is itself a workflow's property list counts as an entry that holds it.
 * Nothing is ever fetched.
 *
 * @param entries in the order of the file
 */
record Catalogue(List<Entry> entries) {
    static final Catalogue EMPTY = new Catalogue(List.of());

    /** A larger file is not looked at. */
    static final int MOST_BYTES = 64 << 20;

    private static final List<String> LISTS =
            List.of("shortcuts", "workflows", "records", "results", "items", "entries", "data", "rows");
    private static final List<String> TITLE = List.of("title", "name", "shortcutname", "workflowname");
    private static final List<String> DESCRIPTION =
            List.of("description", "longdescription", "summary", "subtitle", "shortdescription", "details");
    private static final List<String> CATEGORY = List.of("category", "categories", "categoryname", "topic");
    private static final List<String> FILE =
            List.of("file", "filename", "path", "filepath", "localfile", "localpath", "attachment");
    private static final List<String> LINK = List.of(
            "link",
            "url",
            "icloudlink",
            "icloudurl",
            "icloud",
            "downloadurl",
            "download",
            "sharelink",
            "shareurl",
            "href");
    private static final List<String> CONTENT = List.of(
            "shortcut", "signedshortcut", "workflow", "content", "contents", "data", "base64", "plist", "value");
    private static final List<String> WORKFLOW = List.of("shortcut", "workflow");
    private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".ndjson", ".csv", ".tsv");
    private static final int DEEPEST_CONTENT = 4;

    Catalogue {
        entries = List.copyOf(entries);
    }

    /**
     * A workflow that is told of.
     *
     * @param number from 1, in the order of the file
     * @param file name of its file as the entry has it, null without one
     * @param link its address, null without one
     * @param content its bytes, null where the entry does not hold them
     */
    record Entry(
            int number,
            Listing listing,
            @Nullable String file,
            @Nullable String link,
            byte @Nullable [] content) {
        /** Whether the entry alone shows that it tells of a workflow: what has no more than a title may be anything. */
        boolean certain() {
            return content != null
                    || (file != null && WorkflowReader.looksLikeWorkflow(file, new byte[0]))
                    || (link != null && (listing.title() != null || link.contains("icloud.com/shortcuts")));
        }
    }

    /** Whether a file's name is that of a list or record. */
    static boolean mayBe(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /** Reads a list or record; one without entries for anything else. */
    static Catalogue read(String name, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            List<Map<String, JsonNode>> rows = lower.endsWith(".csv") || lower.endsWith(".tsv")
                    ? Table.read(text, lower.endsWith(".tsv"))
                    : lower.endsWith("l") ? lines(text) : objects(Json.parse(text));
            List<Entry> entries = new ArrayList<>();
            for (Map<String, JsonNode> row : rows) {
                entries.add(entry(entries.size() + 1, row));
            }
            return new Catalogue(entries);
        } catch (JacksonException e) {
            return EMPTY;
        }
    }

    /** What it says of other files, without the workflows that it holds itself. */
    Catalogue ofOthers() {
        return new Catalogue(
                entries.stream().filter(entry -> entry.content() == null).toList());
    }

    private static List<Map<String, JsonNode>> lines(String text) {
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> rows.addAll(objects(Json.parse(line))));
        return rows;
    }

    private static List<Map<String, JsonNode>> objects(JsonNode root) {
        JsonNode list = root;
        if (root.isObject()) {
            list = LISTS.stream()
                    .map(root::path)
                    .filter(JsonNode::isArray)
                    .findFirst()
                    .orElse(root);
        }
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        for (JsonNode item : list.isArray() ? list : List.of(list)) {
            if (item.isObject()) {
                rows.add(fields(item));
            }
        }
        return rows;
    }

    /** An object's fields by the letters of their names; the first of equal ones counts. iCloud's fields are unwrapped. */
    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (object.path("WFWorkflowActions").isArray()) {
            fields.put("plist", object);
            fields.put("title", object.path("WFWorkflowName"));
            return fields;
        }
        JsonNode record = object.path("fields").isObject() ? object.path("fields") : object;
        record.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            fields.putIfAbsent(
                    letters(entry.getKey()), value.isObject() && value.has("value") ? value.path("value") : value);
        });
        return fields;
    }

    static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static Entry entry(int number, Map<String, JsonNode> row) {
        Content content = Content.NONE;
        for (String field : CONTENT) {
            content = content.or(Content.of(row.get(field), DEEPEST_CONTENT));
        }
        String link = text(row, LINK);
        String file = text(row, FILE);
        link = link == null ? content.link : link;
        String named = text(row, WORKFLOW);
        if (link == null && named != null && named.startsWith("http")) {
            link = named;
        } else if (file == null && named != null && WorkflowReader.looksLikeWorkflow(named, new byte[0])) {
            file = named;
        }
        if (file == null && link != null && !link.contains(":")) {
            file = link;
            link = null;
        }
        Listing listing = new Listing(text(row, TITLE), text(row, DESCRIPTION), category(row));
        return new Entry(number, listing, file, link, content.bytes);
    }

    private static @Nullable String text(Map<String, JsonNode> row, List<String> names) {
        for (String name : names) {
            JsonNode value = row.get(name);
            if (value != null && value.isString() && !value.asString().isBlank()) {
                return value.asString().strip();
            }
        }
        return null;
    }

    /** The first category that we know among those that are named. */
    private static @Nullable Category category(Map<String, JsonNode> row) {
        for (String name : CATEGORY) {
            JsonNode value = row.get(name);
            if (value == null) {
                continue;
            }
            for (JsonNode each : value.isArray() ? value : List.of(value)) {
                String text = each.isObject() ? each.path("name").asString("") : each.asString("");
                Optional<Category> known = Category.of(text)
                        .or(() -> List.of(text.split("[,;|]")).stream()
                                .map(Category::of)
                                .flatMap(Optional::stream)
                                .findFirst());
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        return null;
    }

    /** A workflow's bytes or address, as it stands in a record. */
    private record Content(
            byte @Nullable [] bytes, @Nullable String link) {
        static final Content NONE = new Content(null, null);

        Content or(Content other) {
            return new Content(bytes == null ? other.bytes : bytes, link == null ? other.link : link);
        }

        static Content of(@Nullable JsonNode node, int levels) {
            if (node == null || levels == 0) {
                return NONE;
            }
            if (node.path("WFWorkflowActions").isArray()) {
                byte[] bytes = JsonPlist.bytes(node);
                return new Content(bytes, null);
            }
            if (node.isObject()) {
                Content content = NONE;
                Map<String, JsonNode> fields = new LinkedHashMap<>();
                node.properties().forEach(each -> fields.putIfAbsent(letters(each.getKey()), each.getValue()));
                for (String field : CONTENT) {
                    content = content.or(of(fields.get(field), levels - 1));
                }
                return content.or(new Content(null, text(fields, LINK)));
            }
            return node.isString() ? of(node.asString().strip()) : NONE;
        }

        private static Content of(String text) {
            if (text.startsWith("<?xml") || text.startsWith("<!DOCTYPE") || text.startsWith("<plist")) {
                return new Content(text.getBytes(StandardCharsets.UTF_8), null);
            }
            String digits = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
            if (digits.length() < 16) {
                return NONE;
            }
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(digits);
                return WorkflowReader.looksLikeWorkflow("", bytes) ? new Content(bytes, null) : NONE;
            } catch (IllegalArgumentException e) {
                return NONE;
            }
        }
    }
}
