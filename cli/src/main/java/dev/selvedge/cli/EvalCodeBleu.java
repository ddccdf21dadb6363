package dev.selvedge.cli;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.eval.CodeBleu;
import dev.selvedge.eval.CodeBleuCase;
import dev.selvedge.eval.CodeTexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Scores Python code by CodeBLEU. */
@Command(
        name = "codebleu",
        description = {
            "Scores Python code by CodeBLEU: a file of cases, or one prediction with its references.",
            "A case is a line of JSON with \"predictions\" (texts) and \"references\" (for each a list of texts), scored as"
                    + " one corpus; \"id\" is kept. Also read: \"prediction\" with \"reference\".",
            "Modes: published equals the package codebleu 0.7.1 (tree-sitter grammar 0.23), published-0.6.1 the package"
                    + " 0.6.1 (grammar 0.20.4, as WorkflowLLM used it), both with names in the order of first appearance"
                    + " where the packages depend on the hash seed; corrected is the paper's definition.",
            "With --json a line for each case: {\"id\", \"published\": {\"codebleu\", \"ngram_match_score\","
                    + " \"weighted_ngram_match_score\", \"syntax_match_score\", \"dataflow_match_score\","
                    + " \"workflowllm_codebleu\"}, \"published_0_6_1\": {…}, \"corrected\": {…}}; codebleu is with"
                    + " --weights, workflowllm_codebleu with .1,.1,.4,.4; in corrected, dataflow_match_score is null where"
                    + " no reference has any data flow.",
            "Lines that are no case are told on standard error, the others are scored, and the exit code is 1."
        },
        mixinStandardHelpOptions = true)
final class EvalCodeBleu implements Callable<Integer> {
    private static final int LINES_AT_ONCE = 256;

    @Option(names = "--cases", paramLabel = "FILE", description = "JSON Lines, a case a line.")
    private @Nullable Path cases;

    @Option(names = "--prediction", paramLabel = "FILE", description = "Code to be scored.")
    private @Nullable Path prediction;

    @Option(names = "--reference", paramLabel = "FILE", description = "Code that it should be like; may be repeated.")
    private List<Path> references = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "W",
            description = "Of n-grams, weighted n-grams, syntax and data flow, for example .1,.1,.4,.4; default"
                    + " ${DEFAULT-VALUE}.")
    private String weights = ".25,.25,.25,.25";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "published, published-0.6.1 or corrected; may be repeated. Default: all.")
    private List<String> modes = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", description = "Default: the number of cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "A line of JSON for each case.")
    private boolean json;

    private final CodeTexts texts = new CodeTexts();

    @Override
    public Integer call() throws InterruptedException {
        Set<CodeBleuCase.Mode> chosen = chosen();
        CodeBleu.Weights parts = weights();
        Path one = prediction;
        if (cases != null && one == null && references.isEmpty()) {
            return all(cases, chosen, parts);
        }
        if (cases == null && one != null && !references.isEmpty()) {
            List<String> wanted = references.stream().map(EvalCodeBleu::text).toList();
            CodeBleuCase single = new CodeBleuCase(one.toString(), List.of(text(one)), List.of(wanted));
            System.out.println(line(single.id(), single.score(chosen, parts, texts)));
            return 0;
        }
        throw new UserException("Give --cases FILE, or --prediction FILE with --reference FILE.");
    }

    private Set<CodeBleuCase.Mode> chosen() {
        Set<CodeBleuCase.Mode> chosen = EnumSet.noneOf(CodeBleuCase.Mode.class);
        for (String mode : modes) {
            chosen.add(Arrays.stream(CodeBleuCase.Mode.values())
                    .filter(one -> one.key().equals(mode.replace('-', '_').replace('.', '_')))
                    .findFirst()
                    .orElseThrow(() -> new UserException(
                            "There is no mode '" + mode + "'; there are published, published-0.6.1 and corrected.")));
        }
        return chosen.isEmpty() ? EnumSet.allOf(CodeBleuCase.Mode.class) : chosen;
    }

    private CodeBleu.Weights weights() {
        try {
            double[] parts = Arrays.stream(weights.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (parts.length == 4
                    && Arrays.stream(parts).allMatch(part -> part >= 0)
                    && Math.abs(Arrays.stream(parts).sum() - 1) < 1e-6) {
                return new CodeBleu.Weights(parts[0], parts[1], parts[2], parts[3]);
            }
        } catch (NumberFormatException e) {
            throw new UserException(wrong(), e);
        }
        throw new UserException(wrong());
    }

    private String wrong() {
        return "--weights is four numbers from 0 that sum to 1, joined by commas, not '" + weights + "'.";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
    }

    private record Scored(String line, boolean good) {}

    private int all(Path file, Set<CodeBleuCase.Mode> chosen, CodeBleu.Weights parts) throws InterruptedException {
        int refused = 0;
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file);
                ExecutorService crew = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<Callable<Scored>> work = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String text = line;
                int at = ++number;
                if (!line.isBlank()) {
                    work.add(() -> scored(text, file + ":" + at, at, chosen, parts));
                }
                if (work.size() == LINES_AT_ONCE) {
                    refused += tell(crew.invokeAll(work));
                    work.clear();
                }
            }
            refused += tell(crew.invokeAll(work));
        } catch (IOException e) {
            throw UserException.reading(file, e);
        }
        if (number == 0) {
            throw new UserException("There is no case in " + file + ".");
        }
        return refused > 0 ? Main.REFUSED : 0;
    }

    private Scored scored(
            String text, String place, int number, Set<CodeBleuCase.Mode> chosen, CodeBleu.Weights parts) {
        try {
            CodeBleuCase read = CodeBleuCase.read(text, String.valueOf(number));
            return new Scored(line(read.id(), read.score(chosen, parts, texts)), true);
        } catch (UserException e) {
            return new Scored(place + ": " + e.getMessage() + ".", false);
        }
    }

    private static int tell(List<Future<Scored>> futures) throws InterruptedException {
        int refused = 0;
        for (Future<Scored> future : futures) {
            try {
                Scored scored = future.get();
                (scored.good ? System.out : System.err).println(scored.line);
                refused += scored.good ? 0 : 1;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a case could not be scored", e.getCause());
            }
        }
        return refused;
    }

    private String line(String id, Map<CodeBleuCase.Mode, ObjectNode> scores) {
        if (json) {
            ObjectNode line = Json.object().put("id", id);
            scores.forEach((mode, values) -> line.set(mode.key(), values));
            return Json.write(line);
        }
        return id + "\n"
                + scores.entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT, "  %-15s %s", entry.getKey().key(), figures(entry.getValue())))
                        .collect(Collectors.joining("\n"));
    }

    private static String figures(ObjectNode values) {
        return values.properties().stream()
                .map(value -> value.getKey().replace("_match_score", "").replace('_', ' ') + " "
                        + (value.getValue().isNull()
                                ? "none"
                                : String.format(
                                        Locale.ROOT, "%.4f", value.getValue().asDouble())))
                .collect(Collectors.joining(", "));
    }
}
