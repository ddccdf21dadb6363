package dev.selvedge.core;

/**
 * A call that an assistant message asks for.
 *
 * @param id the caller's name for the call, unique within its message
 * @param name the tool's name
 * @param arguments the arguments exactly as the policy wrote them, normally a JSON object; never evaluated
 */
public record ToolCall(String id, String name, String arguments) {}
