package dev.selvedge.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;

/** Files with one JSON record a line, in UTF-8, each line ended by a newline. */
public final class JsonLines {
    private JsonLines() {}

    /** All records of a file. */
    public static <T> List<T> read(Path file, Class<T> type) {
        try (Stream<T> records = stream(file, type)) {
            return records.toList();
        }
    }

    /**
     * The records of a file, read as they are asked for; close the stream.
     *
     * @throws UserException at a line that is not a record of this type, naming file and line
     */
    public static <T> Stream<T> stream(Path file, Class<T> type) {
        return stream(file, type, Long.MAX_VALUE);
    }

    /**
     * The records of a file whose number is known, so that whoever walks the stream can tell how far it is.
     *
     * @param count number of records, {@link Long#MAX_VALUE} where unknown
     */
    public static <T> Stream<T> stream(Path file, Class<T> type, long count) {
        BufferedReader reader;
        try {
            reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        return StreamSupport.stream(new Records<>(file, reader, type, count), false)
                .onClose(() -> {
                    try {
                        reader.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static final class Records<T> extends Spliterators.AbstractSpliterator<T> {
        private final Path file;
        private final BufferedReader reader;
        private final Class<T> type;
        private long line;

        Records(Path file, BufferedReader reader, Class<T> type, long count) {
            super(count, ORDERED | NONNULL | (count == Long.MAX_VALUE ? 0 : Spliterator.SIZED));
            this.file = file;
            this.reader = reader;
            this.type = type;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            T value;
            try {
                String text = reader.readLine();
                if (text == null) {
                    return false;
                }
                line++;
                value = Json.read(text, type);
            } catch (IOException e) {
                throw UserException.reading(file, e);
            } catch (JacksonException e) {
                throw new UserException(
                        file + ":" + line + ": not a " + type.getSimpleName() + " record: " + e.getOriginalMessage(),
                        e);
            }
            action.accept(value);
            return true;
        }
    }
}
