package dev.selvedge.cli;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Probe;
import dev.selvedge.model.gguf.GgufExport;
import dev.selvedge.model.gguf.GgufImport;
import dev.selvedge.model.gguf.GgufType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model directory as a GGUF file, or the other way. */
@Command(
        name = "export",
        description = {
            "Writes a model in another form: a model directory as a GGUF file, which llama.cpp and the tools around it"
                    + " run, or a GGUF file as a model directory.",
            "The result is read back and compared with the source before it gets its name; the comparison stays beside"
                    + " it."
        },
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
    /** As they are typed. */
    enum Type {
        f32,
        f16,
        bf16,
        q8_0
    }

    @Parameters(index = "0", paramLabel = "SOURCE", description = "A model directory, or a GGUF file.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The GGUF file, or the model directory, to be written.")
    private Path out = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "How a GGUF file stores matrices: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Type type = Type.f16;

    @Override
    public Integer call() {
        boolean toFile = isGguf(out);
        if (toFile == isGguf(source)) {
            throw new UserException("One of " + source + " and " + out
                    + " must be a GGUF file (NAME.gguf) and the other" + " a model directory.");
        }
        if (!Files.exists(source)) {
            throw new UserException("There is no " + source + ".");
        }
        if (!toFile) {
            print(GgufImport.write(source, out));
            return 0;
        }
        GgufExport export =
                GgufExport.write(source, out, GgufType.valueOf(type.name().toUpperCase(Locale.ROOT)));
        export.warnings().forEach(warning -> System.err.println("note: " + warning));
        print(export.probe());
        return 0;
    }

    private static boolean isGguf(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf") && !Files.isDirectory(path);
    }

    private void print(Probe probe) {
        System.out.printf(
                Locale.ROOT,
                "%s: over %d tokens, logits of up to %.3g differ by at most %.2g from the source%n",
                out,
                probe.tokens(),
                probe.greatestLogit(),
                probe.greatestDifference());
    }
}
