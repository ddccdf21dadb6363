package dev.selvedge.core;

import java.util.List;

/**
 * What a policy is asked to continue.
 *
 * @param messages the conversation so far, oldest first
 * @param tools tools that it may call
 * @param sampling how to sample
 */
public record Prompt(List<Message> messages, List<Tool> tools, Sampling sampling) {
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
