package dev.selvedge.core;

import tools.jackson.databind.JsonNode;

/**
 * A tool that a policy may call.
 *
 * @param name its name, unique among the tools of one request
 * @param description what it does, for the policy to read
 * @param parameters a JSON Schema of the arguments object
 */
public record Tool(String name, String description, JsonNode parameters) {}
