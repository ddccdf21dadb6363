package dev.selvedge.workflow.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CPython;
import dev.selvedge.workflow.code.CodeParser;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.code.Resources;
import dev.selvedge.workflow.device.Comparison;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Equivalence;
import dev.selvedge.workflow.device.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every construct that a file can hold, drawn at random: into the tree, into code, back, and into a file again. */
class FileFormTest {
    private static final Catalog CATALOG = Catalog.bundled();

    private final Equivalence equivalence = new Equivalence(new Device(CATALOG, Limits.STANDARD));
    private final List<String> codes = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int undecided;

    @Test
    void everyFormReadsBackFromCodeAndFromFiles(@TempDir Path folder) throws Exception {
        check(0, 250, folder);
    }

    @Test
    @Tag("long")
    void everyFormReadsBackFromCodeAndFromFilesForLong(@TempDir Path folder) throws Exception {
        check(1_000_000, 20_000, folder);
    }

    private void check(int from, int count, Path folder) throws Exception {
        for (int seed = from; seed < from + count; seed++) {
            byte[] file = BinaryPlistWriter.write(RandomFiles.file(seed));
            Workflow workflow = WorkflowReader.read(file, CATALOG).workflow();
            Workflow back = throughCode(seed, workflow);
            if (back != null) {
                throughFiles(seed, workflow, back);
            }
        }
        System.out.printf("forms: %d files, %d undecided on the device%n", count, undecided);
        assertThat(CPython.refused(codes, folder)).isEmpty();
        assertThat(wrong).as("%d of %d", wrong.size(), count).isEmpty();
        // Only what runs into a limit of the device stays undecided.
        assertThat(undecided).isLessThanOrEqualTo(count / 50);
    }

    private @Nullable Workflow throughCode(int seed, Workflow workflow) {
        String code = CodePrinter.print(workflow, CATALOG);
        codes.add(code);
        CodeParser.Parsed parsed = CodeParser.parse(code, CATALOG, Resources.of(workflow));
        Workflow back = parsed.workflow();
        if (back == null) {
            wrong.add(
                    seed + ": the code does not parse: " + parsed.diagnostics().getFirst() + "\n" + code);
        } else if (!back.equals(workflow) || !CodePrinter.print(back, CATALOG).equals(code)) {
            wrong.add(seed + ": another tree comes back: " + CodePrinter.print(back, CATALOG) + "\n----\n" + code);
        }
        return back;
    }

    private void throughFiles(int seed, Workflow workflow, Workflow back) {
        Workflow written = rewritten(back);
        String code = CodePrinter.print(written, CATALOG);
        Workflow again = rewritten(written);
        if (!again.equals(written)) {
            wrong.add(seed + ": a second writing reads otherwise:\n" + CodePrinter.print(again, CATALOG) + "\n----\n"
                    + code);
        }
        switch (equivalence.compare(workflow, written, 3)) {
            case Comparison.Equal equal -> {}
            case Comparison.Undecided unknown -> undecided++;
            case Comparison.Different different ->
                wrong.add(seed + ": it does something else: " + different.difference() + "\n"
                        + CodePrinter.print(workflow, CATALOG) + "\n----\n" + code);
        }
    }

    private static Workflow rewritten(Workflow workflow) {
        return WorkflowReader.read(WorkflowWriter.write(workflow, CATALOG), CATALOG)
                .workflow();
    }
}
