package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.Sampling;
import dev.selvedge.model.Generator.Generated;
import dev.selvedge.model.Generator.Request;
import dev.selvedge.model.ModelConfig.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {
    private static final Set<Integer> NO_END = Set.of();

    @ParameterizedTest
    @CsvSource({"LLAMA,2", "QWEN2,4", "QWEN3,1"})
    void cachedDecodingIsUncachedDecoding(Family family, int keyValueHeads) {
        var random = new Random(3);
        try (var transformer = Toys.transformer(Toys.config(family, true, keyValueHeads), 4);
                var workers = new Workers(2)) {
            List<Request> requests = requests(random, 7, 15, 0);
            List<Generated> cached = new Generator(transformer, NO_END, workers).generate(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(cached.get(i).tokens().ids())
                        .isEqualTo(uncached(transformer, requests.get(i).prompt(), 15));
            }
        }
    }

    /** The slow obvious form: the whole sequence through the model for every token. */
    private static int[] uncached(Transformer transformer, int[] prompt, int count) {
        int[] ids = prompt;
        for (int step = 0; step < count; step++) {
            try (var scope = Torch.scope()) {
                float[] logits = Torch.floats(transformer.logits(Packed.atEnds(List.of(ids))));
                int best = IntStream.range(0, logits.length).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
                ids = Arrays.copyOf(ids, ids.length + 1);
                ids[ids.length - 1] = best;
            }
        }
        return Arrays.copyOfRange(ids, prompt.length, ids.length);
    }

    @Test
    void aRowSamplesTheSameAloneAndAmongOthersThatEndEarlier() {
        var random = new Random(5);
        try (var transformer = Toys.transformer(Toys.config(Family.QWEN3, true, 2), 6);
                var workers = new Workers(1)) {
            Generator generator = new Generator(transformer, Set.of(3, 17, 22), workers);
            List<Request> requests = requests(random, 9, 30, 1);
            List<Generated> together = generator.generate(requests);
            assertThat(together.stream().map(g -> g.tokens().ids().length).distinct())
                    .hasSizeGreaterThan(2);
            for (int i = 0; i < requests.size(); i++) {
                Generated alone = generator.generate(List.of(requests.get(i))).getFirst();
                assertThat(together.get(i).tokens().ids())
                        .isEqualTo(alone.tokens().ids());
                assertThat(together.get(i).finish()).isEqualTo(alone.finish());
            }
        }
    }

    @Test
    void logProbabilitiesAreThoseOfAPassOverTheWholeSequence() {
        var random = new Random(7);
        try (var transformer = Toys.transformer(Toys.config(Family.LLAMA, true, 2), 8);
                var workers = new Workers(1)) {
            Request request = requests(random, 1, 20, 1).getFirst();
            Generated generated = new Generator(transformer, NO_END, workers)
                    .generate(List.of(request))
                    .getFirst();
            int[] sampled = generated.tokens().ids();
            int[] all = IntStream.concat(Arrays.stream(request.prompt()), Arrays.stream(sampled))
                    .toArray();
            try (var scope = Torch.scope()) {
                float[] logits = Torch.floats(transformer.logits(Packed.everywhere(List.of(all))));
                for (int i = 0; i < sampled.length; i++) {
                    int row = (request.prompt().length + i - 1) * 50;
                    double sum = 0;
                    for (int v = 0; v < 50; v++) {
                        sum += Math.exp(logits[row + v]);
                    }
                    assertThat(generated.tokens().logProbs()[i])
                            .isCloseTo((float) (logits[row + sampled[i]] - Math.log(sum)), within(1e-4f));
                }
            }
        }
    }

    @Test
    void samplesAsOftenAsTheProbabilitiesSay() {
        float[] logits = {0, 1, 2, -1};
        var random = new java.util.SplittableRandom(1);
        int[] counts = new int[4];
        for (int i = 0; i < 20_000; i++) {
            counts[
                    Choice.of(logits, 0, 4, new Sampling(1, 1, 1, 0, List.of()), random)
                            .id()]++;
        }
        double sum = 1 + Math.E + Math.exp(2) + Math.exp(-1);
        for (int v = 0; v < 4; v++) {
            assertThat(counts[v] / 20_000.0).isCloseTo(Math.exp(logits[v]) / sum, within(0.015));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(Choice.of(logits, 0, 4, new Sampling(1, 0.6, 1, 0, List.of()), random)
                            .id())
                    .isEqualTo(2);
        }
    }

    @Test
    void refusesAPromptThatLeavesNoRoom() {
        try (var transformer = Toys.transformer(Toys.config(Family.LLAMA, true, 2), 8);
                var workers = new Workers(1)) {
            Request request = new Request(new int[64], Sampling.greedy(3), Generator.Stop.NEVER);
            assertThatThrownBy(() -> new Generator(transformer, NO_END, workers).generate(List.of(request)))
                    .hasMessageContaining("1 to 63");
        }
    }

    private static List<Request> requests(Random random, int count, int maxTokens, double temperature) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new Request(
                    Toys.ids(random, 1 + random.nextInt(20), 50),
                    new Sampling(temperature, 1, maxTokens, i, List.of()),
                    Generator.Stop.NEVER));
        }
        return requests;
    }
}
