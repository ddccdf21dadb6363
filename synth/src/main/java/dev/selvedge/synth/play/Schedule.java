package dev.selvedge.synth.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is: a small state machine. Turns follow each other; a turn lasts until its condition holds, and after the
 * last the first begins again, so many times.
 *
 * @param turns in order, at least one
 * @param cycles how often all of them are taken, at least once
 */
public record Schedule(List<Turn> turns, int cycles) {
    /**
     * A turn.
     *
     * @param phase what is done in it, by a name that the recipe knows
     * @param until when it ends; looked at after every round of it
     * @param most rounds after which it ends anyway, at least 1
     */
    public record Turn(String phase, Until until, int most) {
        public Turn {
            if (most < 1) {
                throw new IllegalArgumentException("a turn of " + most + " rounds");
            }
        }

        /** A turn of so many rounds. */
        public static Turn rounds(String phase, int rounds) {
            return new Turn(phase, measures -> false, rounds);
        }
    }

    /** When a turn ends. */
    @FunctionalInterface
    public interface Until {
        /** Whether it ends, by the measures of the round that is just over. */
        boolean holds(Map<String, Double> measures);

        /** It ends when a measure is above a value; while it is not known, it goes on. */
        static Until above(String measure, double value) {
            return measures -> measures.getOrDefault(measure, Double.NEGATIVE_INFINITY) > value;
        }

        /** It ends when a measure is below a value; while it is not known, it goes on. */
        static Until below(String measure, double value) {
            return measures -> measures.getOrDefault(measure, Double.POSITIVE_INFINITY) < value;
        }
    }

    /**
     * Where a schedule stands.
     *
     * @param cycle from 0
     * @param turn index of the turn
     * @param round of the turn, from 0
     */
    public record State(int cycle, int turn, int round) {
        public static final State START = new State(0, 0, 0);
    }

    public Schedule {
        turns = List.copyOf(turns);
        if (turns.isEmpty() || cycles < 1) {
            throw new IllegalArgumentException("a schedule of " + turns.size() + " turns, " + cycles + " times");
        }
    }

    /** Turns one after the other, once: the roles are decoupled (DARC). */
    public static Schedule once(Turn... turns) {
        return new Schedule(List.of(turns), 1);
    }

    /** Turns that alternate (R-Zero). */
    public static Schedule alternating(int cycles, Turn... turns) {
        return new Schedule(List.of(turns), cycles);
    }

    /**
     * The turns one after the other, each at its first round, where no condition ends one early: what a recipe makes
     * stages of.
     */
    public List<State> unrolled() {
        var states = new ArrayList<State>();
        for (int cycle = 0; cycle < cycles; cycle++) {
            for (int turn = 0; turn < turns.size(); turn++) {
                states.add(new State(cycle, turn, 0));
            }
        }
        return states;
    }

    /** What is done in a state. */
    public String phase(State state) {
        return turns.get(state.turn).phase();
    }

    /**
     * The state after a round.
     *
     * @param measures of that round
     * @return empty at the end
     */
    public Optional<State> after(State state, Map<String, Double> measures) {
        Turn turn = turns.get(state.turn);
        if (state.round + 1 < turn.most() && !turn.until().holds(measures)) {
            return Optional.of(new State(state.cycle, state.turn, state.round + 1));
        }
        if (state.turn + 1 < turns.size()) {
            return Optional.of(new State(state.cycle, state.turn + 1, 0));
        }
        return state.cycle + 1 < cycles ? Optional.of(new State(state.cycle + 1, 0, 0)) : Optional.empty();
    }
}
