package dev.selvedge.core;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt as a text with named slots {@code {{name}}}, checked when it is loaded.
 *
 * @param text with its slots
 * @param slots names of the slots
 */
public record PromptText(String text, Set<String> slots) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    public PromptText {
        slots = Set.copyOf(slots);
    }

    /**
     * Loads a resource of the folder {@code prompts} beside a class.
     *
     * @param owner the class that asks with it
     * @param name without {@code .txt}
     * @param slots the slots that it must have, no more and no fewer
     * @throws IllegalStateException if it is missing or has other slots
     */
    public static PromptText load(Class<?> owner, String name, Set<String> slots) {
        return of(name, Resource.text(owner, "prompts/" + name + ".txt").strip(), slots);
    }

    /** A prompt from its text. */
    public static PromptText of(String name, String text, Set<String> slots) {
        Set<String> found = new TreeSet<>();
        Matcher slot = SLOT.matcher(text);
        while (slot.find()) {
            found.add(slot.group(1));
        }
        if (!found.equals(slots)) {
            throw new IllegalStateException(
                    "the prompt " + name + " has the slots " + found + ", expected " + new TreeSet<>(slots));
        }
        return new PromptText(text, slots);
    }

    /** The text with its slots filled, in one pass: what is filled in is not searched for slots. */
    public String fill(Map<String, String> values) {
        if (!values.keySet().equals(slots)) {
            throw new IllegalArgumentException("the prompt needs values for " + slots + ", not " + values.keySet());
        }
        return SLOT.matcher(text).replaceAll(slot -> Matcher.quoteReplacement(values.getOrDefault(slot.group(1), "")));
    }
}
