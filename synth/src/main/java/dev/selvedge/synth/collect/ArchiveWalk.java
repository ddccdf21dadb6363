package dev.selvedge.synth.collect;

import dev.selvedge.synth.collect.WorkflowFile.Content;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of an archive, one in memory at a time; named by the archive, an exclamation mark, and the entry. Where
 * workflows are sought it is gone through twice: first for what its catalogues say. The number of the entry follows a name that is refused itself.
 */
final class ArchiveWalk implements Iterator<WorkflowFile> {
    private static final int LONGEST_NAME = 1024;

    private final String prefix;
    private final Listing listing;
    private final Sought sought;
    private final Deque<WorkflowFile> ready = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    private int entries;
    private Neighbours neighbours = new Neighbours(List.of());
    private @Nullable Archive archive;

    /** Opens an archive at its beginning. */
    @FunctionalInterface
    interface Opener {
        Archive open() throws IOException;
    }

    /**
     * @param name of the archive
     * @param listing what is said of the archive
     * @param opener asked twice where catalogues are looked for
     */
    ArchiveWalk(String name, Listing listing, Sought sought, Opener opener) {
        this.prefix = name + "!";
        this.listing = listing;
        this.sought = sought;
        try {
            if (sought == Sought.WORKFLOWS) {
                try (Archive first = opener.open()) {
                    neighbours = neighbours(first);
                }
            }
            archive = opener.open();
        } catch (IOException e) {
            fail(name, e);
        }
    }

    private static Neighbours neighbours(Archive archive) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> catalogues = new ArrayList<>();
        List<Catalogue> read = new ArrayList<>();
        for (Archive.Entry entry = archive.next(); entry != null; entry = archive.next()) {
            String name = normal(entry.name());
            if (entry.kind() != Archive.Entry.Kind.FILE || unsafe(name) || passedOver(name)) {
                continue;
            }
            names.add(name);
            if (Catalogue.mayBe(name)) {
                catalogues.add(name);
                read.add(
                        catalogue(name, archive.bytes(Catalogue.MOST_BYTES + 1)).ofOthers());
            }
        }
        Neighbours neighbours = new Neighbours(names);
        for (int i = 0; i < read.size(); i++) {
            neighbours.add(catalogues.get(i), read.get(i));
        }
        return neighbours;
    }

    private static Catalogue catalogue(String name, byte[] bytes) {
        return bytes.length > Catalogue.MOST_BYTES ? Catalogue.EMPTY : Catalogue.read(name, bytes);
    }

    @Override
    public boolean hasNext() {
        Archive open = archive;
        while (ready.isEmpty() && open != null) {
            try {
                Archive.Entry entry = open.next();
                if (entry == null) {
                    close();
                    return false;
                }
                visit(open, entry);
            } catch (IOException e) {
                close();
                fail(prefix.substring(0, prefix.length() - 1), e);
                return true;
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public WorkflowFile next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void visit(Archive open, Archive.Entry entry) throws IOException {
        String name = normal(entry.name());
        entries++;
        if (entry.kind() == Archive.Entry.Kind.FOLDER || passedOver(name)) {
            return;
        }
        if (unsafe(name)) {
            refuse(shown(name) + "#" + entries, Refusal.UNSAFE_NAME, "Its name leads out of the archive, or is none.");
        } else if (!names.add(name)) {
            refuse(name + "#" + entries, Refusal.REPEATED_NAME, "The archive has an earlier entry of this name.");
        } else if (entry.kind() == Archive.Entry.Kind.LINK) {
            refuse(name, Refusal.SYMBOLIC_LINK, "It is a link, and links are not followed.");
        } else {
            file(open, entry, name);
        }
    }

    private void file(Archive open, Archive.Entry entry, String name) throws IOException {
        byte[] start;
        try {
            start = open.bytes(Archive.MAGIC_BYTES);
        } catch (Archive.TooLargeException e) {
            throw e;
        } catch (IOException e) {
            if (open instanceof ZipArchive) {
                refuse(name, Refusal.BROKEN_ARCHIVE, "It cannot be unpacked: " + e.getMessage() + ".");
                return;
            }
            throw e;
        }
        if (Archive.form(start).isPresent() && sought.opens(name)) {
            refuse(name, Refusal.NESTED_ARCHIVE, "Archives within archives are not opened; unpack it and name it.");
        } else if (sought.isItem(name, start) || sought.mayTell(name)) {
            if (entry.size() > WorkflowReader.MOST_BYTES) {
                refuse(
                        name,
                        Refusal.TOO_LARGE,
                        "It has " + entry.size() + " bytes; larger ones than " + WorkflowReader.MOST_BYTES
                                + " are not read.");
                return;
            }
            byte[] rest = open.bytes(WorkflowReader.MOST_BYTES + 1 - start.length);
            byte[] bytes = Arrays.copyOf(start, start.length + rest.length);
            System.arraycopy(rest, 0, bytes, start.length, rest.length);
            whole(name, bytes, start);
        } else {
            notAWorkflow(name);
        }
    }

    private void whole(String name, byte[] bytes, byte[] start) {
        if (bytes.length > WorkflowReader.MOST_BYTES) {
            refuse(name, Refusal.TOO_LARGE, "It has more than " + WorkflowReader.MOST_BYTES + " bytes.");
        } else if (sought.isItem(name, start)) {
            Listing said = neighbours.of(name);
            ready.add(new WorkflowFile(prefix + name, new Content.Bytes(bytes), said.or(listing)));
        } else {
            Catalogue catalogue = Catalogue.read(name, bytes);
            if (neighbours.isCatalogue(name, catalogue)) {
                ready.addAll(neighbours.files(name, catalogue, prefix + name));
            } else {
                notAWorkflow(name);
            }
        }
    }

    private void notAWorkflow(String name) {
        refuse(name, Refusal.NOT_A_WORKFLOW, "It is neither a workflow nor a list of workflows.");
    }

    private void refuse(String name, Refusal reason, String sentence) {
        ready.add(new WorkflowFile(prefix + name, new Content.Refused(reason, sentence), Listing.NONE));
    }

    private void fail(String name, IOException cause) {
        Refusal reason =
                cause instanceof Archive.TooLargeException ? Refusal.ARCHIVE_TOO_LARGE : Refusal.BROKEN_ARCHIVE;
        String sentence = "The archive cannot be read, or not to its end: " + cause.getMessage() + ".";
        ready.add(new WorkflowFile(name, new Content.Refused(reason, sentence), Listing.NONE));
    }

    private static String normal(String name) {
        String slashes = name.replace('\\', '/');
        return slashes.startsWith("./") ? slashes.substring(2) : slashes;
    }

    private static boolean unsafe(String name) {
        return name.isBlank()
                || name.length() > LONGEST_NAME
                || name.startsWith("/")
                || name.matches("[A-Za-z]:.*")
                || name.chars().anyMatch(Character::isISOControl)
                || List.of(name.split("/")).contains("..");
    }

    /** A name that may hold anything, fit to be read. */
    private static String shown(String name) {
        String visible = name.replaceAll("\\p{Cntrl}", "?");
        return visible.length() > LONGEST_NAME ? visible.substring(0, LONGEST_NAME) + "…" : visible;
    }

    private static boolean passedOver(String name) {
        return List.of(name.split("/")).stream().anyMatch(part -> !part.equals("..") && Sources.passedOver(part));
    }

    void close() {
        Archive open = archive;
        archive = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
