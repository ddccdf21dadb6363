package dev.selvedge.synth.export;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.parquet.ParquetReader;
import dev.selvedge.synth.parquet.ParquetType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of rows in some form, told by what it holds: Parquet, a JSON array, JSON Lines, or a folder of LLaMA-Factory's.
 *
 * @param path of the file
 * @param form of the rows
 * @param folder that says how the rows are to be read, null for a file alone
 */
public record DataFile(Path path, Form form, @Nullable LlamaFactoryFolder folder) {
    /**
     * A file, or a folder of LLaMA-Factory's.
     *
     * @param wanted its form, null to tell it by the first row
     * @param name of the data set in a folder of several, else null
     * @throws UserException if there is no such file, or its form cannot be told
     */
    public static DataFile of(Path path, @Nullable Form wanted, @Nullable String name) {
        if (Files.isDirectory(path)) {
            if (!Files.exists(path.resolve(LlamaFactoryFolder.INDEX))) {
                throw new UserException(path + " is a folder without " + LlamaFactoryFolder.INDEX
                        + "; name the file in it that holds the rows.");
            }
            LlamaFactoryFolder folder = LlamaFactoryFolder.read(path, name);
            return new DataFile(folder.file(), folder.form(), folder);
        }
        if (!Files.isRegularFile(path)) {
            throw new UserException("There is no file " + path + ".");
        }
        Form form = wanted != null ? wanted : told(path);
        return new DataFile(path, form, null);
    }

    /** The rows as lines; close the stream. */
    public Stream<Line> lines() {
        Stream<Line> lines = rows(path);
        LlamaFactoryFolder entry = folder;
        return entry == null ? lines : lines.map(line -> mapped(line, entry::plain));
    }

    /**
     * The rows of a Parquet file, a JSON array or JSON Lines, whatever their form; close the stream.
     *
     * @throws UserException if there is no such file, or it is damaged
     */
    public static Stream<Line> rows(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserException("There is no file " + file + ".");
        }
        if (ParquetReader.looksLikeParquet(file)) {
            ParquetReader reader = ParquetReader.open(file);
            return reader.lines().onClose(reader::close);
        }
        return JsonArrayLines.looksLike(file) ? JsonArrayLines.of(file) : Line.all(file);
    }

    /** A line with its row changed; one that is no object stays, for the form to refuse. */
    private static Line mapped(Line line, UnaryOperator<ObjectNode> change) {
        try {
            String text = line.text();
            return text == null ? line : new Line(line.place(), Json.write(change.apply(ChatRow.object(text))), "");
        } catch (UnfitRow e) {
            return line;
        }
    }

    private static Form told(Path file) {
        if (ParquetReader.looksLikeParquet(file)) {
            try (ParquetReader reader = ParquetReader.open(file)) {
                return told(file, reader.schema().columns().fields());
            }
        }
        try (Stream<Line> lines = rows(file)) {
            Line first = lines.findFirst().orElseThrow(() -> new UserException(file + " has no rows."));
            return told(ChatRow.object(first.whole()));
        } catch (UnfitRow e) {
            throw new UserException("The form of " + file + " cannot be told by its first row: " + e.getMessage()
                    + ". Name it with --from.");
        }
    }

    private static Form told(Path file, Map<String, ParquetType> columns) {
        if (columns.containsKey("prompt") && columns.containsKey("reward_model")) {
            return Form.VERL;
        }
        if (columns.containsKey("messages")) {
            return columns.containsKey("context") ? Form.PARQUET : Form.VERL_SFT;
        }
        if (columns.containsKey("prompt")) {
            return Form.CHAT;
        }
        throw new UserException("The form of " + file + " cannot be told by its columns " + columns.keySet()
                + ". Name it with --from.");
    }

    private static Form told(ObjectNode row) {
        JsonNode input = row.path("input");
        if (BenchRecord.looksLike(row)) {
            return Form.WORKFLOWBENCH;
        }
        if (input.isObject() && (row.has("preferred_output") || row.has("preferred_completion"))) {
            return Form.OPENAI_PREFERENCE;
        }
        if (row.has("conversations")) {
            return row.has("chosen") ? Form.SHAREGPT_PREFERENCE : Form.SHAREGPT;
        }
        if (row.has("instruction")) {
            return row.has("chosen") ? Form.ALPACA_PREFERENCE : Form.ALPACA;
        }
        if (row.has("messages") || row.has("prompt") || row.has("chosen")) {
            return row.has("reward_model") && row.path("prompt").isArray() ? Form.VERL : Form.CHAT;
        }
        throw new UnfitRow("bad-row", "", "its fields are " + row.propertyNames());
    }
}
