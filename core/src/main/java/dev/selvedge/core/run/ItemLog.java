package dev.selvedge.core.run;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The finished items of a record stage that is not finished yet, in the order in which they were finished. An entry is
 * a head line, {@code {"item":7,"place":"…","records":2}}, and so many record lines; or one {@link Rejection} line. It
 * is handed to the operating system whole, so it survives the end of the process, and forced to disk every second.
 * What follows the last whole entry is cut off on opening. Memory: 24 bytes an item. Safe for several threads.
 */
final class ItemLog implements AutoCloseable {
    static final String FILE = "items.log";

    /** Most work that a power cut can undo. */
    private static final long FORCE_EVERY_NANOS = 1_000_000_000;

    private final Path file;
    private final FileChannel channel;
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int[] heads = new int[64];
    private int[] places = new int[64];
    private long finished;
    private long records;
    private long end;
    private long forced = System.nanoTime();

    private ItemLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens or begins a log; tells through {@code told} if it cuts something off. */
    static ItemLog open(Path file, Consumer<String> told) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ItemLog log = new ItemLog(file, channel);
            log.recover(told);
            return log;
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private void recover(Consumer<String> told) throws IOException {
        try (EntryReader reader = new EntryReader(file)) {
            for (EntryReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                enter(entry.head(), entry.start(), entry.headLength(), entry.end());
                end = entry.end();
            }
        }
        if (channel.size() > end) {
            told.accept("Cut " + (channel.size() - end) + " bytes of an unfinished entry off " + file + ".");
            channel.truncate(end);
        }
        channel.position(end);
    }

    /**
     * Whether an item is finished.
     *
     * @throws UserException if it was another item when it was finished
     */
    synchronized boolean finished(long number, String place) {
        if (number >= starts.length || ends[(int) number] == 0) {
            return false;
        }
        int i = (int) number;
        if (places[i] != place.hashCode()) {
            throw new UserException("The items of this stage are not those of the run before: item " + number
                    + " is now " + place + ". Delete " + file.getParent() + " to make the stage anew.");
        }
        return true;
    }

    /** Writes a finished item down; one that is there already is left as it is. */
    void append(long number, String place, Outcome<?> outcome) {
        StringBuilder lines = new StringBuilder();
        JsonNode head = Json.tree(
                switch (outcome) {
                    case Outcome.Kept<?> kept ->
                        new EntryReader.Head(number, place, kept.records().size());
                    case Outcome.Rejected<?> no -> new Rejection(number, place, no.reason(), no.at(), no.detail());
                    case Outcome.Postponed<?> none -> throw new IllegalArgumentException("nothing to write down");
                });
        byte[] headLine = (Json.write(head) + "\n").getBytes(StandardCharsets.UTF_8);
        if (outcome instanceof Outcome.Kept<?> kept) {
            kept.records().forEach(record -> lines.append(Json.write(record)).append('\n'));
        }
        byte[] rest = lines.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(headLine.length + rest.length);
        entry.put(headLine).put(rest).flip();
        try {
            write(number, head, headLine.length, entry);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private synchronized void write(long number, JsonNode head, int headLength, ByteBuffer entry) throws IOException {
        if (number < starts.length && ends[(int) number] != 0) {
            return;
        }
        long start = end;
        int length = entry.remaining();
        while (entry.hasRemaining()) {
            channel.write(entry);
        }
        end = start + length;
        enter(head, start, headLength, end);
        if (System.nanoTime() - forced >= FORCE_EVERY_NANOS) {
            channel.force(false);
            forced = System.nanoTime();
        }
    }

    private void enter(JsonNode head, long start, int headLength, long entryEnd) {
        int i = Math.toIntExact(head.get("item").longValue());
        if (i >= starts.length) {
            int size = Math.max(i + 1, starts.length + (starts.length >> 1));
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            heads = Arrays.copyOf(heads, size);
            places = Arrays.copyOf(places, size);
        }
        starts[i] = start;
        ends[i] = entryEnd;
        heads[i] = headLength;
        places[i] = head.get("place").stringValue().hashCode();
        finished++;
        if (head.has("reason")) {
            rejected.merge(head.get("reason").stringValue(), 1L, Long::sum);
            heads[i] = -headLength;
        } else {
            records += head.get("records").longValue();
        }
    }

    /** @throws UserException if another number of items than expected is finished */
    synchronized void expect(long count) {
        if (finished != count) {
            throw new UserException("The items of this stage are not those of the run before: " + finished
                    + " are finished but the inputs hold " + count + ". Delete " + file.getParent()
                    + " to make the stage anew.");
        }
    }

    /** Writes the records and the rejected items, each in the order of the items. */
    synchronized Tally publish(Path directory) throws IOException {
        channel.force(false);
        copy(directory.resolve(StageResult.RECORDS), false);
        copy(directory.resolve(StageResult.REJECTED), true);
        long rejects = rejected.values().stream().mapToLong(Long::longValue).sum();
        return new Tally(finished, finished - rejects, records, rejected);
    }

    private void copy(Path target, boolean rejects) throws IOException {
        Path aside = AtomicFile.aside(target);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
            for (int i = 0; i < finished; i++) {
                if (heads[i] < 0 != rejects) {
                    continue;
                }
                long from = rejects ? starts[i] : starts[i] + heads[i];
                out.write(bytes(from, Math.toIntExact(ends[i] - from)));
            }
        } catch (IOException e) {
            throw UserException.writing(target, e);
        }
        AtomicFile.publish(aside, target);
    }

    private byte[] bytes(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException(file + " ends before byte " + (from + length));
            }
        }
        return buffer.array();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
