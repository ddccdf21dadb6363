package dev.selvedge.synth;

/**
 * What an annotator says of a workflow.
 *
 * @param code the workflow as code, without comments
 * @param annotatedCode the same code with a comment above every statement
 * @param plan numbered steps, a line each
 * @param query what a user would ask for
 */
public record Annotation(String code, String annotatedCode, String plan, String query) {}
