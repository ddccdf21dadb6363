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
 * The checkpoints of one training in a folder, each a directory that is complete or not there: its state, the flat
 * weights, the optimiser's two moments, and the best weights so far where they are kept.
 *
 * @param folder of this training alone
 * @param kept how many of the newest stay
 */
record Checkpoints(Path folder, int kept) {
    private static final String STATE = "checkpoint.json";
    private static final String TENSORS = "state.safetensors";

    /** A flat tensor of a checkpoint. */
    record Named(String name, Tensor tensor) {}

    /** A checkpoint that was found, open. */
    record Found(Checkpoint checkpoint, SafeTensors tensors) implements AutoCloseable {
        boolean has(String name) {
            return tensors.names().contains(name);
        }

        void copy(String name, Tensor target) {
            tensors.copy(name, Torch.memory(target));
        }

        @Override
        public void close() {
            tensors.close();
        }
    }

    /** Writes a checkpoint, complete or not at all, and then removes those that are too old. */
    void write(Checkpoint checkpoint, List<Named> tensors) {
        Path place = folder.resolve("step-%08d".formatted(checkpoint.step()));
        Path aside = folder.resolve(place.getFileName() + ".part");
        try {
            delete(aside);
            Files.createDirectories(aside);
            SafeTensors.write(
                    aside.resolve(TENSORS),
                    tensors.stream()
                            .map(named -> new SafeTensors.Source(
                                    named.name, List.of(named.tensor.numel()), Torch.memory(named.tensor)))
                            .toList());
            Files.writeString(aside.resolve(STATE), Json.pretty(checkpoint));
            delete(place);
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            List<Path> all = directories();
            for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
                delete(old);
            }
        } catch (IOException e) {
            throw UserException.writing(place, e);
        }
    }

    /**
     * The newest checkpoint.
     *
     * @param size values of each of its tensors
     * @return empty if there is none
     * @throws UserException if it was made by other settings, another model or other examples, or is damaged
     */
    Optional<Found> read(ContentHash fingerprint, long size) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            List<Path> all = directories();
            if (all.isEmpty()) {
                return Optional.empty();
            }
            Path place = all.getLast();
            Checkpoint checkpoint = Json.read(Files.readString(place.resolve(STATE)), Checkpoint.class);
            if (!checkpoint.fingerprint().equals(fingerprint)) {
                throw new UserException("The checkpoint " + place + " was made with other settings, another model or"
                        + " other examples, so training cannot go on from it; use a new folder, or remove it.");
            }
            SafeTensors tensors = SafeTensors.open(place.resolve(TENSORS));
            for (String name : tensors.names()) {
                if (tensors.entry(name).size() != size) {
                    tensors.close();
                    throw new UserException("The checkpoint " + place + " is damaged: " + name
                            + " has another size than the weights; remove it to train from the beginning.");
                }
            }
            return Optional.of(new Found(checkpoint, tensors));
        } catch (IOException e) {
            throw UserException.reading(folder, e);
        } catch (JacksonException e) {
            throw damaged(e.getOriginalMessage(), e);
        }
    }

    private UserException damaged(String why, Exception cause) {
        return new UserException(
                "The checkpoint in " + folder + " is damaged: " + why + "; remove it to train from the beginning.",
                cause);
    }

    /** Complete checkpoints, the newest last. */
    private List<Path> directories() throws IOException {
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
