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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineTest {
    private static final int VOCABULARY = ModelTest.TOKENIZER.vocabularySize();
    private static final Model MODEL = GeneratorTest.model(Family.QWEN3, 2, 300);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static int[] prompt(int length, long seed) {
        return Toys.ids(new Random(seed), length, VOCABULARY);
    }

    private static void assertSame(Generation one, Generation other) {
        assertThat(one.ids()).isEqualTo(other.ids());
        assertThat(one.logProbs()).containsExactly(other.logProbs(), within(1e-4f));
        assertThat(one.ending()).isEqualTo(other.ending());
    }

    @Test
    void requestsJoinWhatIsRunning() throws InterruptedException {
        List<GenerationRequest> requests = IntStream.range(0, 30)
                .mapToObj(i -> GenerationRequest.of(prompt(1 + 7 * i % 100, i), 20 + i)
                        .sampled(SamplingRule.at(i % 2).withTopK(5), i))
                .toList();
        var tickets = new ArrayList<Ticket>();
        var told = new ArrayList<List<Sampled>>();
        try (var engine = new Engine(MODEL, 2, 4);
                var generator = new Generator(MODEL, 1, 1)) {
            for (GenerationRequest request : requests) {
                var sampled = new ArrayList<Sampled>();
                told.add(sampled);
                tickets.add(engine.submit(request, sampled::add));
                Thread.sleep(2);
            }
            for (int i = 0; i < requests.size(); i++) {
                Generation generation = tickets.get(i).result().join();
                assertSame(
                        generation, generator.generate(List.of(requests.get(i))).getFirst());
                assertThat(told.get(i).stream().mapToInt(Sampled::id).toArray()).isEqualTo(generation.ids());
                assertThat(told.get(i)).allSatisfy(s -> assertThat(s.top()).isEmpty());
            }
            Engine.Counters counters = engine.counters();
            assertThat(counters.requests()).isEqualTo(30);
            assertThat(counters.promptTokens())
                    .isEqualTo(
                            requests.stream().mapToInt(r -> r.prompt().length).sum())
                    .isEqualTo(counters.prefilledTokens() + counters.sharedTokens());
            assertThat(counters.sampledTokens())
                    .isEqualTo(requests.stream()
                            .mapToInt(GenerationRequest::maxTokens)
                            .sum());
            assertThat(counters.waiting()).isZero();
        }
    }

    /** Each goes through the model in chunks, one after the other. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longPromptsAtOnceAllGetTheirReply() {
        try (Model model = Model.fresh(
                        ModelConfig.small(
                                ModelConfig.Family.QWEN3, MODEL.tokenizer().vocabularySize(), 16, 1, 3_000),
                        MODEL.tokenizer(),
                        3);
                var generator = new Generator(model, 1, 8)) {
            List<GenerationRequest> requests = IntStream.range(0, 3)
                    .mapToObj(i -> GenerationRequest.of(prompt(Decoder.CHUNK + 10 + i, i), 3))
                    .toList();
            assertThat(generator.generate(requests))
                    .hasSize(3)
                    .allSatisfy(generation -> assertThat(generation.ids()).isNotEmpty());
        }
    }

    @Test
    void aListenerThatThrowsEndsItsRequestAlone() {
        try (var engine = new Engine(MODEL, 1, 8)) {
            Ticket bad = engine.submit(GenerationRequest.of(prompt(5, 1), 50), sampled -> {
                throw new IllegalStateException("gone");
            });
            Ticket good = engine.submit(GenerationRequest.of(prompt(6, 2), 50), sampled -> {});
            assertThat(good.result().join().ending()).isEqualTo(Ending.MAX_TOKENS);
            assertThatThrownBy(() -> bad.result().join())
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("gone");
        }
    }

    @Test
    void aCancelledRequestKeepsWhatItHas() throws InterruptedException {
        try (var engine = new Engine(MODEL, 1, 1)) {
            var begun = new CountDownLatch(3);
            Ticket running = engine.submit(GenerationRequest.of(prompt(5, 1), 290), sampled -> begun.countDown());
            Ticket waiting = engine.submit(GenerationRequest.of(prompt(5, 2), 290), sampled -> {});
            begun.await();
            waiting.cancel();
            running.cancel();
            assertThat(running.result().join()).satisfies(generation -> {
                assertThat(generation.ending()).isEqualTo(Ending.CANCELLED);
                assertThat(generation.ids()).hasSizeBetween(3, 289);
                assertThat(generation.logProbs()).hasSameSizeAs(generation.ids());
            });
            assertThat(waiting.result().join().ending()).isEqualTo(Ending.CANCELLED);
            waiting.cancel();
        }
    }

    @Test
    void closingEndsWhatIsLeft() {
        var engine = new Engine(MODEL, 2, 1);
        List<Ticket> tickets = IntStream.range(0, 8)
                .mapToObj(i -> engine.submit(GenerationRequest.of(prompt(5, i), 290), sampled -> {}))
                .toList();
        engine.close();
        assertThat(tickets).allMatch(t -> t.result().isDone());
        assertThatThrownBy(() -> tickets.getLast().result().join()).hasMessageContaining("closed");
        assertThatThrownBy(() -> engine.submit(GenerationRequest.of(prompt(5, 0), 1), sampled -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void samplesOfOnePromptShareIt() {
        int[] prompt = prompt(100, 3);
        int[] related = prompt(95, 4);
        System.arraycopy(prompt, 0, related, 0, 50);
        var requests = new ArrayList<GenerationRequest>();
        for (int i = 0; i < 20; i++) {
            int[] of = i % 4 == 3 ? related : prompt;
            requests.add(
                    GenerationRequest.of(of, 40).sampled(SamplingRule.at(0.8).withTopK(5), i));
        }
        try (var shared = new Engine(MODEL, 1, 20);
                var apart = new Engine(MODEL, 1, 8, false)) {
            List<Ticket> one = shared.submitAll(requests);
            List<Ticket> other = apart.submitAll(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(one.get(i).result().join(), other.get(i).result().join());
            }
            assertThat(apart.counters().prefilledTokens()).isEqualTo(15 * 100 + 5 * 95);
            assertThat(shared.counters().prefilledTokens()).isEqualTo(100 + 14 + 45 + 4);
            assertThat(shared.counters().sharedTokens()).isEqualTo(14 * 99 + 50 + 4 * 94);
        }
    }

    @Test
    void tellsTheMostProbableTokensOfTheRawModel() {
        int[] prompt = prompt(9, 5);
        var told = new ArrayList<Sampled>();
        try (var engine = new Engine(MODEL, 1, 4)) {
            engine.submit(
                            GenerationRequest.of(prompt, 3)
                                    .withTopLogProbs(5)
                                    .sampled(SamplingRule.at(2).withPenalties(1.3, 1, 1), 7),
                            told::add)
                    .result()
                    .join();
        }
        int[] all = prompt;
        for (Sampled sampled : told) {
            float[] row = logProbs(all);
            List<Integer> order = IntStream.range(0, VOCABULARY)
                    .boxed()
                    .sorted((a, b) -> Float.compare(row[b], row[a]))
                    .limit(5)
                    .toList();
            assertThat(sampled.top()).extracting(Sampled.TopLogProb::id).isEqualTo(order);
            sampled.top().forEach(t -> assertThat(t.logProb()).isCloseTo(row[t.id()], within(1e-4f)));
            assertThat(sampled.logProb()).isCloseTo(row[sampled.id()], within(1e-4f));
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = sampled.id();
        }
    }

    private static float[] logProbs(int[] ids) {
        try (var scope = Torch.scope();
                var transformer = MODEL.transformer().sharing()) {
            return Torch.floats(transformer.logits(Packed.atEnds(List.of(ids))).log_softmax(-1));
        }
    }

    @Test
    void embedsTextsByTheirMean() {
        List<int[]> texts = List.of(prompt(5, 1), prompt(40, 2), prompt(1, 3));
        try (var engine = new Engine(MODEL, 1, 1)) {
            List<float[]> raw = engine.embed(texts, false);
            List<float[]> unit = engine.embed(texts, true);
            for (int i = 0; i < texts.size(); i++) {
                float[] alone = engine.embed(List.of(texts.get(i)), false).getFirst();
                assertThat(raw.get(i))
                        .hasSize(MODEL.transformer().config().width())
                        .containsExactly(alone, within(1e-4f));
                double square = 0;
                for (float value : unit.get(i)) {
                    square += value * value;
                }
                assertThat(square).isCloseTo(1, within(1e-4));
                assertThat(unit.get(i)[0] * raw.get(i)[1]).isCloseTo(unit.get(i)[1] * raw.get(i)[0], within(1e-4f));
            }
            assertThatThrownBy(() -> engine.embed(List.of(new int[0]), false)).isInstanceOf(UserException.class);
            assertThatThrownBy(() -> engine.embed(List.of(new int[301]), false)).isInstanceOf(UserException.class);
        }
    }

    @Test
    void noMemoryIsLeftByManyRequests() {
        int rounds = Integer.getInteger("selvedge.requests", 600) / 60;
        long objects = 0;
        long memory = 0;
        for (int round = 0; round < rounds; round++) {
            round(round);
            if (round == 1) {
                objects = Pointer.totalCount();
                memory = Pointer.physicalBytes();
            }
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
        assertThat(Pointer.physicalBytes()).isLessThan(memory + (256 << 20));
    }

    private static void round(int seed) {
        var random = new Random(seed);
        try (var engine = new Engine(MODEL, 2, 8)) {
            var tickets = new ArrayList<Ticket>();
            for (int i = 0; i < 60; i++) {
                boolean leaves = random.nextInt(3) == 0;
                int at = random.nextInt(10);
                var sampled = new int[1];
                tickets.add(engine.submit(
                        GenerationRequest.of(prompt(1 + random.nextInt(150), i % 10), 1 + random.nextInt(30))
                                .withStopTokens(Set.of(3, 5, 9)),
                        token -> {
                            if (leaves && ++sampled[0] == at) {
                                throw new IllegalStateException("gone");
                            }
                        }));
                if (random.nextInt(3) == 0) {
                    tickets.get(random.nextInt(tickets.size())).cancel();
                }
            }
            for (Ticket ticket : tickets) {
                assertThat(ticket.result().handle((g, e) -> true).join()).isTrue();
            }
        }
    }
}
