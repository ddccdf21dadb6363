package dev.selvedge.synth.play;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Json;
import dev.selvedge.core.JsonLines;
import dev.selvedge.core.Task;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Proposals that are kept over the rounds of a practice and drawn again: the newest of them up to a number. What was added
 * in a round stands in a file of its own, so a practice that goes on at a round finds what it had before it.
 */
public final class Pool {
    private static final String ENDING = ".jsonl";

    private final Path folder;
    private final int most;
    private final long seed;
    private final TreeMap<Integer, List<Task>> rounds = new TreeMap<>();

    /**
     * A pool, with what its folder has.
     *
     * @param folder of this pool alone; made where it is not there
     * @param most proposals, the oldest of which are given up
     * @param seed of the draws
     * @throws UserException if the folder cannot be read
     */
    public Pool(Path folder, int most, long seed) {
        if (most < 1) {
            throw new IllegalArgumentException("a pool of " + most + " proposals");
        }
        this.folder = folder;
        this.most = most;
        this.seed = seed;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(ENDING))
                        .forEach(file -> rounds.put(round(file), JsonLines.read(file, Task.class)));
            }
        } catch (IOException e) {
            throw UserException.reading(folder, e);
        }
    }

    private static int round(Path file) {
        String name = String.valueOf(file.getFileName());
        return Integer.parseInt(name.substring(0, name.length() - ENDING.length()));
    }

    private Path file(int round) {
        return folder.resolve(round + ENDING);
    }

    /** Forgets what was added in a round and later, as the round begins anew. */
    public void rewind(int round) {
        for (int later : List.copyOf(rounds.tailMap(round).keySet())) {
            try {
                Files.delete(file(later));
            } catch (IOException e) {
                throw UserException.writing(file(later), e);
            }
            rounds.remove(later);
        }
    }

    /**
     * Adds the proposals of a round; they are on disk afterwards.
     *
     * @throws IllegalArgumentException if the round has added some already
     */
    public void add(int round, List<Task> proposals) {
        if (rounds.containsKey(round)) {
            throw new IllegalArgumentException("round " + round + " has added its proposals already");
        }
        var lines = new StringBuilder();
        proposals.forEach(task -> lines.append(Json.write(task)).append('\n'));
        AtomicFile.write(file(round), lines.toString());
        rounds.put(round, List.copyOf(proposals));
    }

    /** The newest proposals, oldest first. */
    public List<Task> tasks() {
        List<Task> all = rounds.values().stream().flatMap(List::stream).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /**
     * Draws without replacement until all were drawn, and then again. The same pool gives the same draw for the same
     * purpose in the same round.
     *
     * @param purpose tells draws of a round apart
     * @throws IllegalStateException if there is nothing to draw from
     */
    public List<Task> draw(int round, String purpose, int count) {
        List<Task> all = tasks();
        if (all.isEmpty()) {
            throw new IllegalStateException("the pool " + folder + " is empty");
        }
        String key = seed + "\n" + round + "\n" + purpose;
        var random = new SplittableRandom(
                Long.parseUnsignedLong(ContentHash.of(key).hex().substring(0, 16), 16));
        var left = new ArrayList<Task>();
        var drawn = new ArrayList<Task>();
        while (drawn.size() < count) {
            if (left.isEmpty()) {
                left.addAll(all);
            }
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }
}
