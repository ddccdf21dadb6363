package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.model.Torch;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what the machine has and lacks. */
@Command(name = "doctor", description = "Says what this machine has and lacks.", mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    private static final long WANTED_BYTES = 4L << 30;

    @Option(names = "--json", description = "One JSON value on standard output.")
    private boolean json;

    /**
     * One thing that was looked at.
     *
     * @param name what
     * @param good whether Selvedge can work with it
     * @param found what was found, and what to do where it is not good
     */
    record Finding(String name, boolean good, String found) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "Java",
                Runtime.version().feature() >= 25,
                Runtime.version() + " in " + System.getProperty("java.home")));
        findings.add(new Finding(
                "system",
                linux(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch")
                        + (linux() ? "" : "; models need Linux on x86-64 in this build")));
        findings.add(new Finding("cores", true, Runtime.getRuntime().availableProcessors() + ""));
        findings.add(new Finding(
                "memory of this process", true, gigabytes(Runtime.getRuntime().maxMemory())));
        findings.add(disk());
        findings.add(tried("libtorch", () -> {
            try (Torch.Scope scope = Torch.scope()) {
                return Torch.version() + ", adds " + Torch.floats(Torch.zeros(2).add(Torch.zeros(2))).length
                        + " numbers";
            }
        }));
        findings.add(new Finding("bfloat16", true, bfloat16()));
        String coreType = System.getenv("OPENBLAS_CORETYPE");
        if (coreType != null) {
            findings.add(new Finding(
                    "matrix products",
                    true,
                    "OPENBLAS_CORETYPE=" + coreType + " is set, so they use the instructions of that processor alone;"
                            + " without it they may be faster"));
        }
        findings.add(tried("Python parser", () -> {
            boolean parses = CodeParser.parse("show_result(text=\"1\")\n", Catalog.bundled())
                            .workflow()
                    != null;
            return parses ? "parses" : "does not parse";
        }));
        findings.add(tried(
                "catalogue",
                () -> Catalog.bundled().actions().size() + " actions, "
                        + Device.interpreted().size() + " interpreted by the virtual device"));
        if (json) {
            System.out.println(Json.pretty(findings));
        } else {
            findings.forEach(finding ->
                    System.out.println((finding.good ? "ok      " : "MISSING ") + finding.name + ": " + finding.found));
        }
        return findings.stream().allMatch(Finding::good) ? 0 : Main.REFUSED;
    }

    /** What the processor says of the type that halves memory. */
    private static String bfloat16() {
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            return flags.contains("amx_bf16")
                    ? "in tiles (AMX)"
                    : flags.contains("avx512_bf16") ? "in vectors (AVX-512)" : "not in this processor, emulated";
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private static boolean linux() {
        return System.getProperty("os.name").startsWith("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private static Finding disk() {
        Path here = Path.of("").toAbsolutePath();
        try {
            long free = Files.getFileStore(here).getUsableSpace();
            return new Finding(
                    "free disk",
                    free > WANTED_BYTES,
                    gigabytes(free) + " at " + here
                            + (free > WANTED_BYTES ? "" : "; a demo wants " + gigabytes(WANTED_BYTES)));
        } catch (IOException e) {
            return new Finding("free disk", false, "unknown at " + here + ": " + e.getMessage());
        }
    }

    /** Natives fail in many ways; each of them is a finding. */
    private static Finding tried(String name, Supplier<String> trial) {
        try {
            return new Finding(name, true, trial.get());
        } catch (RuntimeException | LinkageError e) {
            return new Finding(name, false, e.toString());
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
