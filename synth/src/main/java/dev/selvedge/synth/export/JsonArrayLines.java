package dev.selvedge.synth.export;

import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a file that is one JSON array, as lines: each is found by its brackets and quotes and kept as text, so
 * that no more than one is in memory, and one that is broken inside does not break the others.
 */
final class JsonArrayLines extends Spliterators.AbstractSpliterator<Line> {
    private final Path file;
    private final BufferedReader reader;
    private long number;
    private boolean ended;

    private JsonArrayLines(Path file, BufferedReader reader) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        this.file = file;
        this.reader = reader;
    }

    /**
     * The elements; close the stream.
     *
     * @throws UserException if the file cannot be read, or ends inside the array
     */
    static Stream<Line> of(Path file) {
        BufferedReader reader;
        try {
            reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            reader.skip(bracket(file));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        return StreamSupport.stream(new JsonArrayLines(file, reader), false).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Whether the first thing in a file, after blanks and a byte order mark, is an opening bracket. */
    static boolean looksLike(Path file) {
        return bracket(file) > 0;
    }

    /** Number of characters up to the opening bracket and with it, 0 where there is none. */
    private static long bracket(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (int at = 1; at < 1 << 16; at++) {
                int c = reader.read();
                if (c == '[') {
                    return at;
                }
                if (c < 0 || !Character.isWhitespace(c) && !(at == 1 && c == '\uFEFF')) {
                    return 0;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Line> action) {
        try {
            String element = next();
            if (element == null) {
                return false;
            }
            number++;
            action.accept(Line.of(file.getFileName() + ":" + number, element));
            return true;
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /** The next element's text, which may be one character more than a line may have; null after the last. */
    private @Nullable String next() throws IOException {
        if (ended) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            boolean ends = depth == 0 && !quoted && (c == ',' || c == ']');
            if (ends) {
                if (!text.toString().isBlank()) {
                    ended = c == ']';
                    return text.toString().strip();
                }
                ended = c == ']';
                if (ended) {
                    return null;
                }
                continue;
            }
            if (text.length() <= Line.LONGEST) {
                text.append((char) c);
            }
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                quoted = true;
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            }
        }
        throw new UserException(file + " ends inside its JSON array, after " + number + " whole elements.");
    }
}
