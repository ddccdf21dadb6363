package dev.selvedge.synth.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.Skeleton;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.CodePrinter;
import dev.selvedge.workflow.file.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people wrote and use is mostly let through, for the gates are to stop what models get wrong. */
@Tag("long")
class GatesOnRealFilesTest {
    @Test
    void mostRealFilesPass() throws IOException {
        Path folder = Path.of(System.getProperty("selvedge.data", "none"), "shortcuts", "shared");
        assumeThat(folder).as("the data is not there").isDirectory();
        Map<String, Integer> fates = new TreeMap<>();
        int files = 0;
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path file : paths.sorted().toList()) {
                Workflow workflow = WorkflowReader.read(file, Asked.CATALOG).workflow();
                String code = CodePrinter.print(Workflow.of("", workflow.body()), Asked.CATALOG);
                List<String> actions = List.copyOf(Skeleton.of(workflow).actions());
                Outcome<Drafted> outcome = Asked.gates().check(new Drafted(Asked.query("q", actions), 0, "", code, ""));
                fates.merge(
                        outcome instanceof Outcome.Rejected<Drafted> rejected ? rejected.reason() : "kept",
                        1,
                        Integer::sum);
                files++;
            }
        }
        assertThat(fates.getOrDefault("kept", 0)).as(files + " files: " + fates).isGreaterThan(files * 4 / 5);
    }
}
