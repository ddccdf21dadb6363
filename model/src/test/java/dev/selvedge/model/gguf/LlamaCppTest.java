package dev.selvedge.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.model.GenerationRequest;
import dev.selvedge.model.Generator;
import dev.selvedge.model.Model;
import dev.selvedge.model.ModelConfig.Family;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Rope;
import dev.selvedge.model.Tokenizer;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported models compute the same in llama.cpp as here: every logit of some prompts, and the greedy continuation. */
class LlamaCppTest {
    private static final int GREEDY = 32;

    @TempDir
    private Path folder;

    private record Case(String name, Model model, GgufType type, double tolerance) {}

    @Test
    void logitsAndGreedyContinuationsAgree() throws IOException {
        var llama3 = new Rope.Llama3(500_000, 8, 1, 4, 64);
        List<Double> shortFactors = factors(1, 0.05);
        List<Double> longFactors = factors(1.5, 0.4);
        var longRope = new Rope.LongRope(10_000, shortFactors, longFactors, 128, 1.2);
        var cases = new ArrayList<Case>();
        for (GgufType type : List.of(GgufType.F32, GgufType.F16, GgufType.Q8_0)) {
            // llama.cpp rounds what it multiplies with such weights to the type of the weights.
            double tolerance = type == GgufType.F32 ? 1e-4 : type == GgufType.F16 ? 1e-2 : 0.25;
            cases.add(new Case("llama", Checkpoints.model(Family.LLAMA, llama3, true), type, tolerance));
            cases.add(new Case("qwen2", Checkpoints.model(Family.QWEN2, new Rope.Plain(1e6), false), type, tolerance));
            cases.add(new Case("qwen3", Checkpoints.model(Family.QWEN3, new Rope.Plain(1e6), true), type, tolerance));
            cases.add(new Case("minicpm", Checkpoints.model(Family.MINICPM, longRope, true), type, tolerance));
        }
        int tokens = Checkpoints.TOKENIZER.vocabularySize();
        var random = new Random(3);
        var requests = new ArrayList<LlamaCpp.Request>();
        for (Case each : cases) {
            Path directory = folder.resolve(each.name);
            Path file = folder.resolve(each.name + "-" + each.type.spelling() + ".gguf");
            each.model.write(directory);
            each.model.close();
            GgufExport.write(directory, file, each.type);
            List<int[]> prompts = List.of(
                    random.ints(7, 0, tokens).toArray(),
                    random.ints(40, 0, tokens).toArray());
            requests.add(new LlamaCpp.Request(file.toString(), prompts, GREEDY, List.of(), Checkpoints.POSITIONS));
        }
        List<LlamaCpp.Answer> answers = LlamaCpp.ask(folder, requests);
        var problems = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) {
            compare(cases.get(i), requests.get(i), answers.get(i), problems);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void textBecomesTheSameTokens() throws IOException {
        List<String> texts = texts();
        var requests = new ArrayList<LlamaCpp.Request>();
        var tokenizers = new ArrayList<Tokenizer>();
        for (String cutting : List.of("llama-bpe", "qwen2")) {
            Tokenizer tokenizer = Checkpoints.cutting(cutting);
            Path directory = folder.resolve(cutting);
            Path file = folder.resolve(cutting + ".gguf");
            try (Model model =
                    Checkpoints.model(tokenizer, Family.QWEN2, new Rope.Plain(1e6), new Checkpoints.Form(true, 64))) {
                model.write(directory);
            }
            assertThat(GgufExport.write(directory, file, GgufType.F16).warnings())
                    .isEmpty();
            requests.add(new LlamaCpp.Request(file.toString(), List.of(), 0, texts, 64));
            tokenizers.add(tokenizer);
        }
        List<LlamaCpp.Answer> answers = LlamaCpp.ask(folder, requests);
        for (int i = 0; i < answers.size(); i++) {
            for (int k = 0; k < texts.size(); k++) {
                assertThat(answers.get(i).tokens().get(k))
                        .as(texts.get(k))
                        .containsExactly(tokenizers.get(i).encode(texts.get(k)));
            }
        }
    }

    private static List<String> texts() {
        var random = new Random(8);
        String letters = "abc éñ ßΩж 日本 12345 \n\n\t  .,:;'\"()'s'LL-_<|end|>🙂";
        int[] points = letters.codePoints().toArray();
        var texts = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (int k = random.nextInt(40) + 1; k > 0; k--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            texts.add(text.toString());
        }
        texts.add("Set the timer to 10 minutes, I'LL show “battery” 12,345.67 %\r\n  if x:\n    y");
        return texts;
    }

    private static List<Double> factors(double first, double step) {
        var list = new ArrayList<Double>();
        for (int i = 0; i < 16; i++) {
            list.add(first + i * step);
        }
        return list;
    }

    private static void compare(
            Case expected, LlamaCpp.Request request, LlamaCpp.Answer answer, List<String> problems) {
        String name = expected.name + " " + expected.type.spelling();
        try (Model model = GgufImport.read(Path.of(request.file()))) {
            double difference = 0;
            for (int i = 0; i < request.prompts().size(); i++) {
                difference = Math.max(
                        difference,
                        difference(
                                model, request.prompts().get(i), answer.logits().get(i)));
            }
            if (!(difference <= expected.tolerance)) {
                problems.add(name + ": logits differ by " + difference);
            }
            List<int[]> ours = greedy(model, request.prompts());
            for (int i = 0; i < ours.size(); i++) {
                int[] theirs = answer.continuations().get(i);
                int at = Arrays.mismatch(ours.get(i), theirs);
                if (at >= 0 && gap(model, request.prompts().get(i), ours.get(i), at, theirs[at]) > expected.tolerance) {
                    problems.add(name + ": continuation " + i + " differs at token " + at);
                }
            }
        }
    }

    /** By how much our choice is ahead of another one: within the tolerance either is right. */
    private static double gap(Model model, int[] prompt, int[] continuation, int at, int other) {
        int[] ids = Arrays.copyOf(prompt, prompt.length + at);
        System.arraycopy(continuation, 0, ids, prompt.length, at);
        try (var scope = Torch.scope()) {
            float[] logits = Torch.floats(model.transformer().logits(Packed.atEnds(List.of(ids))));
            return logits[continuation[at]] - logits[other];
        }
    }

    private static double difference(Model model, int[] prompt, List<float[]> theirs) {
        float[] ours;
        try (var scope = Torch.scope()) {
            ours = Torch.floats(model.transformer().logits(Packed.everywhere(List.of(prompt))));
        }
        int vocabulary = model.transformer().config().vocabularySize();
        double difference = 0;
        for (int position = 0; position < prompt.length; position++) {
            for (int token = 0; token < vocabulary; token++) {
                double distance = Math.abs(ours[position * vocabulary + token] - theirs.get(position)[token]);
                difference = distance <= difference ? difference : distance;
            }
        }
        return difference;
    }

    private static List<int[]> greedy(Model model, List<int[]> prompts) {
        try (var generator = new Generator(model, 1, 4)) {
            List<GenerationRequest> requests = prompts.stream()
                    .map(p -> GenerationRequest.greedy(p, GREEDY, Set.of()))
                    .toList();
            return generator.generate(requests).stream().map(g -> g.ids()).toList();
        }
    }
}
