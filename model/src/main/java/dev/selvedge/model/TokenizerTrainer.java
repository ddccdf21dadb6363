package dev.selvedge.model;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a byte-level BPE tokenizer. Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with
 * Subword Units", 2016, section 3.2, on bytes instead of characters, so every text can be encoded. Pair counts are kept
 * up to date instead of counted afresh for every merge. Deterministic: of equally frequent pairs the one with the lower
 * ids is merged.
 *
 * <p>Ids: 0 to 255 are the bytes, then come the merged tokens in their order, then the special tokens.
 *
 * @param vocabularySize number of ids in all. Fewer come out if the texts run out of pairs that occur twice.
 * @param specialTokens spellings of the special tokens
 */
public record TokenizerTrainer(int vocabularySize, List<String> specialTokens) {
    private static final int MIN_PAIR_COUNT = 2;

    public TokenizerTrainer {
        specialTokens = List.copyOf(specialTokens);
        int least = 256 + specialTokens.size();
        if (vocabularySize < least) {
            throw new UserException("A byte-level vocabulary of " + vocabularySize + " is too small: 256 bytes and "
                    + specialTokens.size() + " special tokens already make " + least + ".");
        }
    }

    /** Learns the merges from these texts, which are read once. */
    public Tokenizer train(Iterable<String> texts) {
        var counts = new LinkedHashMap<String, Long>();
        for (String text : texts) {
            Pretokens.forEach(text, piece -> counts.merge(piece, 1L, Long::sum));
        }
        var merging = new Merging(counts);
        merging.run(vocabularySize - specialTokens.size());
        return Tokenizer.parse(json(merging.tokens, merging.merges));
    }

    /** Left and right id of a pair, in one long so that natural order is order by left, then right. */
    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int left(long pair) {
        return (int) (pair >> 32);
    }

    private static int right(long pair) {
        return (int) pair;
    }

    private static final class Merging {
        private record Candidate(long count, long pair) implements Comparable<Candidate> {
            @Override
            public int compareTo(Candidate that) {
                int byCount = Long.compare(that.count, count);
                return byCount != 0 ? byCount : Long.compare(pair, that.pair);
            }
        }

        /** Vocabulary entries by id. */
        private final List<String> tokens = new ArrayList<>();

        private final Map<String, Integer> ids = new HashMap<>();
        /** The merged pairs, in order. */
        private final List<Long> merges = new ArrayList<>();

        private final List<int[]> words = new ArrayList<>();
        private final List<Long> wordCounts = new ArrayList<>();
        private final Map<Long, Long> pairCounts = new HashMap<>();
        private final Map<Long, TreeSet<Integer>> wordsOfPair = new HashMap<>();
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

        Merging(Map<String, Long> counts) {
            for (int b = 0; b < 256; b++) {
                id(ByteAlphabet.standIn((byte) b));
            }
            counts.forEach((piece, count) -> {
                byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
                int[] word = new int[bytes.length];
                for (int i = 0; i < bytes.length; i++) {
                    word[i] = bytes[i] & 0xff;
                }
                words.add(word);
                wordCounts.add(count);
                addPairs(words.size() - 1, count);
            });
            pairCounts.forEach((pair, count) -> queue.add(new Candidate(count, pair)));
        }

        void run(int vocabularySize) {
            while (tokens.size() < vocabularySize && !queue.isEmpty()) {
                Candidate best = queue.poll();
                if (best.count != pairCounts.getOrDefault(best.pair, 0L)) {
                    continue; // stale: the pair was queued again with its present count
                }
                if (best.count < MIN_PAIR_COUNT) {
                    break;
                }
                merges.add(best.pair);
                merge(best.pair, id(tokens.get(left(best.pair)) + tokens.get(right(best.pair))));
            }
        }

        /** Two different pairs can spell the same token; it keeps its first id. */
        private int id(String token) {
            return ids.computeIfAbsent(token, key -> {
                tokens.add(key);
                return tokens.size() - 1;
            });
        }

        private void merge(long pair, int merged) {
            var changed = new TreeSet<Long>();
            for (int index : List.copyOf(wordsOfPair.get(pair))) {
                long count = wordCounts.get(index);
                changed.addAll(addPairs(index, -count));
                words.set(index, replaced(words.get(index), pair, merged));
                changed.addAll(addPairs(index, count));
            }
            for (long touched : changed) {
                Long count = pairCounts.get(touched);
                if (count != null) {
                    queue.add(new Candidate(count, touched));
                }
            }
        }

        /** Adds the pairs of a word to the books, or with a negative count takes them out. */
        private List<Long> addPairs(int index, long count) {
            int[] word = words.get(index);
            var pairs = new ArrayList<Long>();
            for (int i = 0; i + 1 < word.length; i++) {
                long pair = pair(word[i], word[i + 1]);
                pairs.add(pair);
                if (pairCounts.merge(pair, count, Long::sum) == 0) {
                    pairCounts.remove(pair);
                }
                if (count > 0) {
                    wordsOfPair.computeIfAbsent(pair, key -> new TreeSet<>()).add(index);
                } else {
                    TreeSet<Integer> indices = wordsOfPair.get(pair);
                    if (indices != null && indices.remove(index) && indices.isEmpty()) {
                        wordsOfPair.remove(pair);
                    }
                }
            }
            return pairs;
        }

        private static int[] replaced(int[] word, long pair, int merged) {
            int[] result = new int[word.length];
            int length = 0;
            for (int i = 0; i < word.length; i++) {
                if (i + 1 < word.length && pair(word[i], word[i + 1]) == pair) {
                    result[length++] = merged;
                    i++;
                } else {
                    result[length++] = word[i];
                }
            }
            return Arrays.copyOf(result, length);
        }
    }

    private String json(List<String> tokens, List<Long> merges) {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        root.putNull("normalizer");
        ObjectNode cutting = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = cutting.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", Pretokens.PATTERN);
        split.put("behavior", "Isolated").put("invert", false);
        byteLevel(steps.addObject());
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ArrayNode pairs = model.putArray("merges");
        for (long merge : merges) {
            pairs.addArray().add(tokens.get(left(merge))).add(tokens.get(right(merge)));
        }
        for (String token : tokens) {
            vocabulary.put(token, vocabulary.size());
        }
        for (String special : specialTokens) {
            int id = tokens.size() + added.size();
            added.addObject()
                    .put("id", id)
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        return Json.pretty(root);
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }
}
