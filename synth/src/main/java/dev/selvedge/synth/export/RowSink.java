package dev.selvedge.synth.export;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.synth.parquet.ParquetSchema;
import dev.selvedge.synth.parquet.ParquetWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Where rows of a form are written. The result has its name only when it is whole. */
interface RowSink extends AutoCloseable {
    /** @throws UnfitRow if the container cannot hold the row */
    void add(ObjectNode row);

    /** Gives the result its name. */
    void publish();

    @Override
    void close();

    /**
     * The sink of a form.
     *
     * @param out the file, or LLaMA-Factory's folder
     * @param name of the data set in a folder
     */
    static RowSink open(Form form, Path out, String name) {
        return switch (form.container()) {
            case LINES -> Lines.open(out);
            case FOLDER -> Folder.open(form, out, name);
            case PARQUET -> {
                ParquetSchema schema = form.schema();
                if (schema == null) {
                    throw new IllegalStateException(form + " has no columns");
                }
                yield new Parquet(ParquetWriter.openWidening(out, schema));
            }
        };
    }

    /** JSON Lines. */
    record Lines(Path file, BufferedWriter lines) implements RowSink {
        static Lines open(Path file) {
            try {
                return new Lines(file, Files.newBufferedWriter(AtomicFile.aside(file), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw UserException.writing(file, e);
            }
        }

        @Override
        public void add(ObjectNode row) {
            try {
                lines.write(Json.write(row));
                lines.write('\n');
            } catch (IllegalArgumentException e) {
                throw new UnfitRow("not-text", "", String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw UserException.writing(file, e);
            }
        }

        @Override
        public void publish() {
            try {
                lines.close();
                AtomicFile.publish(AtomicFile.aside(file), file);
            } catch (IOException e) {
                throw UserException.writing(file, e);
            }
        }

        @Override
        public void close() {
            try {
                lines.close();
                Files.deleteIfExists(AtomicFile.aside(file));
            } catch (IOException e) {
                throw UserException.writing(file, e);
            }
        }
    }

    /** The index of LLaMA-Factory's folder, for rows that are written by others. */
    record Index(LlamaFactoryFolder folder) implements RowSink {
        @Override
        public void add(ObjectNode row) {}

        @Override
        public void publish() {
            folder.write();
        }

        @Override
        public void close() {}
    }

    /** LLaMA-Factory's folder; the index is written last, so that it never names a file that is not there. */
    record Folder(Lines lines, LlamaFactoryFolder folder) implements RowSink {
        static Folder open(Form form, Path out, String name) {
            try {
                Files.createDirectories(out);
            } catch (IOException e) {
                throw UserException.writing(out, e);
            }
            LlamaFactoryFolder folder = LlamaFactoryFolder.of(out, name, form);
            return new Folder(Lines.open(out.resolve(name + ".jsonl")), folder);
        }

        @Override
        public void add(ObjectNode row) {
            lines.add(row);
        }

        @Override
        public void publish() {
            lines.publish();
            folder.write();
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    /** A Parquet file. */
    record Parquet(ParquetWriter writer) implements RowSink {
        @Override
        public void add(ObjectNode row) {
            try {
                writer.add(row);
            } catch (IllegalArgumentException e) {
                throw new UnfitRow("not-in-the-columns", "", String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void publish() {
            writer.publish();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** Takes rows and keeps nothing; refuses what the columns of a file would not take. */
    final class Nothing implements RowSink {
        private @Nullable ParquetSchema schema;

        Nothing(@Nullable ParquetSchema schema) {
            this.schema = schema;
        }

        @Override
        public void add(ObjectNode row) {
            try {
                schema = schema == null ? null : schema.widened(row);
            } catch (IllegalArgumentException e) {
                throw new UnfitRow("not-in-the-columns", "", String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void publish() {}

        @Override
        public void close() {}
    }
}
