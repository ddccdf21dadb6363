package dev.selvedge.model;

/**
 * How a reply is written that calls one tool and says nothing else: some tokens, the arguments as a JSON object, and some
 * more tokens, after which the reply ends. So a model can be held to a call.
 *
 * @param before tokens before the arguments, which name the tool
 * @param after tokens after the arguments
 */
@SuppressWarnings("ArrayRecordComponent")
public record CallFrame(int[] before, int[] after) {}
