package dev.selvedge.judge;

import dev.selvedge.core.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file's characters, as a whole or line by line, without ever holding a line: within a line, reading ends at its end.
 * Plain or gzip; UTF-8, or UTF-16 with a byte-order mark. A line ends with LF, CR, or both.
 */
final class SourceText extends Reader {
    private static final int GZIP = 0x1f8b;

    private final Path file;
    private final Reader in;
    private final boolean marked;
    private final char[] buffer = new char[1 << 14];
    private int from;
    private int to;
    private boolean byLine;
    private boolean lineEnded = true;
    private long line;
    private long characters;

    private SourceText(Path file, Reader in, boolean marked) {
        this.file = file;
        this.in = in;
        this.marked = marked;
    }

    static SourceText open(Path file) {
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            bytes.mark(2);
            int magic = bytes.read() << 8 | bytes.read();
            bytes.reset();
            if (magic == GZIP) {
                bytes = new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16);
            }
            bytes.mark(3);
            int mark = bytes.read() << 16 | bytes.read() << 8 | bytes.read();
            bytes.reset();
            boolean utf16 = mark >= 0 && (mark >> 8 == 0xFEFF || mark >> 8 == 0xFFFE);
            boolean marked = utf16 || mark == 0xEFBBBF;
            if (mark == 0xEFBBBF) {
                bytes.skipNBytes(3);
            }
            Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
            Reader in = new InputStreamReader(bytes, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
            return new SourceText(file, in, marked);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    /** Whether the file begins with a byte-order mark, which strict readers do not take. */
    boolean marked() {
        return marked;
    }

    /** The first character that is not white space, -1 where there is none; it is still to be read. */
    int first() {
        try {
            int c = peek();
            while (c >= 0 && isSpace(c)) {
                if (c == '\n' || c == '\r') {
                    endLine();
                    line++;
                } else {
                    from++;
                }
                c = peek();
            }
            return c;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Goes to the next line; the first call to the first one. False at the end of the file. */
    boolean nextLine() {
        try {
            while (!lineEnded && peek() >= 0) {
                from = lineEnd(to);
                if (from < to) {
                    endLine();
                }
            }
            byLine = true;
            lineEnded = false;
            line++;
            characters = 0;
            int c = peek();
            while (c >= 0 && c != '\n' && c != '\r' && isSpace(c)) {
                from++;
                c = peek();
            }
            return c >= 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The number of the line that is read, from 1. */
    long line() {
        return line;
    }

    /** Reading goes on to another value, which may be as long as the one before. */
    void nextValue() {
        characters = 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if ((byLine && lineEnded) || peek() < 0) {
            return -1;
        }
        int end = Math.min(to, from + length);
        int stop = byLine ? lineEnd(end) : end;
        if (stop == from) {
            endLine();
            return -1;
        }
        int count = stop - from;
        System.arraycopy(buffer, from, target, offset, count);
        from = stop;
        characters += count;
        if (characters > JsonRecords.LONGEST_RECORD) {
            throw new IOException("a record is longer than " + JsonRecords.LONGEST_RECORD + " characters");
        }
        return count;
    }

    /** The next character without taking it, -1 at the end of the file. */
    private int peek() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer, 0, buffer.length));
            if (to == 0) {
                return -1;
            }
        }
        return buffer[from];
    }

    private int lineEnd(int end) {
        int i = from;
        while (i < end && buffer[i] != '\n' && buffer[i] != '\r') {
            i++;
        }
        return i;
    }

    private void endLine() throws IOException {
        char c = buffer[from++];
        if (c == '\r' && peek() == '\n') {
            from++;
        }
        lineEnded = true;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The sentence for a failure below the parser. */
    UserException failed(IOException e) {
        return e instanceof CharacterCodingException
                ? new UserException(
                        file + " is not text in UTF-8: near line " + Math.max(1, line)
                                + " there are bytes that mean nothing in it. Convert it, for example with iconv.",
                        e)
                : UserException.reading(file, e);
    }
}
