package dev.selvedge.synth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Proves that nothing of the tests is in the training data, or says what is. */
public final class LeakCheck {
    private static final int MOST_NAMED = 5;

    private LeakCheck() {}

    /** Test data was found in training data. The message names what and where. */
    public static final class Leak extends RuntimeException {
        private static final long serialVersionUID = 1;

        Leak(String message) {
            super(message);
        }
    }

    /**
     * Checks that no test's query (letters and digits, case aside), code or skeleton occurs in training, that no
     * held-out action does, and that every sample is in the part that the split says.
     *
     * @throws Leak if anything leaked; the message is a sentence for each kind of leak, with the first cases
     */
    public static void require(Split split, Collection<Sample> training, Collection<Sample> tests) {
        List<String> problems = new ArrayList<>();
        shared(problems, "query", Sample::normalizedQuery, training, tests);
        shared(problems, "code", sample -> sample.code().strip(), training, tests);
        shared(problems, "skeleton", Sample::skeleton, training, tests);
        heldOut(problems, split, training);
        for (Sample sample : training) {
            if (sample.split() != Split.Part.TRAINING) {
                problems.add("Sample " + sample.id() + " is given as training but belongs to " + sample.split() + ".");
            }
        }
        for (Sample sample : tests) {
            if (sample.split() == Split.Part.TRAINING) {
                problems.add("Sample " + sample.id() + " is given as a test but belongs to training.");
            }
        }
        fail(problems);
    }

    /**
     * Checks that no training row offers a held-out action.
     *
     * @throws Leak if one does
     */
    public static void requireRows(Split split, Collection<SftRow> training) {
        List<String> problems = new ArrayList<>();
        for (SftRow row : training) {
            for (String action : row.offered()) {
                if (split.heldOutActions().contains(action)) {
                    problems.add("Training row " + row.id() + " offers the held-out action " + action + ".");
                }
            }
        }
        fail(problems);
    }

    private static void shared(
            List<String> problems,
            String what,
            Function<Sample, String> key,
            Collection<Sample> training,
            Collection<Sample> tests) {
        Map<String, String> seen = new HashMap<>();
        training.forEach(sample -> seen.put(key.apply(sample), sample.id()));
        for (Sample test : tests) {
            String id = seen.get(key.apply(test));
            if (id != null) {
                problems.add("The " + what + " of test sample " + test.id() + " is also that of training sample " + id
                        + ": " + abbreviated(key.apply(test)) + ".");
            }
        }
    }

    private static void heldOut(List<String> problems, Split split, Collection<Sample> training) {
        for (Sample sample : training) {
            for (String action : sample.actions()) {
                if (split.heldOutActions().contains(action)) {
                    problems.add("Training sample " + sample.id() + " calls the held-out action " + action + ".");
                }
            }
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static void fail(List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        String named = String.join(" ", problems.subList(0, Math.min(MOST_NAMED, problems.size())));
        String more = problems.size() > MOST_NAMED ? " And " + (problems.size() - MOST_NAMED) + " more." : "";
        throw new Leak("Test data leaked into training data. " + named + more
                + " Make the split before anything is grown, and drop what it does not give to training.");
    }
}
