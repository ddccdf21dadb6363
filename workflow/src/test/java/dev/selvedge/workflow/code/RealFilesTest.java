package dev.selvedge.workflow.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every real file, as code and back. */
class RealFilesTest {
    @Test
    void everyFileReadsBackFromItsCode(@TempDir Path folder) throws Exception {
        Catalog catalog = Catalog.bundled();
        List<Path> files = files();
        List<String> codes = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            Workflow workflow = WorkflowReader.read(file, catalog).workflow();
            String code = CodePrinter.print(workflow, catalog);
            codes.add(code);
            CodeParser.Parsed parsed = CodeParser.parse(code, catalog, Resources.of(workflow));
            if (parsed.workflow() == null) {
                broken.add(file.getFileName() + ": " + errors(parsed).getFirst());
            } else if (!parsed.workflow().equals(workflow)) {
                broken.add(file.getFileName() + ": another tree: "
                        + firstDifference(code, CodePrinter.print(parsed.workflow(), catalog)));
            } else if (!CodePrinter.print(parsed.workflow(), catalog).equals(code)) {
                broken.add(file.getFileName() + ": another print");
            }
        }
        assertThat(broken).isEmpty();
        assertThat(CPython.refused(codes, folder)).isEmpty();
    }

    /** What is said of real files is rare, and true: they lack something, or use a variable before it has a value. */
    @Test
    void realFilesAreCleanButForWhatTheyLack() throws Exception {
        Catalog catalog = Catalog.bundled();
        Map<String, Integer> kinds = new TreeMap<>();
        int files = 0;
        for (Path file : files()) {
            files++;
            String code = CodePrinter.print(WorkflowReader.read(file, catalog).workflow(), catalog);
            for (Diagnostic diagnostic : CodeParser.parse(code, catalog).diagnostics()) {
                assertThat(diagnostic.severity())
                        .as(file.getFileName() + ": " + diagnostic)
                        .isEqualTo(Diagnostic.Severity.WARNING);
                kinds.merge(kind(diagnostic.message()), 1, Integer::sum);
            }
        }
        System.out.println("check: " + files + " files, warnings " + kinds);
        assertThat(kinds.keySet()).isSubsetOf("lacks", "before its value", "takes another type");
        assertThat(kinds.values().stream().mapToInt(n -> n).sum()).isLessThan(files / 10);
        assertThat(kinds.getOrDefault("takes another type", 0)).isLessThan(5);
    }

    private static String kind(String message) {
        return message.contains(" lacks ")
                ? "lacks"
                : message.contains("is used before it gets a value")
                        ? "before its value"
                        : message.contains(" takes ") ? "takes another type" : message;
    }

    private static String firstDifference(String a, String b) {
        List<String> left = a.lines().toList();
        List<String> right = b.lines().toList();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return left.get(i) + " / " + right.get(i);
            }
        }
        return "none in the print";
    }

    private static List<Diagnostic> errors(CodeParser.Parsed parsed) {
        return parsed.diagnostics().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .toList();
    }

    private static List<Path> files() throws IOException {
        Path shared = Path.of(System.getProperty("selvedge.data", "."), "shortcuts", "shared");
        assumeTrue(Files.isDirectory(shared), "no files at " + shared);
        try (Stream<Path> paths = Files.list(shared)) {
            return paths.sorted().toList();
        }
    }
}
