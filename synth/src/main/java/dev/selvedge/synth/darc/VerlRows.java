package dev.selvedge.synth.darc;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.parquet.ParquetReader;
import dev.selvedge.synth.parquet.ParquetSchema;
import dev.selvedge.synth.parquet.ParquetType;
import dev.selvedge.synth.parquet.ParquetWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Files of training records in Parquet, as verl reads them. */
public final class VerlRows {
    /** A column of messages. */
    static final ParquetType TURNS = new ParquetType.ListOf(
            new ParquetType.Struct(columns("content", new ParquetType.Text(), "role", new ParquetType.Text())));

    private VerlRows() {}

    /** Columns in their order: names and types in turn. */
    static Map<String, ParquetType> columns(Object... namesAndTypes) {
        Map<String, ParquetType> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put((String) namesAndTypes[i], (ParquetType) namesAndTypes[i + 1]);
        }
        return columns;
    }

    /** @throws IllegalArgumentException if a record does not hold all of its row */
    static void requireSame(String kind, JsonNode row, JsonNode held) {
        if (!Json.canonical(row).equals(Json.canonical(held))) {
            throw new IllegalArgumentException("a " + kind + " has other fields or values than this row");
        }
    }

    /**
     * Writes the Questioner's training set.
     *
     * @throws UserException if it cannot be written
     */
    public static void writeQuestioner(Path file, Stream<QuestionerRecord> records) {
        write(file, QuestionerRecord.SCHEMA, records.map(QuestionerRecord::row));
    }

    /**
     * Writes the Solver's training set.
     *
     * @throws UserException if it cannot be written
     */
    public static void writeSolver(Path file, Stream<SolverRecord> records) {
        write(file, SolverRecord.SCHEMA, records.map(SolverRecord::row));
    }

    /**
     * Reads a Questioner's training set.
     *
     * @throws UserException if the file, or a row of it, is something else
     */
    public static List<QuestionerRecord> readQuestioner(Path file) {
        return read(file, QuestionerRecord::of);
    }

    /**
     * Reads a Solver's training set.
     *
     * @throws UserException if the file, or a row of it, is something else
     */
    public static List<SolverRecord> readSolver(Path file) {
        return read(file, SolverRecord::of);
    }

    private static void write(Path file, ParquetSchema schema, Stream<? extends JsonNode> rows) {
        try (ParquetWriter writer = ParquetWriter.open(file, schema)) {
            rows.forEach(writer::add);
            writer.publish();
        }
    }

    private static <T> List<T> read(Path file, Function<JsonNode, T> record) {
        List<T> records = new ArrayList<>();
        try (ParquetReader reader = ParquetReader.open(file);
                Stream<Line> lines = reader.lines()) {
            lines.forEach(line -> {
                try {
                    records.add(record.apply(Json.parse(line.whole())));
                } catch (IllegalArgumentException e) {
                    throw new UserException(line.place() + ": " + e.getMessage() + ".", e);
                }
            });
        }
        return records;
    }
}
