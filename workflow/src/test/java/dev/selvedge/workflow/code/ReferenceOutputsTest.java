package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the published transcriber made of real files, most of which is no Python: the checker says where and why. */
class ReferenceOutputsTest {
    private static final Pattern UUID =
            Pattern.compile("\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b");

    @Test
    void everyRefusedOutputIsExplainedNearWherePythonGivesUp(@TempDir Path folder) throws Exception {
        check(false, folder);
    }

    /** Bare identifiers come first in most outputs; with names for them the other faults show. */
    @Test
    void everyOtherFaultIsExplainedToo(@TempDir Path folder) throws Exception {
        check(true, folder);
    }

    private static void check(boolean named, Path folder) throws Exception {
        List<Path> files = files();
        List<String> codes = new ArrayList<>();
        for (Path file : files) {
            String code = Files.readString(file);
            Map<String, String> names = new HashMap<>();
            codes.add(
                    named
                            ? UUID.matcher(code)
                                    .replaceAll(uuid -> names.computeIfAbsent(
                                            uuid.group(), any -> "variable_" + (names.size() + 1)))
                            : code);
        }
        int near = 0;
        List<String> silent = new ArrayList<>();
        List<CPython.Fault> faults = CPython.faults(codes, folder);
        for (CPython.Fault fault : faults) {
            List<Diagnostic> errors =
                    CodeParser.parse(codes.get(fault.code()), Catalog.bundled()).diagnostics().stream()
                            .filter(d -> d.severity() == Diagnostic.Severity.ERROR && d.line() > 0)
                            .toList();
            String name = files.get(fault.code()).getFileName().toString();
            if (errors.isEmpty()) {
                silent.add(name);
            } else if (errors.stream().anyMatch(d -> Math.abs(d.line() - fault.line()) <= 1)) {
                near++;
            }
        }
        System.out.printf(
                "reference outputs%s: %d of %d are no Python; an error within a line of Python's in %d%n",
                named ? " with names" : "", faults.size(), files.size(), near);
        assertThat(silent).isEmpty();
        assertThat(near).isGreaterThan(faults.size() * 95 / 100);
    }

    private static List<Path> files() throws Exception {
        Path outputs = Path.of(System.getProperty("selvedge.data", "."), "shortcuts", "reference");
        assumeTrue(Files.isDirectory(outputs), "no test data in " + outputs);
        try (Stream<Path> paths = Files.list(outputs)) {
            return paths.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList();
        }
    }
}
