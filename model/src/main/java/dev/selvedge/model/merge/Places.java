package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the models of a configuration are looked for: in a given root alone, else beside the configuration, in the
 * folder above it, and in the working directory; the first that exists is taken.
 *
 * @param roots in their order
 */
public record Places(List<Path> roots) {
    public Places {
        roots = List.copyOf(roots);
    }

    /** For a configuration, and perhaps one root that is the only one. */
    public static Places of(Path config, @Nullable Path root) {
        if (root != null) {
            return new Places(List.of(root));
        }
        Set<Path> found = new LinkedHashSet<>();
        Path folder = config.toAbsolutePath().normalize().getParent();
        if (folder != null) {
            found.add(folder);
            if (folder.getParent() != null) {
                found.add(folder.getParent());
            }
        }
        found.add(Path.of("").toAbsolutePath());
        return new Places(new ArrayList<>(found));
    }

    /** @throws UserException if there is no such folder, with the places that were looked at */
    Path find(String name) {
        List<String> tried = new ArrayList<>();
        try {
            for (Path root : roots) {
                Path path = root.resolve(name).normalize();
                if (Files.isDirectory(path)) {
                    return path;
                }
                if (!tried.contains(path.toString())) {
                    tried.add(path.toString());
                }
            }
        } catch (InvalidPathException e) {
            throw new UserException(name + " is no path of a folder: " + e.getReason() + ".", e);
        }
        throw new UserException("There is no folder for the model " + name + "; looked at " + String.join(", ", tried)
                + ". Models are merged from folders on this machine, so download it first, or say --models-root.");
    }
}
