package dev.selvedge.synth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.selvedge.core.ContentHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which workflows are for training and which are held out, decided before anything is grown: a workflow belongs to the
 * part that its actions and its skeleton say, whoever makes it and whenever. As in WorkflowLLM (section 4.1), unseen
 * questions use actions that training knows, and unseen actions never occur in training. Different from it, whole
 * skeletons are held out, not single questions.
 *
 * @param seed of the hash
 * @param heldOutActions identifiers that never occur in training
 * @param unseenQuestionShare share of skeletons that are held out as unseen questions, 0 to 1
 */
public record Split(long seed, Set<String> heldOutActions, double unseenQuestionShare) {
    public Split {
        heldOutActions = java.util.Collections.unmodifiableSet(new TreeSet<>(heldOutActions));
        if (!(unseenQuestionShare >= 0 && unseenQuestionShare <= 1)) {
            throw new IllegalArgumentException(
                    "the share of unseen questions lies between 0 and 1, not " + unseenQuestionShare);
        }
    }

    /** The part of the data that a workflow belongs to. */
    public enum Part {
        @JsonProperty("training")
        TRAINING,
        /** Held-out skeletons of known actions (in distribution). */
        @JsonProperty("unseen_questions")
        UNSEEN_QUESTIONS,
        /** At least one held-out action (out of distribution). */
        @JsonProperty("unseen_actions")
        UNSEEN_ACTIONS
    }

    /**
     * Chooses the held-out actions by hash from the middle third by frequency: the common ones stay in training, as in
     * WorkflowLLM, and the rarest would give too few tests.
     *
     * @param frequencies actions that may be held out, with how often they occur
     * @param heldOut how many to hold out, at most a third of them
     */
    public static Split choose(long seed, Map<String, Integer> frequencies, int heldOut, double unseenQuestionShare) {
        List<String> ranked = new ArrayList<>(new TreeMap<>(frequencies).keySet());
        ranked.sort(Comparator.comparing((String id) -> -frequencies.getOrDefault(id, 0)));
        List<String> middle = new ArrayList<>(ranked.subList(ranked.size() / 3, 2 * ranked.size() / 3));
        if (heldOut > middle.size()) {
            throw new IllegalArgumentException("cannot hold out " + heldOut + " actions: only " + middle.size() + " of "
                    + ranked.size() + " are neither common nor rare; hold out fewer");
        }
        middle.sort(Comparator.comparingDouble(id -> fraction(seed + " action " + id)));
        return new Split(seed, new TreeSet<>(middle.subList(0, heldOut)), unseenQuestionShare);
    }

    public Part partOf(Skeleton skeleton) {
        if (skeleton.actions().stream().anyMatch(heldOutActions::contains)) {
            return Part.UNSEEN_ACTIONS;
        }
        return fraction(seed + " skeleton " + skeleton.text()) < unseenQuestionShare
                ? Part.UNSEEN_QUESTIONS
                : Part.TRAINING;
    }

    /** A number in [0, 1) that depends on the text alone, evenly spread over texts. */
    public static double fraction(String text) {
        return Long.parseLong(ContentHash.of(text).hex().substring(0, 13), 16) * 0x1.0p-52;
    }

    /** The rule in a sentence, for reports. */
    public String rule() {
        return "A workflow with any of " + heldOutActions.size()
                + " held-out actions is an unseen-actions test; of the "
                + "others, those whose skeleton hashes below " + unseenQuestionShare
                + " are unseen-questions tests and the rest is training (seed " + seed + ").";
    }

    /** How many samples are in each part; every part is present. */
    public static Map<Part, Integer> sizes(Collection<Sample> samples) {
        Map<Part, Integer> sizes = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            sizes.put(part, 0);
        }
        samples.forEach(sample -> sizes.merge(sample.split(), 1, Integer::sum));
        return sizes;
    }
}
