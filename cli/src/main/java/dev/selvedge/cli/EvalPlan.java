package dev.selvedge.cli;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Json;
import dev.selvedge.core.JsonLines;
import dev.selvedge.core.Score;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import dev.selvedge.eval.teval.Teval;
import dev.selvedge.recipes.OpenEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** T-Eval's scores of plans and of following a format. */
@Command(
        name = "plan",
        description = {
            "Scores plans, and replies in a format, as T-Eval does: as published and corrected.",
            "A case is a line of JSON with prediction and ground_truth, and meta (plans) or format and template."
        },
        mixinStandardHelpOptions = true)
final class EvalPlan implements Callable<Integer> {
    @Option(names = "--cases", paramLabel = "FILE", required = true, description = "Cases, one line of JSON each.")
    private Path cases = Path.of("");

    @Option(
            names = "--embedder",
            paramLabel = "NAME",
            description = "What tells how alike texts are: trigrams (no model), endpoint:URL#MODEL or local:DIR; "
                    + "default ${DEFAULT-VALUE}.")
    private String embedder = "trigrams";

    @Option(
            names = "--key-from-env",
            paramLabel = "VARIABLE",
            description = "Environment variable with the endpoint's key.")
    private @Nullable String keyVariable;

    @Option(names = "--json", description = "A line of JSON for each case.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, List<Estimate.Clustered>> scores = new LinkedHashMap<>();
        int number = 0;
        int unscored = 0;
        try (OpenEmbedder open = OpenEmbedder.of(embedder, keyVariable);
                Stream<JsonNode> lines = JsonLines.stream(cases, JsonNode.class)) {
            Teval teval = new Teval(open);
            for (JsonNode line : (Iterable<JsonNode>) lines::iterator) {
                Teval.Scored scored = teval.score(line);
                if (json) {
                    System.out.println(Json.write(tree(number, line, scored)));
                }
                if (scored.corrected() == null) {
                    System.err.println(cases + ":" + (number + 1) + ": " + scored.error());
                    unscored++;
                }
                count(scores, Integer.toString(number), scored);
                number++;
            }
        }
        if (!json) {
            System.out.print(table(scores));
        }
        return unscored == 0 ? 0 : Main.REFUSED;
    }

    private static ObjectNode tree(int number, JsonNode line, Teval.Scored scored) {
        ObjectNode node = Json.object().put("case", number);
        node.set("note", line.path("note"));
        node.set("kind", Json.tree(scored.kind().name().toLowerCase(Locale.ROOT)));
        node.set("published", Json.mapper().valueToTree(scored.published()));
        node.set("corrected", Json.mapper().valueToTree(scored.corrected()));
        node.put("error", scored.error().isEmpty() ? null : scored.error());
        if (scored.parsed() != null) {
            node.set("parsed_prediction", scored.parsed());
        }
        return node;
    }

    /** A case that one mode has no score for is unscored there. */
    private static void count(Map<String, List<Estimate.Clustered>> scores, String number, Teval.Scored scored) {
        Map<String, Double> corrected = scored.corrected();
        if (corrected == null) {
            return;
        }
        corrected.forEach((name, value) -> {
            Double published =
                    scored.published() == null ? null : scored.published().get(name);
            Score other = published == null
                    ? Score.unscored(Fault.SYSTEM, "The published code ends with an error.")
                    : Score.of(published);
            scores.computeIfAbsent(name, key -> new ArrayList<>()).add(new Estimate.Clustered(number, Score.of(value)));
            scores.computeIfAbsent(name + ", as published", key -> new ArrayList<>())
                    .add(new Estimate.Clustered(number, other));
        });
    }

    private static String table(Map<String, List<Estimate.Clustered>> scores) {
        StringBuilder text = new StringBuilder();
        scores.forEach((name, values) -> text.append(String.format(
                Locale.ROOT,
                "%-38s %s%n",
                name,
                Estimate.mean(values, Interval.UNIT, 0).percent())));
        return text.toString();
    }
}
