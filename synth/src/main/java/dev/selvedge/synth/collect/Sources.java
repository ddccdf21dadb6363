package dev.selvedge.synth.collect;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.UserException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where workflows are collected from: folders with all that is below them, archives (ZIP, tar, gzip), catalogues and share
 * links' records ({@link Catalogue}), single files, files at hand. Told apart by content, catalogues by their endings.
 *
 * <p>Links in folders are not followed, archives within archives not opened, and nothing is fetched: each is an item with
 * the {@link Refusal} that says so. Names that begin with a dot, {@code __MACOSX} and Selvedge's own sidecars are passed
 * over. Every other file is an item, unless it holds items or tells of them.
 */
public final class Sources {
    private final List<Root> roots;
    private final List<WorkflowFile> given;

    /**
     * A path that the user named.
     *
     * @param prefix of the names of what is in it
     * @param leaves what is below it by name, in order; for a file itself
     */
    record Root(String prefix, Map<String, Path> leaves) {}

    private Sources(List<Root> roots, List<WorkflowFile> given) {
        this.roots = roots;
        this.given = given;
    }

    /** Files that are at hand, in order of their names. */
    public static Sources of(List<WorkflowFile> files) {
        return new Sources(
                List.of(),
                files.stream().sorted(Comparator.comparing(WorkflowFile::name)).toList());
    }

    /** These sources, and a file that is at hand after them. */
    public Sources with(WorkflowFile file) {
        return new Sources(roots, Stream.concat(given.stream(), Stream.of(file)).toList());
    }

    /**
     * Looks what there is; reads nothing yet. A path that is named twice counts once. Files are named by their path below
     * the folder that was named; where several paths are, after the last part of each.
     *
     * @throws UserException if a path does not exist or cannot be listed
     */
    public static Sources at(List<Path> paths) {
        Map<Path, String> places = new LinkedHashMap<>();
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (Path path : paths) {
            Path place;
            try {
                place = path.toRealPath();
            } catch (IOException e) {
                throw UserException.reading(path, e);
            }
            if (!places.containsKey(place)) {
                Path last = place.getFileName();
                String name = last == null ? "root" : last.toString();
                int number = taken.merge(name, 1, Integer::sum);
                places.put(place, number == 1 ? name : name + "-" + number);
            }
        }
        List<Root> roots = new ArrayList<>();
        places.forEach((place, name) -> {
            boolean folder = Files.isDirectory(place);
            String prefix = folder && places.size() > 1 ? name + "/" : "";
            roots.add(new Root(prefix, folder ? leaves(place) : Map.of(name, place)));
        });
        return new Sources(List.copyOf(roots), List.of());
    }

    private static Map<String, Path> leaves(Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !directory.equals(folder)
                                    && passedOver(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, @Nullable BasicFileAttributes attributes) {
                    if (!passedOver(file.getFileName().toString())) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                    if (file.equals(folder)) {
                        throw cause;
                    }
                    return visitFile(file, null);
                }
            });
        } catch (IOException e) {
            throw UserException.reading(folder, e);
        }
        Map<String, Path> leaves = new LinkedHashMap<>();
        files.stream()
                .map(file -> Map.entry(folder.relativize(file).toString().replace(File.separatorChar, '/'), file))
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(entry -> leaves.put(entry.getKey(), entry.getValue()));
        return leaves;
    }

    /** Whether a file or folder of this name is none that anybody means. */
    static boolean passedOver(String name) {
        return name.startsWith(".") || name.equals("__MACOSX") || name.endsWith(".sidecar.json");
    }

    /** Number of files on disk, archives as one, or of those at hand. */
    public int files() {
        return given.size()
                + roots.stream().mapToInt(root -> root.leaves.size()).sum();
    }

    /** Hash of the names and contents of all files; where they lie does not matter. Reads every file. */
    public ContentHash hash() {
        StringBuilder all = new StringBuilder();
        for (Root root : roots) {
            root.leaves.forEach((name, path) -> all.append(root.prefix)
                    .append(name)
                    .append(' ')
                    .append(content(path))
                    .append('\n'));
        }
        for (WorkflowFile file : given) {
            all.append(file.name()).append(' ').append(file.hash()).append('\n');
        }
        return ContentHash.of(all.toString());
    }

    private static String content(Path path) {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    ? ContentHash.ofFile(path).toString()
                    : "no file";
        } catch (UncheckedIOException e) {
            return "unreadable";
        }
    }

    /** Every item, in order of the paths and names, read as it is asked for; close the stream. */
    public Stream<WorkflowFile> stream() {
        return stream(Sought.WORKFLOWS);
    }

    /**
     * Every file and every entry of an archive, whatever it is, for readers of other things than workflows; in the same
     * order, under the same names and bounds. Catalogues and office documents are items like others. Close the stream.
     */
    public Stream<WorkflowFile> everyFile() {
        return stream(Sought.FILES);
    }

    private Stream<WorkflowFile> stream(Sought sought) {
        Walk walk = new Walk(roots.iterator(), sought);
        Stream<WorkflowFile> found = StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(walk::close);
        return Stream.concat(found, given.stream());
    }

    /** One root after another. */
    private static final class Walk implements Iterator<WorkflowFile> {
        private final Iterator<Root> roots;
        private final Sought sought;
        private FolderWalk current;

        Walk(Iterator<Root> roots, Sought sought) {
            this.roots = roots;
            this.sought = sought;
            this.current = new FolderWalk(new Root("", Map.of()), sought);
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext()) {
                if (!roots.hasNext()) {
                    return false;
                }
                current = new FolderWalk(roots.next(), sought);
            }
            return true;
        }

        @Override
        public WorkflowFile next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }

        void close() {
            current.close();
        }
    }
}
