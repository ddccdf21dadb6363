package dev.selvedge.workflow.device;

import dev.selvedge.core.Trajectory;
import dev.selvedge.workflow.Catalog;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one execution did. Values are texts as a person sees them: numbers without trailing zeros, lists as lines, dates
 * in the medium style, dictionaries as JSON with sorted keys, opaque values as their name and digest.
 *
 * @param ending how it ended
 * @param effects what a person or the world could notice, in order
 * @param output what the workflow gave back, null where it gave nothing
 * @param changes what differs in the device's state from the scenario, by place ({@code clipboard}, {@code
 *     file:/notes.txt}, {@code setting:Wi-Fi}, {@code note}, ...); an empty text is a thing that is gone
 * @param uninterpreted calls of actions that the device does not interpret, in order
 * @param steps the work done: statements and loop turns, with a share for pattern matching and for the text produced
 * @param calls how many action calls ran
 * @param interpreted how many of them the device interprets
 * @param occurrences which share of the workflow's statements that ran the device interprets
 * @param coverage of the workflow's branches
 * @param trace what ran, in order; empty unless asked for
 */
public record Execution(
        Ending ending,
        List<Effect> effects,
        @Nullable String output,
        SortedMap<String, String> changes,
        List<Uninterpreted> uninterpreted,
        long steps,
        int calls,
        int interpreted,
        Occurrences occurrences,
        Coverage coverage,
        List<Line> trace) {
    public Execution {
        effects = List.copyOf(effects);
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        uninterpreted = List.copyOf(uninterpreted);
        trace = List.copyOf(trace);
    }

    /**
     * This execution as a conversation: the question as the task's message, each action and menu as a tool call with
     * its arguments by the catalogue's names and a tool message with its result, the output as the last message. Ends
     * with {@code stop}, {@code length} at a limit, {@code error} at a fault.
     *
     * @param id of the trajectory and its task
     * @throws IllegalStateException if the execution was not traced
     */
    public Trajectory trajectory(String id, String question, Scenario scenario, Catalog catalog) {
        if (trace.isEmpty() && calls > 0) {
            throw new IllegalStateException("the execution was not traced; use Device.trace");
        }
        return Retelling.of(this, id, question, scenario, catalog);
    }

    /**
     * How an execution ended.
     *
     * @param reason a phrase or sentence, empty where there is nothing to say
     */
    public record Ending(Kind kind, String reason) {
        static final Ending FINISHED = new Ending(Kind.FINISHED, "");

        /** Ways to end. */
        public enum Kind {
            /** Ran to the last statement. */
            FINISHED,
            /** Stopped itself. */
            EXITED,
            /** The user gave up: more questions than {@link Limits#interactions()}. */
            CANCELLED,
            /** Used too much; the reason names the limit. */
            LIMIT,
            /** Went beyond what the device can follow: too long a time, too deep a pattern. Says nothing of the workflow. */
            DEADLINE,
            /** An action failed, as it would on a real device; the reason says why. */
            FAULT
        }

        /** Whether the workflow came to an end that it meant to. */
        public boolean good() {
            return kind == Kind.FINISHED || kind == Kind.EXITED || kind == Kind.CANCELLED;
        }
    }

    /**
     * Something that could be noticed.
     *
     * @param action identifier
     * @param stream what it happens to. Effects of one stream have an order that matters; those of different streams
     *     have none. {@code screen} is all that a person sees, hears or is sent to, and all unknown actions.
     * @param arguments by name
     */
    public record Effect(String action, String stream, Map<String, String> arguments) {
        public Effect {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /**
     * A call of an action that the device does not interpret.
     *
     * @param arguments by the file's key, sorted
     * @param digest of the action and its arguments, which names the result
     */
    public record Uninterpreted(String action, SortedMap<String, String> arguments, String digest) {
        public Uninterpreted {
            arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
        }
    }

    /**
     * Branches: two for each If, one for each menu item, one for each loop's body. Numbered in the order of the tree.
     *
     * @param branches how many the workflow has
     * @param reached which of them ran, ascending
     */
    public record Coverage(int branches, List<Integer> reached) {
        public Coverage {
            reached = List.copyOf(reached);
        }

        /** From 0 to 1; 1 for a workflow without branches. */
        public double share() {
            return branches == 0 ? 1 : (double) reached.size() / branches;
        }
    }

    /**
     * The workflow's statements that ran, each counted once however often it did. Comments are none.
     *
     * @param executed how many
     * @param interpreted how many of them are no calls of actions that the device does not interpret
     */
    public record Occurrences(int executed, int interpreted) {
        /** From 0 to 1; 1 where nothing ran. */
        public double share() {
            return executed == 0 ? 1 : (double) interpreted / executed;
        }

        /** Those of two executions together. */
        public Occurrences plus(Occurrences other) {
            return new Occurrences(executed + other.executed, interpreted + other.interpreted);
        }
    }

    /**
     * One line of a trace. Texts are cut with a note at 2,000 characters.
     *
     * @param depth of blocks
     * @param action identifier of the called action, null for other statements
     * @param variable that gets a value, null where none does
     * @param inputs what it looked at, by name
     * @param value what it gave or decided
     * @param effects what it did, apart from the lines below it
     */
    public record Line(
            int depth,
            Kind kind,
            @Nullable String action,
            @Nullable String variable,
            Map<String, String> inputs,
            String value,
            List<Effect> effects) {
        public Line {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            effects = List.copyOf(effects);
        }

        /** What a line is of. */
        public enum Kind {
            CALL,
            SET,
            APPEND,
            IF,
            MENU,
            REPEAT,
            FOR_EACH
        }
    }
}
