package dev.selvedge.synth.collect;

import dev.selvedge.synth.collect.WorkflowFile.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items of a folder, and of the archives and catalogues in it. */
final class FolderWalk implements Iterator<WorkflowFile> {
    private final Sought sought;
    private final String prefix;
    private final Iterator<Map.Entry<String, Path>> leaves;
    private final Neighbours neighbours;
    private final Deque<WorkflowFile> ready = new ArrayDeque<>();
    private @Nullable ArchiveWalk archive;

    FolderWalk(Sources.Root root, Sought sought) {
        this.sought = sought;
        prefix = root.prefix();
        leaves = root.leaves().entrySet().iterator();
        neighbours = new Neighbours(root.leaves().keySet());
        root.leaves().forEach((name, path) -> {
            if (sought.mayTell(name) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                neighbours.add(name, catalogue(name, path));
            }
        });
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty()) {
            if (archive != null) {
                if (archive.hasNext()) {
                    ready.add(archive.next());
                } else {
                    archive = null;
                }
            } else if (leaves.hasNext()) {
                Map.Entry<String, Path> leaf = leaves.next();
                visit(leaf.getKey(), leaf.getValue());
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public WorkflowFile next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void visit(String name, Path path) {
        if (Files.isSymbolicLink(path)) {
            refuse(name, Refusal.SYMBOLIC_LINK, "It is a link, and links are not followed; name what it leads to.");
            return;
        }
        if (Files.isDirectory(path)) {
            refuse(name, Refusal.UNREADABLE, "The folder cannot be listed.");
            return;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            refuse(name, Refusal.NOT_A_WORKFLOW, "It is no regular file.");
            return;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(Archive.MAGIC_BYTES);
        } catch (IOException e) {
            refuse(name, Refusal.UNREADABLE, "It cannot be read: " + e.getMessage() + ".");
            return;
        }
        Optional<Archive.Form> form = Archive.form(start);
        if (form.isPresent() && sought.opens(name)) {
            String base = name.substring(name.lastIndexOf('/') + 1);
            archive = new ArchiveWalk(
                    prefix + name, neighbours.of(name), sought, () -> Archive.open(path, base, form.get()));
        } else if (sought.isItem(name, start)) {
            ready.add(new WorkflowFile(prefix + name, new Content.OnDisk(path.toString()), neighbours.of(name)));
        } else {
            Catalogue catalogue = catalogue(name, path);
            if (neighbours.isCatalogue(name, catalogue)) {
                ready.addAll(neighbours.files(name, catalogue, prefix + name));
            } else {
                refuse(name, Refusal.NOT_A_WORKFLOW, "It is neither a workflow nor an archive or list of workflows.");
            }
        }
    }

    private void refuse(String name, Refusal reason, String sentence) {
        ready.add(new WorkflowFile(prefix + name, new Content.Refused(reason, sentence), Listing.NONE));
    }

    private static Catalogue catalogue(String name, Path path) {
        try {
            return !Catalogue.mayBe(name) || Files.size(path) > Catalogue.MOST_BYTES
                    ? Catalogue.EMPTY
                    : Catalogue.read(name, Files.readAllBytes(path));
        } catch (IOException e) {
            return Catalogue.EMPTY;
        }
    }

    void close() {
        if (archive != null) {
            archive.close();
        }
    }
}
