package dev.selvedge.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A policy that answers by a rule or from a list, for tests and for work without an endpoint. */
public final class ScriptedPolicy implements Policy {
    private final String name;
    private final Function<Prompt, Reply> rule;

    private ScriptedPolicy(String name, Function<Prompt, Reply> rule) {
        this.name = name;
        this.rule = rule;
    }

    /** Answers by a rule, which must be safe for several threads. */
    public static ScriptedPolicy of(String name, Function<Prompt, Reply> rule) {
        return new ScriptedPolicy(name, rule);
    }

    /** Answers with a text by a rule on the last message's text. */
    public static ScriptedPolicy answering(String name, Function<String, String> rule) {
        return of(name, prompt -> say(rule.apply(prompt.messages().getLast().content())));
    }

    /** Gives these replies one after the other, then failures. */
    public static ScriptedPolicy inOrder(String name, List<Reply> replies) {
        Deque<Reply> left = new ArrayDeque<>(replies);
        return of(name, prompt -> {
            synchronized (left) {
                Reply next = left.poll();
                return next == null
                        ? new Reply.Failure(Fault.SYSTEM, "The script of '" + name + "' has no reply left.")
                        : next;
            }
        });
    }

    /** Answers by the last message's text; a failure for any other. */
    public static ScriptedPolicy byPrompt(String name, Map<String, String> answers) {
        Map<String, String> copy = Map.copyOf(answers);
        return of(name, prompt -> {
            String asked = prompt.messages().getLast().content();
            String answer = copy.get(asked);
            return answer == null
                    ? new Reply.Failure(Fault.SYSTEM, "The script of '" + name + "' has no answer to: " + asked)
                    : say(answer);
        });
    }

    /** A completion that is a text and nothing else. */
    public static Reply say(String text) {
        return new Reply.Completion(Message.assistant(text), "stop", -1, -1, null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply complete(Prompt prompt) {
        return rule.apply(prompt);
    }
}
