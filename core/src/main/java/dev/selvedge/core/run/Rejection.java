package dev.selvedge.core.run;

/**
 * A line of {@code rejected.jsonl}.
 *
 * @param item number of the item in the stage, from 0
 * @param place where it came from, for a person to find it
 * @param reason the kind that is counted
 * @param at the place inside the item, empty for the whole
 * @param detail a sentence
 */
public record Rejection(long item, String place, String reason, String at, String detail) {}
