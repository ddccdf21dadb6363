package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who speaks in a conversation; names on the wire are those of the chat-completions protocol. */
public enum Role {
    @JsonProperty("system")
    SYSTEM,
    @JsonProperty("user")
    USER,
    @JsonProperty("assistant")
    ASSISTANT,
    @JsonProperty("tool")
    TOOL
}
