package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.model.quant.QuantizedModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model in fewer bits. */
@Command(
        name = "quantize",
        description = {
            "Writes a model with its matrices in eight or four bits, for generation alone: a quarter or an eighth of the"
                    + " memory of float32.",
            "The result is read back and compared with its source: how far logits are apart, and how many of the tokens"
                    + " that the source writes the result would write, too. Too far apart is not published."
        },
        mixinStandardHelpOptions = true)
final class Quantize implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model directory.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The model directory to be written.")
    private Path out = Path.of("");

    @Option(names = "--bits", paramLabel = "BITS", description = "8 or 4; default ${DEFAULT-VALUE}.")
    private int bits = 8;

    @Option(names = "--json", description = "One JSON line on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        QuantizedModel made = QuantizedModel.write(source, out, bits);
        if (json) {
            System.out.println(Json.write(made));
            return 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: logits of up to %.3g differ by at most %.2g from the source; %d of %d greedy tokens agree%n",
                out,
                made.probe().greatestLogit(),
                made.probe().greatestDifference(),
                made.greedyAgreed(),
                made.greedyTokens());
        return 0;
    }
}
