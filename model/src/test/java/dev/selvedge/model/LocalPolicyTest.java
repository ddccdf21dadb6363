package dev.selvedge.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Fault;
import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import dev.selvedge.core.Tokens;
import dev.selvedge.model.ModelConfig.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPolicyTest {
    private static Prompt prompt(String text, Sampling sampling) {
        return new Prompt(List.of(Message.user(text)), List.of(), sampling);
    }

    @Test
    void completesFromAModelDirectory(@TempDir Path folder) {
        Path directory = folder.resolve("toy");
        try (Model model = ModelTest.model(Family.LLAMA)) {
            Probe probe = model.write(directory);
            assertThat(probe.greatestDifference()).isZero();
            assertThat(directory.resolve("probe.json")).exists();
        }
        try (LocalPolicy policy = LocalPolicy.load("toy", directory, 0)) {
            assertThat(policy.name()).isEqualTo("toy");
            Prompt good = prompt("hello", Sampling.greedy(12));
            Prompt tooLong = prompt("hello".repeat(100), Sampling.greedy(12));
            List<Reply> replies = policy.completeAll(List.of(good, tooLong, good));
            assertThat(replies.get(0)).isInstanceOfSatisfying(Reply.Completion.class, completion -> {
                Tokens tokens = Objects.requireNonNull(completion.tokens());
                assertThat(completion.completionTokens())
                        .isEqualTo(tokens.ids().length)
                        .isBetween(1, 12);
                assertThat(completion.finish()).isIn("length", "stop", "tool_calls");
            });
            assertThat(replies.get(1)).isInstanceOfSatisfying(Reply.Failure.class, failure -> {
                assertThat(failure.fault()).isEqualTo(Fault.POLICY);
                assertThat(failure.reason()).contains("128");
            });
            assertThat(replies.get(2)).isEqualTo(replies.get(0)).isEqualTo(policy.complete(good));
        }
    }

    @Test
    void drawsFromTheMostProbableTokensAlone() {
        try (var policy = new LocalPolicy("toy", ModelTest.model(Family.LLAMA), 2)) {
            Sampling free = Sampling.at(1, 40).withSeed(3);
            Reply greedy = policy.complete(prompt("x", Sampling.greedy(40)));
            assertThat(policy.complete(prompt("x", free.withTopK(1)))).isEqualTo(greedy);
            assertThat(policy.complete(prompt("x", free.withTopP(1e-9)))).isEqualTo(greedy);
            assertThat(policy.complete(prompt("x", free.withTopK(2)))).isNotEqualTo(greedy);
        }
    }

    @Test
    void leavesTheStopStringOut() {
        try (var policy = new LocalPolicy("toy", ModelTest.model(Family.LLAMA), 2)) {
            var free = (Reply.Completion)
                    policy.complete(prompt("x", Sampling.at(1, 40).withSeed(3)));
            String text = free.message().content();
            String stop = text.substring(5, 6);
            var stopped = (Reply.Completion)
                    policy.complete(prompt("x", Sampling.at(1, 40).withSeed(3).withStop(List.of(stop))));
            assertThat(stopped.finish()).isEqualTo("stop");
            assertThat(stopped.message().content()).isEqualTo(text.substring(0, text.indexOf(stop)));
        }
    }
}
