package dev.selvedge.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.selvedge.eval.CodeBleu;
import dev.selvedge.eval.CodeBleuCase;
import dev.selvedge.eval.CodeTexts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many pairs of texts CodeBLEU scores a second, over a file of cases, warm: each mode, and all three; on one thread and
 * on all cores; every text read anew, and equal texts read once. The package codebleu scores 48 pairs a second over the
 * recorded cases in one thread, in its one mode. Medians of the rounds, the best, and by processor time, which counts where
 * other work shares the machine.
 *
 * <p>The arguments are the file and the number of rounds.
 */
public final class CodeBleuSpeed {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final List<CodeBleuCase> cases;
    private final int rounds;

    private CodeBleuSpeed(List<CodeBleuCase> cases, int rounds) {
        this.cases = cases;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        List<CodeBleuCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            cases.add(CodeBleuCase.read(line, "" + cases.size()));
        }
        new CodeBleuSpeed(cases, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9).run();
    }

    private void run() throws InterruptedException, ExecutionException {
        int pairs = cases.stream()
                .flatMap(each -> each.references().stream())
                .mapToInt(List::size)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%d cases, %d pairs; pairs a second, medians of %d rounds, %d cores%n",
                cases.size(),
                pairs,
                rounds,
                CORES);
        List<Collection<CodeBleuCase.Mode>> modes = new ArrayList<>();
        for (CodeBleuCase.Mode mode : CodeBleuCase.Mode.values()) {
            modes.add(EnumSet.of(mode));
        }
        modes.add(EnumSet.allOf(CodeBleuCase.Mode.class));
        for (Collection<CodeBleuCase.Mode> chosen : modes) {
            for (boolean once : new boolean[] {false, true}) {
                for (int threads = 1; threads <= CORES; threads += Math.max(1, CORES - 1)) {
                    tell(chosen, once, threads, pairs);
                }
            }
        }
    }

    private void tell(Collection<CodeBleuCase.Mode> modes, boolean once, int threads, int pairs)
            throws InterruptedException, ExecutionException {
        double[] seconds = new double[rounds];
        double[] busy = new double[rounds];
        try (ExecutorService crew = Executors.newFixedThreadPool(threads)) {
            for (int warm = 0; warm < 8; warm++) {
                round(modes, once, crew);
            }
            for (int i = 0; i < rounds; i++) {
                long begun = System.nanoTime();
                long worked = PROCESS.getProcessCpuTime();
                round(modes, once, crew);
                seconds[i] = (System.nanoTime() - begun) / 1e9;
                busy[i] = (PROCESS.getProcessCpuTime() - worked) / 1e9;
            }
        }
        Arrays.sort(seconds);
        Arrays.sort(busy);
        System.out.printf(
                Locale.ROOT,
                "%-40s %-22s %d thread%s %6.0f (best %.0f), %6.0f a second of processor time%n",
                String.join(", ", modes.stream().map(CodeBleuCase.Mode::key).toList()),
                once ? "equal texts read once" : "every text read anew",
                threads,
                threads == 1 ? " " : "s",
                pairs / seconds[rounds / 2],
                pairs / seconds[0],
                pairs / busy[rounds / 2]);
    }

    private void round(Collection<CodeBleuCase.Mode> modes, boolean once, ExecutorService crew)
            throws InterruptedException, ExecutionException {
        CodeTexts shared = new CodeTexts();
        List<Future<?>> scores = new ArrayList<>();
        for (CodeBleuCase each : cases) {
            scores.add(crew.submit(() -> each.score(modes, CodeBleu.Weights.EQUAL, once ? shared : new CodeTexts())));
        }
        for (Future<?> score : scores) {
            score.get();
        }
    }
}
