package dev.selvedge.model;

import dev.selvedge.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Byte-pair encoding in its obvious form: again and again the pair of lowest rank, the leftmost first. */
final class BytePairOracle {
    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final Map<List<String>, Integer> ranks = new HashMap<>();

    BytePairOracle(String tokenizerJson) {
        JsonNode model = Json.parse(tokenizerJson).path("model");
        model.path("vocab")
                .properties()
                .forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
        for (JsonNode merge : model.path("merges")) {
            ranks.putIfAbsent(List.of(merge.get(0).asString(), merge.get(1).asString()), ranks.size());
        }
    }

    int[] encode(String text) {
        var ids = new ArrayList<Integer>();
        Pretokens.forEach(text, piece -> {
            var symbols = new ArrayList<String>();
            for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                symbols.add(ByteAlphabet.standIn(b));
            }
            while (true) {
                int best = -1;
                for (int i = 0; i + 1 < symbols.size(); i++) {
                    if (rank(symbols, i) < (best < 0 ? Integer.MAX_VALUE : rank(symbols, best))) {
                        best = i;
                    }
                }
                if (best < 0) {
                    break;
                }
                symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
            }
            symbols.forEach(s -> ids.add(vocabulary.get(s)));
        });
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private int rank(List<String> symbols, int i) {
        return ranks.getOrDefault(List.of(symbols.get(i), symbols.get(i + 1)), Integer.MAX_VALUE);
    }
}
