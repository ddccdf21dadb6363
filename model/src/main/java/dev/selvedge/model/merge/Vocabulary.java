package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.merge.MergeConfig.TokenizerRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vocabulary of the result, and which row of each model belongs to each of its tokens. A token that a model lacks
 * gets the row of the only model that has it, else of the base, else the mean of all that have it, as mergekit does.
 */
final class Vocabulary {
    private static final String FILE = "tokenizer.json";

    private final Map<String, Integer> tokens;
    private final int rows;
    private final Path source;
    private final List<JsonNode> added;
    private final @Nullable Checkpoint base;
    private final Map<Checkpoint, int[]> places = new LinkedHashMap<>();

    private Vocabulary(
            Map<String, Integer> tokens, int multiple, Path source, List<JsonNode> added, @Nullable Checkpoint base) {
        this.tokens = tokens;
        int end = 1 + tokens.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        this.rows = Math.ceilDiv(end, multiple) * multiple;
        this.source = source;
        this.added = added;
        this.base = base;
    }

    /**
     * Compares the vocabularies of models, and makes that of the result.
     *
     * @param rule whose vocabulary it is; null where all must share one
     * @param donor the base, or the first model
     * @param models those that give weights
     * @return null where all share one, and rows need no order
     */
    static @Nullable Vocabulary of(
            @Nullable TokenizerRule rule,
            Checkpoint donor,
            List<Checkpoint> models,
            List<String> notes,
            Collection<String> problems) {
        Map<Checkpoint, Map<String, Integer>> known = new LinkedHashMap<>();
        for (Checkpoint model : models) {
            Path file = model.directory().resolve(FILE);
            if (Files.exists(file)) {
                boolean same = rule == null && sameFile(file, donor.directory().resolve(FILE));
                if (!same) {
                    known.put(model, tokens(Checkpoint.object(file), file));
                }
            }
        }
        if (rule == null) {
            compare(donor, known, problems);
            return null;
        }
        Checkpoint chosen = rule.model() == null
                ? donor
                : models.stream()
                        .filter(model -> model.reference().equals(rule.model()))
                        .findFirst()
                        .orElse(donor);
        if (!known.containsKey(chosen)) {
            problems.add(chosen.reference() + " has no tokenizer.json, but the result is to have its vocabulary.");
            return null;
        }
        return arranged(rule, chosen, donor, models, known, notes);
    }

    private static Vocabulary arranged(
            TokenizerRule rule,
            Checkpoint chosen,
            Checkpoint donor,
            List<Checkpoint> models,
            Map<Checkpoint, Map<String, Integer>> known,
            List<String> notes) {
        Map<String, Integer> tokens = new LinkedHashMap<>(Objects.requireNonNull(known.get(chosen)));
        List<JsonNode> added = new ArrayList<>();
        if (rule.kind() == TokenizerRule.Kind.UNION) {
            addOthers(tokens, added, known);
        }
        Vocabulary vocabulary = new Vocabulary(tokens, rule.multiple(), chosen.directory(), added, donor);
        for (Checkpoint model : models) {
            Map<String, Integer> own = known.get(model);
            if (own == null) {
                notes.add(model.reference() + " has no tokenizer.json; its rows are taken to be those of "
                        + donor.reference() + ".");
                own = known.getOrDefault(donor, tokens);
            }
            vocabulary.places.put(model, vocabulary.placesOf(own));
            int rows = model.config().path("vocab_size").asInt(0);
            int used =
                    1 + own.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
            if (rows > used) {
                notes.add(model.reference() + " has " + rows + " rows for " + used
                        + " tokens; the rows that no token names are left out.");
            }
        }
        return vocabulary;
    }

    private static void compare(
            Checkpoint donor, Map<Checkpoint, Map<String, Integer>> known, Collection<String> problems) {
        Path file = donor.directory().resolve(FILE);
        if (known.isEmpty() || !Files.exists(file)) {
            return;
        }
        Map<String, Integer> own = tokens(Checkpoint.object(file), file);
        known.forEach((model, tokens) -> {
            if (!tokens.equals(own)) {
                Map<String, Integer> different = new TreeMap<>(tokens);
                different.entrySet().removeIf(entry -> entry.getValue().equals(own.get(entry.getKey())));
                problems.add("The vocabularies of " + model.reference() + " (" + tokens.size() + " tokens) and "
                        + donor.reference() + " (" + own.size() + ") differ"
                        + (different.isEmpty() ? "" : ", for example in " + Json.write(first(different)))
                        + "; say with tokenizer_source (union, base or a model) which one the result has.");
            }
        });
    }

