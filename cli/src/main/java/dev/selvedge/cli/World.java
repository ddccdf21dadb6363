package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.workflow.device.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The world that workflows run in, from the command line. */
final class World {
    private World() {}

    /**
     * A world.
     *
     * @param file a scenario as JSON, null for an everyday one
     * @param seed of what is left open, null for the file's own, or 1
     */
    static Scenario of(@Nullable Path file, @Nullable Long seed) {
        if (file == null) {
            return Scenario.seeded(seed == null ? 1 : seed);
        }
        try {
            if (Files.size(file) > Scenario.LONGEST_JSON) {
                throw new UserException(
                        file + " is larger than " + Scenario.LONGEST_JSON + " bytes, which is not read.");
            }
            return Scenario.read(Files.readString(file), seed);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        } catch (IllegalArgumentException e) {
            throw new UserException(file + ": " + e.getMessage(), e);
        }
    }
}
