package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.model.TensorSink;
import dev.selvedge.model.merge.HeldOut;
import dev.selvedge.model.merge.Merge;
import dev.selvedge.model.merge.MergeConfig;
import dev.selvedge.model.merge.MergePlan;
import dev.selvedge.model.merge.MergeProbe;
import dev.selvedge.model.merge.Places;
import dev.selvedge.model.merge.Preview;
import dev.selvedge.model.merge.Sweep;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Merges models. */
@Command(
        name = "merge",
        description = {
            "Merges models into one, by a configuration in mergekit's form.",
            "Models are folders in the Hugging Face layout; relative paths are looked for beside CONFIG, in the folder"
                    + " above it, and in the working directory.",
            "The result is written aside, probed, and only then gets its name."
        },
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CONFIG", description = "What to merge and how, a YAML file.")
    private Path config = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", arity = "0..1", description = "Folder of the merged model.")
    private @Nullable Path out;

    @Option(names = "--models-root", paramLabel = "FOLDER", description = "Look for models here and nowhere else.")
    private @Nullable Path root;

    @Option(names = "--dry-run", description = "Check everything, say what would be done, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--preview",
            description = "Tell norms, cosines and conflicts of signs of every tensor, and write nothing.")
    private boolean preview;

    @Option(names = "--json", description = "With --preview or --sweep: one JSON value on standard output.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Of what dare and della draw. Default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: as many as there are cores.")
    private int threads;

    @Option(
            names = "--shard-bytes",
            paramLabel = "N",
            description = "Most bytes of tensors in one file. Default ${DEFAULT-VALUE}.")
    private long shardBytes = TensorSink.USUAL_FILE_BYTES;

    @ArgGroup(exclusive = false, heading = "%nChoosing a point by two sets of held-out conversations:%n")
    private @Nullable Sweeping sweeping;

    /** What a sweep needs. */
    static final class Sweeping {
        @Option(
                names = "--sweep",
                required = true,
                split = ",",
                paramLabel = "X",
                description = "Merge at each of these values, score each, and write the best, for example 0.1,0.3,0.5.")
        private List<Double> values = List.of();

        @Option(
                names = "--sweep-parameter",
                paramLabel = "NAME",
                description = {
                    "A parameter of the method, or balance: the last model has this weight, the others share the rest.",
                    "Default: t or lambda where the method has one, else balance."
                })
        private @Nullable String parameter;

        @Option(
                names = "--tasks",
                required = true,
                arity = "2",
                paramLabel = "FILE",
                description = {
                    "Two files of JSON Lines with messages.",
                    "A conversation scores the geometric mean of the probabilities of the assistant's tokens."
                })
        private List<Path> tasks = List.of();

        @Option(
                names = "--share",
                paramLabel = "S",
                description = "Of the first file in the choice, 0 to 1. Default 0.5.")
        private double share = 0.5;
    }

    @Override
    public Integer call() {
        if (threads < 0 || shardBytes < 1) {
            throw new UserException("--threads and --shard-bytes must be whole numbers from 1.");
        }
        MergeConfig asked = MergeConfig.read(config);
        if (sweeping != null) {
            asked = swept(asked, sweeping);
        }
        try (MergePlan plan = MergePlan.of(asked, Places.of(config, root), seed)) {
            if (dryRun) {
                System.out.print(plan.toText());
                return 0;
            }
            if (preview) {
                Preview looked = Preview.of(plan);
                System.out.print(json ? looked.toJson() + "\n" : looked.toText());
                return 0;
            }
            Path target = out;
            if (target == null) {
                throw new UserException("Say where the merged model goes: selvedge merge CONFIG OUT.");
            }
            plan.notes().forEach(note -> System.err.println("note: " + note));
            MergeProbe probe = new Merge(threads, shardBytes).write(plan, target);
            System.out.println(
                    target + ": " + plan.tensors() + " tensors, " + plan.bytes() + " bytes. " + probe.toText());
        }
        return 0;
    }

    private MergeConfig swept(MergeConfig asked, Sweeping wanted) {
        Path target = out;
        if (target == null) {
            throw new UserException("Say where the merged model goes: selvedge merge CONFIG OUT --sweep ...");
        }
        if (wanted.tasks.size() != 2) {
            throw new UserException("--tasks takes two files; found " + wanted.tasks.size() + ".");
        }
        if (!(wanted.share >= 0 && wanted.share <= 1)) {
            throw new UserException("--share is " + wanted.share + "; it must be 0 to 1.");
        }
        String parameter = wanted.parameter == null ? Sweep.usualParameter(asked.method()) : wanted.parameter;
        HeldOut first = HeldOut.read(wanted.tasks.getFirst());
        HeldOut second = HeldOut.read(wanted.tasks.getLast());
        Sweep sweep = Sweep.run(
                asked,
                Places.of(config, root),
                seed,
                new Merge(threads, shardBytes),
                parameter,
                wanted.values,
                new Sweep.Scorers(first::score, second::score),
                wanted.share,
                target.resolveSibling(target.getFileName() + ".point"));
        System.out.print(json ? sweep.toJson() + "\n" : sweep.toText());
        return Sweep.at(asked, parameter, sweep.best().value());
    }
}
