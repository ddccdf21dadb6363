package dev.selvedge.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file that somebody else made, such as a row of a data set: its text, or why there is none.
 *
 * @param place file's name and number of the line from 1
 * @param text without its end, null where there is a problem
 * @param problem a sentence, empty where there is a text
 */
public record Line(String place, @Nullable String text, String problem) {
    /** Bytes or characters of the longest line that is read. */
    public static final int LONGEST = 32 << 20;

    private static final String TOO_LONG = "It is longer than " + LONGEST + " bytes, which is the most that is read.";

    /** A line of a text that is there, or of one that is too long. */
    public static Line of(String place, String text) {
        return text.length() > LONGEST ? new Line(place, null, TOO_LONG) : new Line(place, text, "");
    }

    /** A line of a file by its bytes, without the end of the line. */
    public static Line of(String place, byte[] bytes) {
        if (bytes.length > LONGEST) {
            return new Line(place, null, TOO_LONG);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Some editors begin a file with a mark of its byte order.
            return new Line(place, text.startsWith("\uFEFF") ? text.substring(1) : text, "");
        } catch (CharacterCodingException e) {
            return new Line(place, null, "It is no text in UTF-8.");
        }
    }

    /** Whether nothing stands on it. */
    public boolean isBlank() {
        return text != null && text.isBlank();
    }

    /**
     * The text.
     *
     * @throws UserException if there is none, naming the place
     */
    public String whole() {
        if (text == null) {
            throw new UserException(place + ": " + problem);
        }
        return text;
    }

    /**
     * The lines of a file that are not blank, read as they are asked for; close the stream. No more than one line is held
     * in memory, and of a line no more than is read.
     *
     * @throws UserException if the file cannot be read
     */
    public static Stream<Line> all(Path file) {
        InputStream in;
        try {
            in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        return StreamSupport.stream(new Lines(file, in), false).onClose(() -> {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static final class Lines extends Spliterators.AbstractSpliterator<Line> {
        private final Path file;
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long number;

        Lines(Path file, InputStream in) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.file = file;
            this.in = in;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Line> action) {
            try {
                while (next()) {
                    number++;
                    Line read = of(file.getFileName() + ":" + number, line.toByteArray());
                    if (!read.isBlank()) {
                        action.accept(read);
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw UserException.reading(file, e);
            }
        }

        /** Reads a line, of which no more is kept than tells that it is too long; false at the end of the file. */
        private boolean next() throws IOException {
            line.reset();
            int b = in.read();
            if (b < 0) {
                return false;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                if (line.size() <= LONGEST) {
                    line.write(b);
                }
            }
            return true;
        }
    }
}
