package dev.selvedge.core;

import org.jspecify.annotations.Nullable;

/**
 * One message of a trajectory with what is known of its making.
 *
 * @param message the message
 * @param producer who wrote it: {@code task}, {@code policy}, {@code tool} or another named role
 * @param tokens the exact tokens, where a policy sampled them and told
 */
public record Step(
        Message message, String producer, @Nullable Tokens tokens) {}
