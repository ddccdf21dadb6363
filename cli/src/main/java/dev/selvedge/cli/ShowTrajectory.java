package dev.selvedge.cli;

import dev.selvedge.core.AtomicFile;
import dev.selvedge.core.UserException;
import dev.selvedge.judge.view.TrajectoryPage;
import dev.selvedge.judge.view.TrajectoryText;
import dev.selvedge.judge.view.TrajectoryView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what an agent did, with what judges said of it. */
@Command(
        name = "trajectory",
        description = "Shows a trajectory with the labels of people and judges, in the terminal or as a page.",
        mixinStandardHelpOptions = true)
final class ShowTrajectory implements Callable<Integer> {
    private static final int MOST_VERDICTS = 4;

    @Parameters(
            paramLabel = "PATH",
            description = "File or folder of trajectories: published ones, chat logs, Selvedge's own.")
    private Path path = Path.of("");

    @Option(names = "--id", paramLabel = "ID", description = "Which trajectory, where there are several.")
    private @Nullable String id;

    @Option(
            names = "--verdict",
            paramLabel = "PATH",
            description = "Labels or judgements to show beside it. May be repeated.")
    private List<Path> verdicts = new ArrayList<>();

    @Option(names = "--html", paramLabel = "FILE", description = "Writes one page that needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--full", description = "Shows results whole in the terminal.")
    private boolean full;

    @Override
    public Integer call() {
        if (verdicts.size() > MOST_VERDICTS) {
            throw new UserException(
                    "At most " + MOST_VERDICTS + " verdicts are shown side by side, not " + verdicts.size() + ".");
        }
        TrajectoryView view = TrajectoryView.read(path, id, verdicts);
        if (html == null) {
            System.out.print(TrajectoryText.of(view, Ansi.AUTO.enabled(), full));
        } else {
            AtomicFile.write(html, TrajectoryPage.of(view));
            System.out.println(html);
        }
        return 0;
    }
}
