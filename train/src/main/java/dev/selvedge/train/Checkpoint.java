package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.SafeTensors;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;

/**
 * The state of training after some steps, in a directory of its own: the flat weights, the optimiser's two moments, and
 * how many steps were done. The position in the data and the order of the examples follow from the step and the seed,
 * and nothing else in training is random, so this is all of the state.
 *
 * @param step optimiser steps done
 * @param fingerprint of everything that the continuation depends on: settings, model shape, examples
 * @param firstLosses losses of the first steps, by which divergence is measured
 * @param lastLosses losses of the last steps before the checkpoint
 */
record Checkpoint(int step, ContentHash fingerprint, List<Double> firstLosses, List<Double> lastLosses) {
    private static final String STATE = "checkpoint.json";
    private static final String TENSORS = "state.safetensors";

    Checkpoint {
        firstLosses = List.copyOf(firstLosses);
        lastLosses = List.copyOf(lastLosses);
    }

    /** Writes a checkpoint, complete or not at all, and then removes older ones in the same folder. */
    void write(Path folder, Tensor weights, Tensor mean, Tensor meanSquare) {
        Path place = folder.resolve("step-%08d".formatted(step));
        Path aside = folder.resolve(place.getFileName() + ".part");
        try {
            delete(aside);
            Files.createDirectories(aside);
            SafeTensors.write(
                    aside.resolve(TENSORS),
                    List.of(source("weights", weights), source("mean", mean), source("mean_square", meanSquare)));
            Files.writeString(aside.resolve(STATE), Json.pretty(this));
            delete(place);
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            for (Path older : directories(folder)) {
                if (!older.equals(place)) {
                    delete(older);
                }
            }
        } catch (IOException e) {
            throw UserException.writing(place, e);
        }
    }

    private static SafeTensors.Source source(String name, Tensor tensor) {
        return new SafeTensors.Source(name, List.of(tensor.numel()), Torch.memory(tensor));
    }

    /**
     * Reads the newest checkpoint of a folder into the tensors.
     *
     * @return empty if there is none
     * @throws UserException if it was made by other settings, another model or other examples
     */
    static Optional<Checkpoint> read(
            Path folder, ContentHash fingerprint, Tensor weights, Tensor mean, Tensor meanSquare) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            List<Path> found = directories(folder);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Path place = found.getLast();
            Checkpoint checkpoint = Json.read(Files.readString(place.resolve(STATE)), Checkpoint.class);
            if (!checkpoint.fingerprint.equals(fingerprint)) {
                throw new UserException("The checkpoint " + place + " was made with other settings, another model or"
                        + " other examples, so training cannot go on from it; use a new folder, or remove it.");
            }
            try (SafeTensors tensors = SafeTensors.open(place.resolve(TENSORS))) {
                tensors.copy("weights", Torch.memory(weights));
                tensors.copy("mean", Torch.memory(mean));
                tensors.copy("mean_square", Torch.memory(meanSquare));
            }
            return Optional.of(checkpoint);
        } catch (IOException e) {
            throw UserException.reading(folder, e);
        } catch (JacksonException e) {
            throw new UserException(
                    "The checkpoint in " + folder + " is damaged: " + e.getOriginalMessage()
                            + "; remove it to train from the beginning.",
                    e);
        }
    }

    /** Complete checkpoints, the newest last. */
    private static List<Path> directories(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(p -> p.getFileName().toString().matches("step-\\d{8}"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
