package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which model was trained last in this folder, so that orchestrate needs no flag. */
final class LastModel {
    private static final Path POINTER = Path.of("selvedge-out", "last-model.txt");

    private LastModel() {}

    static void remember(Path model) {
        try {
            Files.createDirectories(POINTER.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw UserException.writing(POINTER, e);
        }
        AtomicFile.write(POINTER, model.toAbsolutePath() + "\n");
    }

    static Path find() {
        if (!Files.exists(POINTER)) {
            throw new UserException(
                    "No model was trained in this folder yet. Run 'selvedge demo' first, or name a model "
                            + "directory with --model.");
        }
        try {
            return Path.of(Files.readString(POINTER).strip());
        } catch (IOException e) {
            throw UserException.reading(POINTER, e);
        }
    }
}
