package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.selvedge.core.UserException;
import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.ModelConfig.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {
    private static final int VOCABULARY = ModelTest.TOKENIZER.vocabularySize();
    private static final Model MODEL = model(Family.QWEN3, 2, 96);

    static Model model(Family family, int keyValueHeads, int maxPositions) {
        var config = new ModelConfig(
                family, VOCABULARY, 24, 40, 2, 4, keyValueHeads, 8, 1e-5, 10_000, maxPositions, true, 0.4, List.of());
        return new Model(Toys.transformer(config, 11), ModelTest.TOKENIZER, new RoleTokens(ModelTest.TOKENIZER));
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static List<int[]> prompts(int count, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> Toys.ids(random, 1 + random.nextInt(40), VOCABULARY))
                .toList();
    }

    /** The whole sequence through the model for every token. */
    private static Generation slowly(Model model, int[] prompt, int maxTokens) {
        int[] ids = new int[maxTokens];
        float[] logProbs = new float[maxTokens];
        int[] all = prompt;
        for (int i = 0; i < maxTokens; i++) {
            try (var scope = Torch.scope();
                    var transformer = model.transformer().sharing()) {
                float[] row = Torch.floats(
                        transformer.logits(Packed.atEnds(List.of(all))).log_softmax(-1));
                int best = 0;
                for (int k = 1; k < row.length; k++) {
                    best = row[k] > row[best] ? k : best;
                }
                ids[i] = best;
                logProbs[i] = row[best];
            }
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = ids[i];
        }
        return new Generation(ids, logProbs, Ending.MAX_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"LLAMA,4", "LLAMA,1", "QWEN2,2", "QWEN3,2"})
    void cachedEqualsUncached(Family family, int keyValueHeads) {
        try (Model model = model(family, keyValueHeads, 96);
                var generator = new Generator(model, 2, 3)) {
            List<int[]> prompts = prompts(9, 1);
            List<Generation> batched = generator.generate(prompts.stream()
                    .map(p -> GenerationRequest.greedy(p, 30, Set.of()))
                    .toList());
            for (int i = 0; i < prompts.size(); i++) {
                assertSame(batched.get(i), slowly(model, prompts.get(i), 30));
            }
        }
    }

    @Test
    void aBatchEqualsOneByOne() {
        List<GenerationRequest> requests = prompts(20, 2).stream()
                .map(p -> GenerationRequest.greedy(p, 5 + p.length, Set.of(3, 7, 20, 30, 90))
                        .sampled(
                                SamplingRule.at(p.length % 2)
                                        .withTopK(p.length % 3)
                                        .withTopP(0.9),
                                p.length))
                .toList();
        try (var batched = new Generator(MODEL, 2, 4);
                var single = new Generator(MODEL, 1, 1)) {
            List<Generation> together = batched.generate(requests);
            assertThat(together).extracting(Generation::ending).contains(Ending.STOP_TOKEN, Ending.MAX_TOKENS);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(
                        together.get(i),
                        single.generate(List.of(requests.get(i))).getFirst());
            }
            assertThat(batched.generate(requests)).isEqualTo(together);
        }
    }

    private static void assertSame(Generation one, Generation other) {
        assertThat(one.ids()).isEqualTo(other.ids());
        assertThat(one.logProbs()).containsExactly(other.logProbs(), within(1e-4f));
        assertThat(one.ending()).isEqualTo(other.ending());
    }

    @Test
    void samplesTheDistributionOfTheModel() {
        int[] prompt = {5, 6, 7};
        double[] expected;
        try (var scope = Torch.scope();
                var transformer = MODEL.transformer().sharing()) {
            float[] logits = Torch.floats(transformer.logits(Packed.atEnds(List.of(prompt))));
            double[] weights = new double[VOCABULARY];
            for (int i = 0; i < VOCABULARY; i++) {
                weights[i] = Math.exp(logits[i] / 1.3);
            }
            double sum = Arrays.stream(weights).sum();
            expected = Arrays.stream(weights).map(w -> w / sum).toArray();
        }
        int draws = 4_000;
        int[] all = first(prompt, draws, 0, 1);
        int[] ten = first(prompt, draws, 10, 1);
        int[] nucleus = first(prompt, draws, 0, 0.5);
        List<Integer> order = IntStream.range(0, VOCABULARY)
                .boxed()
                .sorted((a, b) -> Double.compare(expected[b], expected[a]))
                .toList();
        double mass = 0;
        int kept = 0;
        while (mass < 0.5) {
            mass += expected[order.get(kept++)];
        }
        for (int rank = 0; rank < VOCABULARY; rank++) {
            int id = order.get(rank);
            double p = expected[id];
            assertThat(all[id] / (double) draws).isCloseTo(p, within(5 * Math.sqrt(p / draws) + 1e-3));
            assertThat(ten[id] > 0 && rank >= 10).isFalse();
            assertThat(nucleus[id] > 0 && rank >= kept).isFalse();
            double q = rank < kept ? p / mass : 0;
            assertThat(nucleus[id] / (double) draws).isCloseTo(q, within(5 * Math.sqrt(q / draws) + 1e-3));
        }
    }

    private static int[] first(int[] prompt, int draws, int topK, double topP) {
        var requests = new ArrayList<GenerationRequest>();
        for (int seed = 0; seed < draws; seed++) {
            requests.add(GenerationRequest.of(prompt, 1)
                    .sampled(SamplingRule.at(1.3).withTopK(topK).withTopP(topP), seed));
        }
        int[] counts = new int[VOCABULARY];
        try (var generator = new Generator(MODEL, 2, 200)) {
            generator.generate(requests).forEach(g -> counts[g.ids()[0]]++);
        }
        return counts;
    }

    @Test
    void stopsAtAStopString() {
        int[] prompt = {65, 66};
        Generation free = slowly(MODEL, prompt, 25);
        String text = ModelTest.TOKENIZER.decode(free.ids());
        String stop = text.substring(text.length() / 2, text.length() / 2 + 2);
        if (stop.contains("\ufffd")) {
            stop = ModelTest.TOKENIZER.decode(Arrays.copyOfRange(free.ids(), 12, 14));
        }
        var request = GenerationRequest.of(prompt, 25).withStopStrings(List.of("never this", stop));
        try (var generator = new Generator(MODEL)) {
            Generation stopped = generator.generate(List.of(request)).getFirst();
            assertThat(stopped.ending()).isEqualTo(Ending.STOP_STRING);
            assertThat(stopped.ids()).isEqualTo(Arrays.copyOf(free.ids(), stopped.ids().length));
            assertThat(ModelTest.TOKENIZER.decode(stopped.ids())).contains(stop);
            int before = stopped.ids().length - 1;
            assertThat(ModelTest.TOKENIZER.decode(Arrays.copyOf(stopped.ids(), before)))
                    .doesNotContain(stop);
        }
    }

    @Test
    void endsWhereTheModelEnds() {
        try (var generator = new Generator(MODEL)) {
            int[] prompt = new int[90];
            Generation generation = generator
                    .generate(List.of(GenerationRequest.greedy(prompt, 100, Set.of())))
                    .getFirst();
            assertThat(generation.ending()).isEqualTo(Ending.MAX_POSITIONS);
            assertThat(generation.ids()).hasSize(6);
            assertSame(
                    new Generation(generation.ids(), generation.logProbs(), Ending.MAX_TOKENS),
                    slowly(MODEL, prompt, 6));
            var tooLong = GenerationRequest.greedy(new int[96], 1, Set.of());
            assertThatThrownBy(() -> generator.generate(List.of(tooLong))).isInstanceOf(UserException.class);
            assertThat(generator.generate(List.of())).isEmpty();
        }
    }
}
