package dev.selvedge.synth.export;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.Suggestion;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder of LLaMA-Factory's data: {@code dataset_info.json} with an entry for each data set, and their files. An entry
 * that names one column loses the defaults of all others, so entries that are written name every column and tag, and
 * entries that are read are taken at their word.
 *
 * @param folder that holds the entry's file
 * @param name of the entry
 * @param entry its value
 */
record LlamaFactoryFolder(Path folder, String name, ObjectNode entry) {
    static final String INDEX = "dataset_info.json";
    private static final long LARGEST_INDEX = 16 << 20;

    /**
     * The entry of a name in a folder, or its only one.
     *
     * @throws UserException if there is none
     */
    static LlamaFactoryFolder read(Path folder, @Nullable String name) {
        ObjectNode index = index(folder);
        List<String> names = new ArrayList<>(index.propertyNames());
        String chosen = name != null ? name : names.size() == 1 ? names.getFirst() : "";
        if (!(index.path(chosen) instanceof ObjectNode entry)) {
            String has = " has the data sets " + String.join(", ", names) + "; name one with --name.";
            throw new UserException(
                    chosen.isEmpty()
                            ? folder + has
                            : "There is no data set " + chosen + Suggestion.didYouMean(chosen, names) + ". " + folder
                                    + has);
        }
        return new LlamaFactoryFolder(folder, chosen, entry);
    }

    /** Entries of a folder, none where it has no index. */
    private static ObjectNode index(Path folder) {
        Path file = folder.resolve(INDEX);
        if (!Files.exists(file)) {
            return Json.object();
        }
        try {
            if (Files.size(file) <= LARGEST_INDEX && Json.parse(Files.readString(file)) instanceof ObjectNode index) {
                return index;
            }
            throw new UserException(file + " is no JSON object of data sets.");
        } catch (JacksonException e) {
            throw new UserException(file + " is not JSON: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /** Adds this entry to the folder's index, in place of one of its name. */
    void write() {
        ObjectNode index = index(folder);
        index.set(name, entry);
        AtomicFile.write(folder.resolve(INDEX), Json.pretty(index) + "\n");
    }

    /** The entry for rows of a form in a file. */
    static LlamaFactoryFolder of(Path folder, String name, Form form) {
        boolean turns = form == Form.SHAREGPT || form == Form.SHAREGPT_PREFERENCE;
        ObjectNode entry =
                Json.object().put("file_name", name + ".jsonl").put("formatting", turns ? "sharegpt" : "alpaca");
        if (form.pairs()) {
            entry.put("ranking", true);
        }
        ObjectNode columns = entry.putObject("columns");
        if (turns) {
            columns.put("messages", "conversations").put("system", "system").put("tools", "tools");
        } else {
            columns.put("prompt", "instruction").put("query", "input");
            if (!form.pairs()) {
                columns.put("response", "output");
            }
            columns.put("system", "system").put("history", "history");
        }
        if (form.pairs()) {
            columns.put("chosen", "chosen").put("rejected", "rejected");
        }
        if (turns) {
            entry.putObject("tags")
                    .put("role_tag", "from")
                    .put("content_tag", "value")
                    .put("user_tag", "human")
                    .put("assistant_tag", "gpt")
                    .put("observation_tag", "observation")
                    .put("function_tag", "function_call")
                    .put("system_tag", "system");
        }
        return new LlamaFactoryFolder(folder, name, entry);
    }

    /**
     * The entry's file.
     *
     * @throws UserException if the entry names none, or one outside the folder
     */
    Path file() {
        String file = entry.path("file_name").asString("");
        Path path = folder.resolve(file).normalize();
        if (file.isEmpty() || !path.startsWith(folder.normalize()) || !Files.isRegularFile(path)) {
            throw new UserException("The data set " + name + " of " + folder.resolve(INDEX)
                    + " has no file_name of a file in that folder; data sets on hubs and in scripts are not read.");
        }
        return path;
    }

    /** The form of the entry's rows. */
    Form form() {
        boolean pairs = entry.path("ranking").asBoolean(false);
        return switch (entry.path("formatting").asString("alpaca")) {
            case "alpaca" -> pairs ? Form.ALPACA_PREFERENCE : Form.ALPACA;
            case "sharegpt" -> pairs ? Form.SHAREGPT_PREFERENCE : Form.SHAREGPT;
            case "openai" -> Form.CHAT;
            case String other ->
                throw new UserException("The data set " + name + " is of the formatting " + other
                        + ", and alpaca, sharegpt and openai are read.");
        };
    }

    /** A row with the columns and tags that our reader knows, in place of the entry's. */
    ObjectNode plain(ObjectNode row) {
        Form form = form();
        Map<String, String> ours = form == Form.ALPACA || form == Form.ALPACA_PREFERENCE
                ? Map.of("prompt", "instruction", "query", "input", "response", "output", "history", "history")
                : Map.of("messages", form == Form.CHAT ? "messages" : "conversations", "tools", "tools");
        ObjectNode out = Json.object();
        ours.forEach((column, name) -> take(row, out, column, name, form));
        for (String column : List.of("system", "chosen", "rejected")) {
            take(row, out, column, column, form);
        }
        boolean turns = form == Form.SHAREGPT || form == Form.SHAREGPT_PREFERENCE;
        for (String column : turns ? List.of("conversations", "chosen", "rejected") : List.<String>of()) {
            JsonNode value = out.path(column);
            if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    ((tools.jackson.databind.node.ArrayNode) value).set(i, turn(value.get(i)));
                }
            } else if (value.isObject()) {
                out.set(column, turn(value));
            }
        }
        return out;
    }

    private void take(ObjectNode row, ObjectNode out, String column, String name, Form form) {
        JsonNode columns = entry.path("columns");
        String theirs = columns.path(column).asString("");
        if (columns.isMissingNode()
                && List.of("prompt", "query", "response", "messages").contains(column)) {
            theirs = form == Form.CHAT ? "conversations" : name;
        }
        if (row.hasNonNull(theirs)) {
            out.set(name, row.get(theirs).deepCopy());
        }
    }

    private JsonNode turn(JsonNode turn) {
        JsonNode tags = entry.path("tags");
        String from = turn.path(tags.path("role_tag").asString("from")).asString("");
        for (String[] tag : new String[][] {
            {"user_tag", "human"},
            {"assistant_tag", "gpt"},
            {"observation_tag", "observation"},
            {"function_tag", "function_call"},
            {"system_tag", "system"}
        }) {
            String theirs = tags.path(tag[0]).asString(tags.isMissingNode() ? tag[1] : "");
            if (!theirs.isEmpty() && theirs.equals(from)) {
                from = tag[1];
                break;
            }
        }
        ObjectNode out = Json.object().put("from", from);
        JsonNode value = turn.path(tags.path("content_tag").asString("value"));
        return value.isMissingNode() ? out : out.set("value", value);
    }
}
