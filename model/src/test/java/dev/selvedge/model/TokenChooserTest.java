package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TokenChooserTest {
    /** Sorts the whole vocabulary and keeps its beginning, step by step as documented. */
    private static Map<Integer, Double> kept(float[] logits, SamplingRule rule) {
        List<Integer> order = IntStream.range(0, logits.length)
                .boxed()
                .filter(i -> logits[i] > Float.NEGATIVE_INFINITY)
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .toList();
        double most = logits[order.getFirst()];
        var weights = new java.util.LinkedHashMap<Integer, Double>();
        for (int id : order) {
            double weight = Math.exp((logits[id] - most) / rule.temperature());
            if (weight >= rule.minP() && (rule.topK() == 0 || weights.size() < rule.topK())) {
                weights.put(id, weight);
            }
        }
        double sum = weights.values().stream().mapToDouble(w -> w).sum();
        double mass = 0;
        var kept = new java.util.TreeMap<Integer, Double>();
        for (var entry : weights.entrySet()) {
            if (mass < rule.topP() * sum) {
                kept.put(entry.getKey(), entry.getValue());
            }
            mass += entry.getValue();
        }
        return kept;
    }

    @Test
    void drawsAsASortWould() {
        var random = new Random(1);
        for (int round = 0; round < 400; round++) {
            int size = 2 + random.nextInt(round % 10 == 0 ? 3_000 : 60);
            float[] logits = new float[size];
            for (int i = 0; i < size; i++) {
                // Coarse values now and then, so that many are equal.
                double value = random.nextGaussian() * 3;
                logits[i] = (float) (round % 3 == 0 ? Math.rint(value) : value);
                if (random.nextInt(9) == 0) {
                    logits[i] = Float.NEGATIVE_INFINITY;
                }
            }
            logits[random.nextInt(size)] = 1;
            SamplingRule rule = SamplingRule.at(0.3 + random.nextDouble())
                    .withTopK(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(size))
                    .withTopP(random.nextInt(3) == 0 ? 1 : 0.001 + 0.998 * random.nextDouble())
                    .withMinP(random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3);
            Map<Integer, Double> kept = kept(logits, rule);
            var chooser = new TokenChooser(size);
            var drawn = new TreeSet<Integer>();
            for (int seed = 0; seed < 20; seed++) {
                int chosen = chooser.choose(logits.clone(), rule, new SplittableRandom(seed));
                assertThat(chosen).isEqualTo(drawn(kept, new SplittableRandom(seed)));
                drawn.add(chosen);
            }
            assertThat(kept.keySet()).containsAll(drawn);
        }
    }

    private static int drawn(Map<Integer, Double> kept, SplittableRandom random) {
        double mark =
                random.nextDouble() * kept.values().stream().mapToDouble(w -> w).sum();
        int chosen = -1;
        for (var entry : kept.entrySet()) {
            chosen = entry.getKey();
            mark -= entry.getValue();
            if (mark < 0) {
                break;
            }
        }
        return chosen;
    }

    @Test
    void knowsTheMostProbableTokens() {
        var random = new Random(2);
        for (int round = 0; round < 50; round++) {
            float[] logits = new float[5 + random.nextInt(100)];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = random.nextInt(20);
            }
            List<Integer> order = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                    .limit(7)
                    .toList();
            var chooser = new TokenChooser(logits.length);
            assertThat(chooser.top(logits, Math.min(7, logits.length), 3))
                    .extracting(Sampled.TopLogProb::id)
                    .isEqualTo(order);
            assertThat(chooser.mostProbable(logits)).isEqualTo(order.getFirst());
            assertThat(chooser.top(logits, 0, 3)).isEmpty();
        }
    }

    @Test
    void penaltiesAndBiasesChangeTheChoiceButNotTheLogProbability() {
        float[] logits = {2f, 1.9f, -1f, 1.5f, 0f, -5f};
        assertThat(first(logits, SamplingRule.GREEDY, 3)).containsExactly(0, 0, 0);
        // 2 / 1.2 < 1.9, then 1.9 / 1.2 < 2 / 1.2, so 0 again.
        assertThat(first(logits, SamplingRule.GREEDY.withPenalties(1.2, 0, 0), 3))
                .containsExactly(1, 0, 0);
        assertThat(first(logits, SamplingRule.GREEDY.withPenalties(1, 0.3, 0), 3))
                .containsExactly(0, 1, 0);
        assertThat(first(logits, SamplingRule.GREEDY.withPenalties(1, 0, 0.3), 5))
                .containsExactly(0, 1, 0, 1, 3);
        assertThat(first(logits, SamplingRule.GREEDY.withLogitBias(Map.of(5, 8f, 0, -100f)), 2))
                .containsExactly(5, 5);
    }

    /** Tokens that are sampled where the model always gives the same logits; the prompt is token 0. */
    private static List<Integer> first(float[] logits, SamplingRule rule, int count) {
        var told = new ArrayList<Sampled>();
        var continuation = new Continuation(
                GenerationRequest.of(new int[] {0}, count).sampled(rule, 1), ModelTest.TOKENIZER, 100, told::add);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        for (int i = 0; i < count; i++) {
            continuation.sample(logits.clone(), Math.log(sum), new TokenChooser(logits.length));
        }
        for (Sampled sampled : told) {
            assertThat(sampled.logProb()).isCloseTo((float) (logits[sampled.id()] - Math.log(sum)), within(1e-5f));
        }
        return told.stream().map(Sampled::id).toList();
    }

    @Test
    void stopTokensWaitForTheLeastNumber() {
        var continuation = new Continuation(
                GenerationRequest.greedy(new int[] {1}, 9, Set.of(2)).withMinTokens(3),
                ModelTest.TOKENIZER,
                100,
                sampled -> {});
        for (int i = 0; i < 4; i++) {
            continuation.sample(new float[] {0, 1, 5, 2}, 6, new TokenChooser(4));
        }
        assertThat(continuation.result().join().ids()).containsExactly(3, 3, 3, 2);
    }

    @Test
    void damagedWeightsAreSaid() {
        var continuation =
                new Continuation(GenerationRequest.of(new int[] {1}, 3), ModelTest.TOKENIZER, 100, sampled -> {});
        continuation.sample(new float[] {Float.NaN, 1}, Double.NaN, new TokenChooser(2));
        assertThatThrownBy(() -> continuation.result().join()).hasMessageContaining("not numbers");
        assertThatThrownBy(() -> SamplingRule.GREEDY.withTopP(0)).hasMessageContaining("topP");
    }

    /** Prints times; run by hand. */
    @Test
    @Tag("long")
    void speedOnALargeVocabulary() {
        float[] logits = new float[151_936];
        var random = new Random(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian() * 3;
        }
        var chooser = new TokenChooser(logits.length);
        var rules = Map.of(
                "greedy", SamplingRule.GREEDY,
                "all", SamplingRule.at(1),
                "top-k 20, top-p 0.95", SamplingRule.at(0.6).withTopK(20).withTopP(0.95),
                "top-p 0.9", SamplingRule.at(1).withTopP(0.9));
        rules.forEach((name, rule) -> {
            double best = Double.MAX_VALUE;
            double sorted = Double.MAX_VALUE;
            for (int round = 0; round < 40; round++) {
                long begin = System.nanoTime();
                int unused = chooser.choose(logits, rule, new SplittableRandom(round));
                best = Math.min(best, (System.nanoTime() - begin) / 1e6);
                begin = System.nanoTime();
                long[] keys = new long[logits.length];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = (long) Float.floatToIntBits(logits[i]) << 32 | i;
                }
                Arrays.sort(keys);
                sorted = Math.min(sorted, (System.nanoTime() - begin) / 1e6);
            }
            System.out.printf("%s: %.2f ms (sorting alone: %.2f ms)%n", name, best, sorted);
        });
    }
}
