package dev.selvedge.core.run;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.JsonLines;
import dev.selvedge.core.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A finished stage.
 *
 * @param directory where its files are
 * @param summary what it did
 */
public record StageResult(Path directory, StageSummary summary) {
    static final String RECORDS = "records.jsonl";
    static final String REJECTED = "rejected.jsonl";
    static final String SUMMARY = "stage.json";

    /** All records, in the order of the items. */
    public <T> List<T> read(Class<T> type) {
        return JsonLines.read(file(RECORDS), type);
    }

    /** The records in the order of the items, read as they are asked for; close the stream. */
    public <T> Stream<T> stream(Class<T> type) {
        return JsonLines.stream(file(RECORDS), type, summary.records());
    }

    /** The rejected items, in order. */
    public List<Rejection> rejections() {
        return JsonLines.read(file(REJECTED), Rejection.class);
    }

    /** Hashes of all files of a stage's directory but for those that go or are not written yet; forces them to disk. */
    static SortedMap<String, ContentHash> publishedFiles(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory.resolve(Workspace.WORK)))
                    .filter(file -> !file.equals(directory.resolve(ItemLog.FILE)))
                    .filter(file -> !file.getFileName().toString().endsWith(".tmp"))
                    .toList();
        }
        SortedMap<String, ContentHash> hashes = new TreeMap<>();
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
            String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
            hashes.put(name, ContentHash.ofFile(file));
        }
        return hashes;
    }

    /**
     * A published file or directory of the stage.
     *
     * @throws UserException if the stage has none of this name
     */
    public Path file(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            throw new UserException("Stage '" + summary.name() + "' has no file '" + name + "' in " + directory
                    + "; delete that directory to make the stage again.");
        }
        return file;
    }
}
