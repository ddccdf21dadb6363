package dev.selvedge.eval;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.workflow.python.Grammar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts to be scored as one corpus, and what their scores are called. A line of a cases file is an object with
 * {@code predictions}, a list of texts, and {@code references}, for each of them a list of texts; {@code id} and
 * {@code lang} ({@code python}) may stand beside them, and so may anything else. A case of one prediction may also be
 * {@code prediction} with {@code reference}, a text or a list.
 *
 * @param id as the file has it, else the number of the line
 * @param predictions at least one
 * @param references for each prediction at least one
 */
public record CodeBleuCase(String id, List<String> predictions, List<List<String>> references) {
    /** What a score can be of. */
    public enum Mode {
        /** The package codebleu 0.7.1. */
        PUBLISHED,
        /** The package codebleu 0.6.1, which WorkflowLLM used: the same formulas over an earlier grammar. */
        PUBLISHED_0_6_1,
        /** The definition, as {@link CodeBleu} has it. */
        CORRECTED;

        /** As it stands in records: {@code published_0_6_1}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CodeBleuCase {
        predictions = List.copyOf(predictions);
        references = references.stream().map(List::copyOf).toList();
        if (predictions.isEmpty()) {
            throw new UserException("the case has no prediction; expected at least one");
        }
        if (predictions.size() != references.size()) {
            throw new UserException("the case has " + predictions.size() + " predictions but " + references.size()
                    + " lists of references; expected a list for each prediction");
        }
        if (references.stream().anyMatch(List::isEmpty)) {
            throw new UserException("a prediction has no reference; expected at least one");
        }
    }

    /**
     * Reads a line.
     *
     * @param otherwise the id of a case without one
     * @throws UserException if it is no case: what is wrong, without the place
     */
    public static CodeBleuCase read(String line, String otherwise) {
        JsonNode row;
        try {
            row = Json.parse(line);
        } catch (JacksonException e) {
            throw new UserException("the line is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!row.isObject()) {
            throw new UserException("the line is not a JSON object");
        }
        JsonNode lang = row.get("lang");
        if (lang != null && !lang.asString("").equals("python")) {
            throw new UserException("the case is in the language " + lang + "; only \"python\" is scored");
        }
        JsonNode id = row.get("id");
        String named = id == null || id.isNull() ? otherwise : id.isString() ? id.asString() : id.toString();
        if (row.has("predictions")) {
            List<List<String>> references = new ArrayList<>();
            for (JsonNode each : list(row.get("references"), "references")) {
                references.add(texts(each, "references"));
            }
            return new CodeBleuCase(named, texts(row.get("predictions"), "predictions"), references);
        }
        if (row.has("prediction")) {
            JsonNode one = row.get("reference");
            return new CodeBleuCase(
                    named,
                    List.of(text(row.get("prediction"), "prediction")),
                    List.of(one != null && one.isArray() ? texts(one, "reference") : List.of(text(one, "reference"))));
        }
        throw new UserException("the case has neither 'predictions' nor 'prediction'");
    }

    private static Iterable<JsonNode> list(@Nullable JsonNode node, String field) {
        if (node == null || !node.isArray()) {
            throw new UserException("'" + field + "' is no list");
        }
        return node;
    }

    private static List<String> texts(@Nullable JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(node, field)) {
            texts.add(text(each, field));
        }
        return texts;
    }

    private static String text(@Nullable JsonNode node, String field) {
        if (node == null || !node.isString()) {
            throw new UserException("'" + field + "' holds something that is no text");
        }
        return node.asString();
    }

    /**
     * The scores by mode, named as the packages name them: {@code codebleu} with the weights, {@code
     * ngram_match_score}, {@code weighted_ngram_match_score}, {@code syntax_match_score}, {@code dataflow_match_score}
     * (null where mode corrected has none), and {@code workflowllm_codebleu} with the weights of WorkflowLLM.
     */
    public Map<Mode, ObjectNode> score(Collection<Mode> modes, CodeBleu.Weights weights, CodeTexts texts) {
        List<CodeBleu.Sample> corpus = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            corpus.add(new CodeBleu.Sample(
                    texts.of(predictions.get(i)),
                    references.get(i).stream().map(texts::of).toList()));
        }
        if (modes.containsAll(EnumSet.of(Mode.PUBLISHED, Mode.CORRECTED))) {
            CodeBleu.readBoth(corpus);
        }
        Map<Mode, ObjectNode> scores = new TreeMap<>();
        for (Mode mode : modes) {
            scores.put(mode, scores(mode, corpus, weights));
        }
        return scores;
    }

    private static ObjectNode scores(Mode mode, List<CodeBleu.Sample> corpus, CodeBleu.Weights weights) {
        CodeBleu.Parts parts = switch (mode) {
            case PUBLISHED -> CodeBleu.publishedOf(corpus, Grammar.V0_23);
            case PUBLISHED_0_6_1 -> CodeBleu.publishedOf(corpus, Grammar.V0_20);
            case CORRECTED -> CodeBleu.correctedOf(corpus);
        };
        return Json.object()
                .put("codebleu", total(mode, parts, weights))
                .put("ngram_match_score", parts.ngram())
                .put("weighted_ngram_match_score", parts.weightedNgram())
                .put("syntax_match_score", parts.syntax())
                .put("dataflow_match_score", parts.dataFlow())
                .put("workflowllm_codebleu", total(mode, parts, CodeBleu.Weights.WORKFLOW_LLM));
    }

    private static double total(Mode mode, CodeBleu.Parts parts, CodeBleu.Weights weights) {
        return switch (mode) {
            case PUBLISHED, PUBLISHED_0_6_1 -> CodeBleu.publishedTotal(parts, weights);
            case CORRECTED -> CodeBleu.correctedTotal(parts, weights);
        };
    }
}
