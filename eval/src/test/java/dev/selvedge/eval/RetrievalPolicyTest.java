package dev.selvedge.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.core.Message;
import dev.selvedge.core.Prompt;
import dev.selvedge.core.Reply;
import dev.selvedge.core.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalPolicyTest {
    @Test
    void copiesTheAnswerOfTheNearestQuestion() {
        try (RetrievalPolicy policy = new RetrievalPolicy(List.of(
                new RetrievalPolicy.Example("Turn on the flashlight when it is dark", "light"),
                new RetrievalPolicy.Example("Show the battery level as a notification", "battery"),
                new RetrievalPolicy.Example("Translate the clipboard to French", "translate")))) {
            assertThat(answer(policy, "How full are my batteries? Notify me of the level.\n\nget_flashlight()"))
                    .isEqualTo("battery");
            assertThat(answer(policy, "translating clipboards")).isEqualTo("translate");
            assertThat(answer(policy, "zzz")).isEmpty();
            assertThat(answer(policy, "")).isEmpty();
        }
    }

    private static String answer(RetrievalPolicy policy, String question) {
        Prompt prompt = new Prompt(
                List.of(Message.system("Write code."), Message.user(question)), List.of(), Sampling.greedy(10));
        return policy.complete(prompt) instanceof Reply.Completion completion
                ? completion.message().content()
                : "no completion";
    }
}
