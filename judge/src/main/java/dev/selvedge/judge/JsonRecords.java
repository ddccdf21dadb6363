package dev.selvedge.judge;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON values of files that others wrote: JSON Lines, one array, or one value in a file that is named {@code .json};
 * plain or gzip; UTF-8, or UTF-16 with a byte-order mark. One record is in memory at a time, and of it only the fields
 * that are wanted. As other readers do, of equal fields the last counts, and {@code NaN} and {@code Infinity} are numbers.
 *
 * <p>Bounds: {@value #LONGEST_TEXT} characters a text, {@value #LONGEST_RECORD} a record, 500 levels.
 */
public final class JsonRecords {
    static final int LONGEST_TEXT = 1 << 27;
    static final long LONGEST_RECORD = 1L << 29;
    private static final int LEVELS = 500;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNestingDepth(LEVELS)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build())
            .build();

    private JsonRecords() {}

    /**
     * A value and where it stands.
     *
     * @param line from 1: the line, or the place in the array
     * @param value null where the text is not JSON
     * @param problem why there is no value, empty where there is one
     */
    public record Located(Path file, long line, @Nullable JsonNode value, String problem) {
        /** {@code file:line}. */
        public String place() {
            return file + ":" + line;
        }

        /**
         * The object that a record must be.
         *
         * @throws UserException if it is none
         */
        public ObjectNode object() {
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw value == null
                    ? new UserException(place() + ": " + problem)
                    : refused("it is " + article(value) + ", and a record is a JSON object");
        }

        /** That this record cannot be taken; {@code reason} goes on after "this record cannot be read: ". */
        public UserException refused(String reason) {
            return new UserException(place() + ": this record cannot be read: " + reason + ".");
        }

        private static String article(JsonNode value) {
            String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
            return ("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
        }
    }

    /** The files at a path: itself, or all regular files below a folder whose names end as records' do, by name. */
    public static List<Path> files(Path path) {
        if (!Files.exists(path)) {
            throw new UserException("There is no file or folder '" + path + "'.");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[^.].*\\.jsonl?(\\.gz)?"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new UserException("There is no .jsonl or .json file, plain or .gz, in '" + path + "'.");
            }
            return files;
        } catch (IOException e) {
            throw UserException.reading(path, e);
        }
    }

    /**
     * The values at a path, read as they are asked for; close the stream. A line that is not JSON comes as a value with
     * its problem, and the next line follows; in an array nothing follows it.
     *
     * @param unread fields of the records that are passed over
     * @throws UserException if there is no file, or one cannot be read
     */
    public static Stream<Located> stream(Path path, Set<String> unread) {
        return each(files(path), file -> streamFile(file, unread));
    }

    /** The streams of several files, one after the other; unlike a flat map, never more than one element ahead. */
    static <T> Stream<T> each(List<Path> files, Function<Path, Stream<T>> open) {
        Chain<T> chain = new Chain<>(files.iterator(), open);
        return StreamSupport.stream(chain, false).onClose(chain::close);
    }

    private static final class Chain<T> extends Spliterators.AbstractSpliterator<T> {
        private final Iterator<Path> files;
        private final Function<Path, Stream<T>> open;
        private Stream<T> current = Stream.empty();
        private Spliterator<T> rest = Spliterators.emptySpliterator();

        Chain(Iterator<Path> files, Function<Path, Stream<T>> open) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.files = files;
            this.open = open;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            while (!rest.tryAdvance(action)) {
                close();
                if (!files.hasNext()) {
                    return false;
                }
                current = open.apply(files.next());
                rest = current.spliterator();
            }
            return true;
        }

        void close() {
            current.close();
        }
    }

    /** The values of one file. */
    public static Stream<Located> streamFile(Path file, Set<String> unread) {
        SourceText text = SourceText.open(file);
        Values values = new Values(file, text, unread);
        return StreamSupport.stream(values, false).onClose(text::close);
    }

    /** Whether a file begins with a byte-order mark, which strict readers do not take. */
    public static boolean hasByteOrderMark(Path file) {
        try (SourceText text = SourceText.open(file)) {
            return text.marked();
        }
    }

    /** Whether a file is one array. */
    public static boolean isArray(Path file) {
        try (SourceText text = SourceText.open(file)) {
            return text.first() == '[';
        }
    }

    private static final class Values extends Spliterators.AbstractSpliterator<Located> {
        private final Path file;
        private final SourceText text;
        private final Set<String> unread;
        private final boolean byLine;
        private final boolean array;
        private final JsonParser parser;
        private long element;
        private boolean ended;

        Values(Path file, SourceText text, Set<String> unread) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.file = file;
            this.text = text;
            this.unread = unread;
            array = text.first() == '[';
            byLine = !array && !file.toString().matches(".*\\.json(\\.gz)?");
            parser = MAPPER.createParser(text);
        }

        @Override
        public boolean tryAdvance(Consumer<? super Located> action) {
            Located next = null;
            while (next == null && !ended) {
                next = byLine ? ofLine() : ofElement();
            }
            if (next == null) {
                return false;
            }
            action.accept(next);
            return true;
        }

        private @Nullable Located ofLine() {
            if (!text.nextLine()) {
                ended = true;
                return null;
            }
            try (JsonParser line = MAPPER.createParser(text)) {
                if (line.nextToken() == null) {
                    return null;
                }
                JsonNode value = value(line);
                if (line.nextToken() != null) {
                    throw new StreamReadException(line, "there is more text after the value");
                }
                return new Located(file, text.line(), value, "");
            } catch (JacksonException e) {
                return problem(e, text.line());
            }
        }

        private @Nullable Located ofElement() {
            text.nextValue();
            try {
                if (array && element == 0) {
                    parser.nextToken();
                }
                JsonToken first = parser.nextToken();
                ended = first == null || (array && first == JsonToken.END_ARRAY);
                if (ended) {
                    if (first != null && parser.nextToken() != null) {
                        throw new StreamReadException(parser, "there is more text after the array");
                    }
                    return null;
                }
                element++;
                return new Located(file, element, value(parser), "");
            } catch (JacksonException e) {
                ended = true;
                return problem(e, element + 1);
            }
        }

        private Located problem(JacksonException e, long place) {
            if (e.getCause() instanceof IOException cause) {
                throw text.failed(cause);
            }
            TokenStreamLocation location = e.getLocation();
            String line = location == null || byLine ? "" : " at line " + location.getLineNr() + ",";
            String where = location == null ? "" : line + (byLine ? " at" : "") + " column " + location.getColumnNr();
            return new Located(file, place, null, "this is not JSON" + where + ": " + e.getOriginalMessage());
        }

        private JsonNode value(JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return parser.readValueAsTree();
            }
            ObjectNode object = MAPPER.createObjectNode();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (unread.contains(name)) {
                    parser.skipChildren();
                } else {
                    object.set(name, parser.<JsonNode>readValueAsTree());
                }
            }
            return object;
        }
    }
}
