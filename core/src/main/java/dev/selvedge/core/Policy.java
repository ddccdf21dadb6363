package dev.selvedge.core;

import java.util.List;

/**
 * Anything that continues a conversation: a remote endpoint, a local model, a scripted fake. Safe for use by several
 * threads.
 */
public interface Policy {
    /** Name for records and reports, without secrets. */
    String name();

    /** Continues one conversation. Failures of the policy come back as {@link Reply.Failure}, not as exceptions. */
    Reply complete(Prompt prompt);

    /** Continues several conversations; replies in the order of the prompts. A policy that batches overrides this. */
    default List<Reply> completeAll(List<Prompt> prompts) {
        return prompts.stream().map(this::complete).toList();
    }
}
