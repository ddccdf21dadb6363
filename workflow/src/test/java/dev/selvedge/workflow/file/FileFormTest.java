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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every construct that a file can hold, drawn at random: into the tree, into code, back, and into a file again. */
class FileFormTest {
    private static final Catalog CATALOG = Catalog.bundled();

    @Test
    void everyFormReadsBackFromCodeAndFromFiles(@TempDir Path folder) throws Exception {
        check(0, 300, folder);
    }

    @Test
    @Tag("long")
    void everyFormReadsBackFromCodeAndFromFilesForLong(@TempDir Path folder) throws Exception {
        check(1_000_000, 20_000, folder);
    }

    private static void check(int from, int count, Path folder) throws Exception {
        Equivalence equivalence = new Equivalence(new Device(CATALOG, Limits.STANDARD));
        List<String> codes = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int undecided = 0;
        for (int seed = from; seed < from + count; seed++) {
            PlistValue.Dict file = RandomFiles.file(seed);
            byte[] bytes = BinaryPlistWriter.write(file);
            Workflow workflow = WorkflowReader.read(bytes, CATALOG).workflow();
            String code = CodePrinter.print(workflow, CATALOG);
            codes.add(code);
            CodeParser.Parsed parsed = CodeParser.parse(code, CATALOG, Resources.of(workflow));
            Workflow back = parsed.workflow();
            if (back == null) {
                wrong.add(seed + ": the code does not parse: "
                        + parsed.diagnostics().getFirst() + "\n" + code);
                continue;
            }
            if (!back.equals(workflow) || !CodePrinter.print(back, CATALOG).equals(code)) {
                wrong.add(seed + ": another tree comes back: " + CodePrinter.print(back, CATALOG) + "\n----\n" + code);
                continue;
            }
            Workflow written = WorkflowReader.read(WorkflowWriter.write(back, CATALOG), CATALOG)
                    .workflow();
            String writtenCode = CodePrinter.print(written, CATALOG);
            Workflow again = WorkflowReader.read(WorkflowWriter.write(written, CATALOG), CATALOG)
                    .workflow();
            if (!again.equals(written)) {
                wrong.add(seed + ": a second writing reads otherwise:\n" + CodePrinter.print(again, CATALOG)
                        + "\n----\n" + writtenCode);
            }
            switch (equivalence.compare(workflow, written, 3)) {
                case Comparison.Equal equal -> {}
                case Comparison.Undecided unknown -> undecided++;
                case Comparison.Different different ->
                    wrong.add(seed + ": it does something else: " + different.difference() + "\n" + code + "\n----\n"
                            + writtenCode);
            }
        }
        assertThat(CPython.refused(codes, folder)).isEmpty();
        assertThat(wrong)
                .as("%d of %d, %d undecided", wrong.size(), count, undecided)
                .isEmpty();
    }
}
