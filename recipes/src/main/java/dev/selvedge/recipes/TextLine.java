package dev.selvedge.recipes;

import dev.selvedge.core.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A line of a data file.
 *
 * @param place file's name and number of the line
 * @param heldOut whether its file is there to measure with
 * @param text null where the line is longer than {@link #LONGEST}
 */
record TextLine(String place, boolean heldOut, @Nullable String text) {
    /** Characters of the longest line that is read. */
    static final int LONGEST = 32 << 20;

    /** The lines of some files that are not blank, read as they are asked for; close the stream. */
    static Stream<TextLine> all(List<Path> data, List<Path> evaluation) {
        return Stream.concat(
                data.stream().flatMap(file -> of(file, false)),
                evaluation.stream().flatMap(file -> of(file, true)));
    }

    private static Stream<TextLine> of(Path file, boolean heldOut) {
        BufferedReader reader;
        try {
            reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        var lines = new Spliterators.AbstractSpliterator<TextLine>(Long.MAX_VALUE, 0) {
            private long number;

            @Override
            public boolean tryAdvance(Consumer<? super TextLine> action) {
                try {
                    StringBuilder line = new StringBuilder();
                    while (line.toString().isBlank()) {
                        line.setLength(0);
                        number++;
                        if (!next(line)) {
                            return false;
                        }
                    }
                    action.accept(new TextLine(
                            file.getFileName() + ":" + number,
                            heldOut,
                            line.length() > LONGEST ? null : line.toString()));
                    return true;
                } catch (IOException e) {
                    throw UserException.reading(file, e);
                }
            }

            /** The next line, of which no more is kept than tells that it is too long; false at the end of the file. */
            private boolean next(StringBuilder line) throws IOException {
                int c = reader.read();
                if (c < 0) {
                    return false;
                }
                for (; c >= 0 && c != '\n'; c = reader.read()) {
                    if (line.length() <= LONGEST) {
                        line.append((char) c);
                    }
                }
                return true;
            }
        };
        return StreamSupport.stream(lines, false).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