    private static String first(Map<String, Integer> tokens) {
        return tokens.keySet().iterator().next();
    }

    private static boolean sameFile(Path first, Path second) {
        try {
            return Files.exists(second) && Files.mismatch(first, second) < 0;
        } catch (IOException e) {
            throw UserException.reading(first, e);
        }
    }

    /** Tokens with their numbers, those of the model first. */
    private static Map<String, Integer> tokens(ObjectNode tokenizer, Path file) {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        JsonNode vocabulary = tokenizer.path("model").path("vocab");
        if (vocabulary.isArray()) {
            for (JsonNode pair : vocabulary) {
                tokens.put(pair.path(0).asString(""), tokens.size());
            }
        } else {
            for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
                tokens.put(entry.getKey(), entry.getValue().asInt(-1));
            }
        }
        for (JsonNode token : tokenizer.path("added_tokens")) {
            tokens.put(token.path("content").asString(""), token.path("id").asInt(-1));
        }
        if (tokens.isEmpty() || tokens.containsValue(-1)) {
            throw new UserException(file + " lists no tokens, or some without a number.");
        }
        return tokens;
    }

    /** Tokens that only other models have follow after the last number, plain ones before added ones. */
    private static void addOthers(
            Map<String, Integer> tokens, List<JsonNode> added, Map<Checkpoint, Map<String, Integer>> known) {
        Map<String, JsonNode> special = new LinkedHashMap<>();
        Map<String, JsonNode> plain = new LinkedHashMap<>();
        known.forEach((model, own) -> {
            ObjectNode tokenizer = Checkpoint.object(model.directory().resolve(FILE));
            tokenizer
                    .path("added_tokens")
                    .forEach(token -> special.putIfAbsent(token.path("content").asString(""), token));
            own.keySet().forEach(token -> plain.putIfAbsent(token, plainToken(token)));
        });
        plain.keySet().removeAll(special.keySet());
        plain.putAll(special);
        int next =
                1 + tokens.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (Map.Entry<String, JsonNode> entry : plain.entrySet()) {
            if (!tokens.containsKey(entry.getKey())) {
                tokens.put(entry.getKey(), next);
                added.add(((ObjectNode) entry.getValue()).deepCopy().put("id", next++));
            }
        }
    }

    private static JsonNode plainToken(String token) {
        return Json.object()
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", false);
    }

    private int[] placesOf(Map<String, Integer> own) {
        int[] found = new int[rows];
        Arrays.fill(found, -1);
        tokens.forEach((token, number) -> {
            Integer place = own.get(token);
            if (place != null) {
                found[number] = place;
            }
        });
        return found;
    }

    /** Rows of embedding and head. */
    int rows() {
        return rows;
    }

    /** A tensor of a model with its rows in the order of this vocabulary. */
    TensorSource arrange(Checkpoint model, String name, TensorSource tensor) {
        return new RowTensor(rows, tensor, rowsOf(model, tensor), row -> donors(row, name));
    }

    private int[] rowsOf(Checkpoint model, TensorSource tensor) {
        int[] own = Objects.requireNonNull(places.get(model)).clone();
        for (int i = 0; i < own.length; i++) {
            own[i] = own[i] < tensor.shape().getFirst() ? own[i] : -1;
        }
        return own;
    }

    /** Whose rows stand in for a token. */
    private List<RowTensor.Row> donors(int row, String name) {
        List<RowTensor.Row> found = new ArrayList<>();
        RowTensor.Row ofBase = null;
        for (Map.Entry<Checkpoint, int[]> entry : places.entrySet()) {
            Checkpoint model = entry.getKey();
            TensorSource tensor = model.tensors().get(name);
            if (tensor == null) {
                tensor = model.tensors()
                        .get(TensorNames.embedding(model.tensors().keySet()));
            }
            int place = entry.getValue()[row];
            if (tensor != null && place >= 0 && place < tensor.shape().getFirst()) {
                RowTensor.Row one = new RowTensor.Row(tensor, place);
                found.add(one);
                ofBase = model.equals(base) ? one : ofBase;
            }
        }
        return ofBase == null ? found : List.of(ofBase);
    }

    /** Writes the tokenizer with the tokens that were added; nothing where none was. */
    void write(Path directory) throws IOException {
        if (added.isEmpty()) {
            return;
        }
        ObjectNode tokenizer = Checkpoint.object(source.resolve(FILE));
        ArrayNode list = tokenizer.withArray("added_tokens");
        added.forEach(list::add);
        Files.writeString(directory.resolve(FILE), Json.write(tokenizer));
    }

    /** Where tokenizer files come from. */
    Path source() {
        return source;
    }
}
