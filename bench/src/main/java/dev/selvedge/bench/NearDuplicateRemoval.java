package dev.selvedge.bench;

import dev.selvedge.synth.near.NearDuplicates;
import dev.selvedge.synth.near.PlantedTexts;
import dev.selvedge.synth.near.PlantedTexts.Share;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.near.Resemblance;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How fast near-duplicates of a made corpus are found by one thread, how many of those that were planted, how many texts
 * are removed that should not be, and how much memory it takes. Speed is by the processor time of the thread, as the
 * clock on the wall would also tell of whatever else the machine does; the collector's threads are not in it.
 */
public final class NearDuplicateRemoval {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double[] BINS = {.5, .6, .7, .8, .9, 1, 2};

    private NearDuplicateRemoval() {}

    /**
     * Measures and prints.
     *
     * @param arguments number of documents and of runs; without them 100,000 and 5
     */
    public static void main(String[] arguments) {
        int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        PlantedTexts corpus = PlantedTexts.of(documents, 1);
        double megabytes = corpus.texts().stream().mapToLong(String::length).sum() / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%,d documents, %.0f MB, %,d planted copies%n",
                documents,
                megabytes,
                corpus.copies().size());
        double[] seconds = new double[runs];
        Repeats repeats = null;
        for (int run = 0; run < runs; run++) {
            long start = THREADS.getCurrentThreadCpuTime();
            repeats = NearDuplicates.of(corpus.texts(), Resemblance.DOCUMENTS);
            seconds[run] = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "documents a processor second: best %,.0f, median %,.0f of %d runs (%.0f MB a second)%n",
                documents / seconds[0],
                documents / seconds[runs / 2],
                runs,
                megabytes / seconds[0]);
        if (repeats != null) {
            quality(corpus, repeats);
        }
        System.out.printf(Locale.ROOT, "memory: %,.0f bytes a document%n", bytes(corpus.texts()) / documents);
    }

    private static void quality(PlantedTexts corpus, Repeats repeats) {
        for (int bin = 0; bin + 1 < BINS.length; bin++) {
            print("recall at Jaccard " + BINS[bin], corpus.found(repeats, BINS[bin], BINS[bin + 1]));
        }
        print("recall at Jaccard 0.8 and above", corpus.found(repeats, 0.8, 2));
        print("removed below Jaccard 0.5", corpus.removedBelow(repeats, 0.5));
    }

    private static void print(String what, Share share) {
        System.out.printf(Locale.ROOT, "%s: %.4f (%,d of %,d)%n", what, share.value(), share.count(), share.of());
    }

    private static double bytes(List<String> texts) {
        NearDuplicates near = new NearDuplicates(Resemblance.DOCUMENTS);
        long before = used();
        texts.forEach(near::add);
        long after = used();
        if (near.size() != texts.size()) {
            throw new IllegalStateException("only " + near.size() + " texts were added");
        }
        return after - before;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
