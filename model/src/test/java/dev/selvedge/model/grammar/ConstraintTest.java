package dev.selvedge.model.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.selvedge.core.Json;
import dev.selvedge.model.Constraint;
import dev.selvedge.model.Generation;
import dev.selvedge.model.Generation.Ending;
import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Generator;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.RoleTokens;
import dev.selvedge.model.SamplingRule;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.TokenizerTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConstraintTest {
    private static final Tokenizer TOKENIZER = new TokenizerTrainer(420, RoleTokens.SPECIAL_TOKENS)
            .train(List.of(
                    "{\"days\": 12, \"city\": \"Rome\"}, [1, 2, true, null] \"lat\": -1.5".repeat(4), "x y 1 + 2"));
    private static final Model MODEL =
            Model.fresh(ModelConfig.small(Family.LLAMA, TOKENIZER.vocabularySize(), 32, 1, 400), TOKENIZER, 1);
    private static final TokenTrie TRIE = new TokenTrie(TOKENIZER);
    private static final int END = TOKENIZER.special("<|end|>");

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static List<Generation> samples(Constraint constraint, int count, int maxTokens, Set<Integer> stops) {
        var requests = new ArrayList<GenerationRequest>();
        for (int seed = 0; seed < count; seed++) {
            requests.add(GenerationRequest.greedy(new int[] {1 + seed % 50}, maxTokens, stops)
                    .sampled(SamplingRule.at(1), seed)
                    .withConstraint(constraint));
        }
        try (var generator = new Generator(MODEL, 2, 64)) {
            return generator.generate(requests);
        }
    }

    private static String text(Generation generation) {
        int[] ids = generation.ids();
        return TOKENIZER.decode(generation.ending() == Ending.STOP_TOKEN ? Arrays.copyOf(ids, ids.length - 1) : ids);
    }

    @Test
    void aFreshModelWritesWhatTheSchemaWants() {
        var schema = Json.parse(JsonGrammarTest.WEATHER);
        var check = new SchemaCheck(schema);
        List<Generation> generations = samples(JsonGrammar.ofSchema(schema).constraint(TRIE), 150, 120, Set.of(END));
        for (Generation generation : generations) {
            assertThat(check.holds(Json.parse(text(generation))))
                    .as(text(generation))
                    .isTrue();
        }
        assertThat(generations).extracting(Generation::ending).contains(Ending.STOP_TOKEN);
    }

    @Test
    void whatIsCutOffIsCompleteAllTheSame() {
        Constraint constraint = JsonGrammar.anyObject().constraint(TRIE);
        for (int maxTokens : new int[] {2, 3, 7, 30, 90}) {
            for (Generation generation :
                    samples(constraint, 30, maxTokens, maxTokens % 2 == 0 ? Set.of(END) : Set.of())) {
                assertThat(Json.parse(text(generation)).isObject())
                        .as(text(generation))
                        .isTrue();
            }
        }
    }

    @Test
    void endsByItselfWhereThereIsNoStopToken() {
        Generation generation = samples(Grammar.oneOf(List.of("yes", "no")).constraint(TRIE), 1, 50, Set.of())
                .getFirst();
        assertThat(text(generation)).isIn("yes", "no");
        assertThat(generation.ending()).isEqualTo(Ending.CONSTRAINT_END);
    }

    /** Every token by itself instead of the walk of the trie. */
    @Test
    void masksAreTheTokensThatFollow() {
        Grammar grammar = JsonGrammar.ofSchema(Json.parse(JsonGrammarTest.WEATHER));
        Constraint constraint = grammar.constraint(TRIE);
        var random = new Random(4);
        for (int round = 0; round < 12; round++) {
            Constraint.Progress progress = constraint.start();
            String before = "";
            for (int step = 0; step < 12 && !progress.mustEnd(); step++) {
                long[] allowed = progress.allowed(1_000);
                var open = new ArrayList<Integer>();
                for (int id = 0; id < TOKENIZER.vocabularySize(); id++) {
                    boolean bit = (allowed[id >> 6] >>> id & 1) != 0;
                    boolean follows = false;
                    String token = TOKENIZER.has(id) ? TOKENIZER.decode(id) : "\ufffd";
                    if (token.indexOf('\ufffd') < 0) {
                        String text = before + token;
                        follows = !TOKENIZER.specials().containsValue(id)
                                && grammar.accepted(text)
                                        == text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
                        assertThat(bit).as(text).isEqualTo(follows);
                    }
                    if (follows) {
                        open.add(id);
                    }
                }
                assertThat(progress.mayEnd()).isEqualTo(grammar.accepts(before));
                int next = open.get(random.nextInt(open.size()));
                progress.accept(next);
                before += TOKENIZER.decode(next);
            }
        }
    }

    @Test
    void refusesWhatDoesNotFollow() {
        Constraint.Progress progress =
                Grammar.oneOf(List.of("yes")).constraint(TRIE).start();
        assertThatThrownBy(() -> progress.accept(TOKENIZER.encode("n")[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Prints how long masks take; run by hand. */
    @Test
    @Tag("long")
    void masksOfALargeVocabulary() {
        var random = new Random(1);
        var json = Json.object();
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        var vocabulary = json.putObject("model").put("type", "BPE").putArray("merges");
        var names = ((tools.jackson.databind.node.ObjectNode) json.get("model")).putObject("vocab");
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            if (printable) {
                names.put(Character.toString(b), names.size());
            }
        }
        for (int i = 0; i < 68; i++) {
            names.put(Character.toString(0x100 + i), names.size());
        }
        while (names.size() < 151_000) {
            var word = new StringBuilder(random.nextInt(2) == 0 ? "\u0120" : "");
            for (int i = 0; i <= 1 + random.nextInt(9); i++) {
                int kind = random.nextInt(30);
                word.append((char)
                        (kind < 26
                                ? 'a' + random.nextInt(26)
                                : kind < 28 ? 33 + random.nextInt(90) : 0x100 + random.nextInt(60)));
            }
            if (!names.has(word.toString())) {
                names.put(word.toString(), names.size());
            }
        }
        assertThat(vocabulary).isEmpty();
        Tokenizer large = Tokenizer.parse(Json.write(json));
        long made = System.nanoTime();
        var trie = new TokenTrie(large);
        System.out.printf("trie of %d tokens: %.0f ms%n", large.vocabularySize(), (System.nanoTime() - made) / 1e6);
        for (Grammar grammar :
                List.of(JsonGrammar.anyObject(), JsonGrammar.ofSchema(Json.parse(JsonGrammarTest.WEATHER)))) {
            Constraint constraint = grammar.constraint(trie);
            for (int round = 0; round < 4; round++) {
                Constraint.Progress progress = constraint.start();
                String text = grammar.random(round, 400);
                long most = 0;
                long all = 0;
                int steps = 0;
                for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                    long begin = System.nanoTime();
                    progress.allowed(1_000_000);
                    long took = System.nanoTime() - begin;
                    most = Math.max(most, took);
                    all += took;
                    steps++;
                    for (int id = 0; id < 256; id++) {
                        if (large.bytes(id)[0] == b) {
                            progress.accept(id);
                        }
                    }
                }
                System.out.printf(
                        "round %d: %d masks, mean %.3f ms, most %.1f ms%n",
                        round, steps, all / 1e6 / Math.max(1, steps), most / 1e6);
            }
        }
    }
}
