package dev.selvedge.synth.collect;

import dev.selvedge.workflow.file.WorkflowReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one folder or archive say of each other. An entry of a catalogue belongs to the workflow file that it
 * names, by path from the catalogue's own folder, or by name alone where only one file below that folder is called so; else
 * to the one that is called by the last part of its address, or by its title, or as the catalogue itself is. A folder that
 * is called as a category is the category of the files below it of which nobody says one.
 */
final class Neighbours {
    private final Map<String, String> paths = new TreeMap<>();
    private final Map<String, List<String>> bases = new HashMap<>();
    private final Map<String, List<String>> stems = new HashMap<>();
    private final Map<String, Listing> listings = new HashMap<>();

    /** @param names of all files, parts joined by slashes */
    Neighbours(Collection<String> names) {
        for (String name : names) {
            if (WorkflowReader.looksLikeWorkflow(name, new byte[0]) || name.endsWith(WorkflowFile.CODE)) {
                String lower = name.toLowerCase(Locale.ROOT);
                paths.put(lower, name);
                bases.computeIfAbsent(base(lower), key -> new ArrayList<>()).add(name);
                stems.computeIfAbsent(stem(lower), key -> new ArrayList<>()).add(name);
            }
        }
    }

    /** Takes what a catalogue says of the files that are there. */
    void add(String name, Catalogue catalogue) {
        for (Catalogue.Entry entry : catalogue.entries()) {
            String file = entry.content() == null ? file(name, entry, catalogue) : null;
            if (file != null) {
                listings.merge(file, entry.listing(), Listing::or);
            }
        }
    }

    /** Whether it tells of workflows at all. */
    boolean isCatalogue(String name, Catalogue catalogue) {
        return catalogue.entries().stream().anyMatch(entry -> entry.certain() || file(name, entry, catalogue) != null);
    }

    /** What is said of a file. */
    Listing of(String name) {
        Listing said = listings.getOrDefault(name, Listing.NONE);
        if (said.category() != null) {
            return said;
        }
        String[] parts = name.split("/", -1);
        for (int i = parts.length - 2; i >= 0; i--) {
            Category category = Category.of(parts[i]).orElse(null);
            if (category != null) {
                return said.or(new Listing(null, null, category));
            }
        }
        return said;
    }

    /**
     * The workflows that stand in the catalogue itself, and those that cannot be had.
     *
     * @param prefix of their names
     */
    List<WorkflowFile> files(String name, Catalogue catalogue, String prefix) {
        List<WorkflowFile> files = new ArrayList<>();
        for (Catalogue.Entry entry : catalogue.entries()) {
            byte[] content = entry.content();
            String place = prefix + "#" + entry.number();
            if (content != null) {
                files.add(new WorkflowFile(place, new WorkflowFile.Content.Bytes(content), entry.listing()));
            } else if (entry.certain() && file(name, entry, catalogue) == null) {
                files.add(new WorkflowFile(place, missing(entry), entry.listing()));
            }
        }
        return files;
    }

    private static WorkflowFile.Content.Refused missing(Catalogue.Entry entry) {
        return entry.link() != null
                ? new WorkflowFile.Content.Refused(
                        Refusal.ONLY_A_LINK,
                        "Only the address " + entry.link() + " is given, and nothing is fetched; put the file beside.")
                : new WorkflowFile.Content.Refused(
                        Refusal.MISSING_FILE, "The file " + entry.file() + " that it names is not there.");
    }

    private @Nullable String file(String catalogueName, Catalogue.Entry entry, Catalogue catalogue) {
        String folder = catalogueName.substring(0, catalogueName.lastIndexOf('/') + 1);
        if (entry.file() != null) {
            String wanted = entry.file()
                    .replace('\\', '/')
                    .replaceFirst("^(file:/*|\\./)", "")
                    .toLowerCase(Locale.ROOT);
            String exact = paths.get(folder.toLowerCase(Locale.ROOT) + wanted);
            return exact != null ? exact : only(bases.get(base(wanted)), folder);
        }
        String found = null;
        if (entry.link() != null) {
            found = only(stems.get(stem(entry.link().toLowerCase(Locale.ROOT).replaceFirst("[?#].*", ""))), folder);
        }
        String title = entry.listing().title();
        if (found == null && title != null) {
            found = only(stems.get(title.toLowerCase(Locale.ROOT)), folder);
        }
        return found == null && catalogue.entries().size() == 1
                ? only(stems.get(stem(catalogueName.toLowerCase(Locale.ROOT))), folder)
                : found;
    }

    private static @Nullable String only(@Nullable List<String> names, String folder) {
        if (names == null) {
            return null;
        }
        List<String> below =
                names.stream().filter(name -> name.startsWith(folder)).toList();
        return below.size() == 1 ? below.getFirst() : null;
    }

    private static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String stem(String name) {
        String base = base(name);
        int dot = base.lastIndexOf('.');
        return dot > 0 ? base.substring(0, dot) : base;
    }
}
