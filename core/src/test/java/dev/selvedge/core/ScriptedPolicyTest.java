package dev.selvedge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptedPolicyTest {
    private static Prompt prompt(String text) {
        return new Prompt(List.of(Message.user(text)), List.of(), Sampling.greedy(1));
    }

    @Test
    void answersByRuleInOrderOrByPromptAndFailsWhereTheScriptEnds() {
        assertThat(ScriptedPolicy.answering("echo", text -> text + "!").completeAll(List.of(prompt("a"), prompt("b"))))
                .containsExactly(ScriptedPolicy.say("a!"), ScriptedPolicy.say("b!"));
        Policy once = ScriptedPolicy.inOrder("once", List.of(ScriptedPolicy.say("x")));
        assertThat(once.complete(prompt("a"))).isEqualTo(ScriptedPolicy.say("x"));
        assertThat(once.complete(prompt("a")))
                .isEqualTo(new Reply.Failure(Fault.SYSTEM, "The script of 'once' has no reply left."));
        Policy map = ScriptedPolicy.byPrompt("map", Map.of("q", "a"));
        assertThat(map.complete(prompt("q"))).isEqualTo(ScriptedPolicy.say("a"));
        assertThat(map.complete(prompt("z"))).isInstanceOf(Reply.Failure.class);
    }
}
