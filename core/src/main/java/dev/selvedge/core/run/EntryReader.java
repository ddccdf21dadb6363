package dev.selvedge.core.run;

import dev.selvedge.core.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the whole entries of an {@link ItemLog}, and stops before the first that is torn or unreadable. */
final class EntryReader implements AutoCloseable {
    /** Head line of an item that was kept. */
    record Head(long item, String place, int records) {}

    /**
     * A whole entry.
     *
     * @param head the first line
     * @param start offset in bytes
     * @param headLength bytes of the first line with its newline
     * @param end offset after the last line
     */
    record Entry(JsonNode head, long start, int headLength, long end) {}

    private final InputStream in;
    private long position;

    EntryReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next entry, null where there is no more whole one. */
    @Nullable
    Entry next() throws IOException {
        long start = position;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        if (!readLine(line)) {
            return null;
        }
        JsonNode head = head(line.toString(StandardCharsets.UTF_8));
        if (head == null) {
            return null;
        }
        int headLength = (int) (position - start);
        for (int i = 0; i < head.path("records").intValue(0); i++) {
            if (!readLine(null)) {
                return null;
            }
        }
        return new Entry(head, start, headLength, position);
    }

    private static @Nullable JsonNode head(String line) {
        try {
            JsonNode head = Json.parse(line);
            boolean readable = head.path("item").isIntegralNumber()
                    && head.path("place").isString()
                    && (head.path("records").isInt() || head.path("reason").isString());
            return readable ? head : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private boolean readLine(@Nullable ByteArrayOutputStream line) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            position++;
            if (b == '\n') {
                return true;
            }
            if (line != null) {
                line.write(b);
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
