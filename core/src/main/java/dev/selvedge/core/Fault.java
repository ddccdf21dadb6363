package dev.selvedge.core;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose fault it is that something could not be scored. */
public enum Fault {
    /** The model under test answered in a way that cannot be scored. */
    @JsonProperty("policy")
    POLICY,
    /** A tool failed. */
    @JsonProperty("tool")
    TOOL,
    /** The judge answered in a way that cannot be read. */
    @JsonProperty("judge")
    JUDGE,
    /** The task itself is broken, for example its reference does not run. */
    @JsonProperty("data")
    DATA,
    /** Selvedge, the machine or the network failed. */
    @JsonProperty("system")
    SYSTEM
}
