package dev.selvedge.judge.ask;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a judge replied. Tolerant in form and strict in substance: whatever can be read in one way only is read;
 * whatever cannot stays unread, with a reason that the judge can be told. The last answer in a reply stands, for judges
 * draft and revise; thoughts are passed over. Different from the reference reader of AgentProcessBench, which takes the
 * last fenced block or a count of braces, strictly, and turns every label that it does not know into 0.
 */
final class ReplyReader {
    /** Longer replies are not read. */
    static final int LONGEST_REPLY = 2_000_000;

    private static final int LONGEST_EXPLANATION = 4_000;
    private static final long CHARACTERS = 100_000_000;
    private static final Pattern KEY = Pattern.compile("\\s*\\[?\\s*(\\d{1,8})\\s*]?\\s*");
    private static final Pattern NUMBER = Pattern.compile("[+\\-\u2212]?[01](\\.0{1,8})?");
    private static final Map<String, Integer> WORDS = Map.of(
            "positive", 1,
            "correct", 1,
            "effective", 1,
            "neutral", 0,
            "exploratory", 0,
            "negative", -1,
            "incorrect", -1,
            "harmful", -1);

    /**
     * What is asked for.
     *
     * @param steps steps to label
     * @param outcome whether the whole is to be judged too
     */
    record Wanted(SortedSet<Integer> steps, boolean outcome) {
        Wanted {
            steps = new TreeSet<>(steps);
        }
    }

    /** An object in the reply that has the form of an answer. */
    private record Candidate(
            List<LooseJson.Member> members,
            int start,
            int end,
            LooseJson.@Nullable Break broken,
            Set<Leniency> leniencies) {
        boolean isWhole() {
            return broken == null;
        }
    }

    private final Wanted wanted;
    private final SortedMap<Integer, Integer> labels = new TreeMap<>();
    private final SortedMap<Integer, String> explanations = new TreeMap<>();
    private final SortedMap<Integer, String> unread = new TreeMap<>();
    private final Set<Integer> mentioned = new HashSet<>();
    private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);
    private @Nullable Integer outcome;
    private String unreadOutcome = "";
    private String summary = "";

    private ReplyReader(Wanted wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads a reply.
     *
     * @param cutOff whether the reply ended because it was as long as allowed
     */
    static Answer read(String reply, boolean cutOff, Wanted wanted) {
        if (reply.length() > LONGEST_REPLY) {
            return Answer.none(wanted, "The reply is longer than " + LONGEST_REPLY + " characters.");
        }
        int thought = reply.lastIndexOf("</think>");
        if (reply.lastIndexOf("<think>") > thought) {
            return Answer.none(wanted, "The reply ends within its thoughts, before the answer.");
        }
        String said = thought < 0 ? reply : reply.substring(thought + "</think>".length());
        if (said.isBlank()) {
            return Answer.none(wanted, "The reply is empty.");
        }
        List<Candidate> candidates = candidates(said);
        if (candidates == null) {
            return Answer.none(wanted, "The reply has too many braces to be read.");
        }
        if (candidates.isEmpty()) {
            return Answer.none(
                    wanted,
                    cutOff
                            ? "The reply was cut off at its greatest length before the answer."
                            : "The reply has no JSON object with \"step_labels\".");
        }
        return chosen(said, candidates, wanted);
    }

    /** The objects in order that could be the answer; null where looking for them takes too long. */
    private static @Nullable List<Candidate> candidates(String text) {
        List<Candidate> found = new ArrayList<>();
        long budget = CHARACTERS;
        for (int brace = text.indexOf('{'); brace >= 0; ) {
            LooseJson.Read read = LooseJson.object(text, brace, budget);
            budget -= Math.max(1, read.end() - brace);
            List<LooseJson.Member> members = ((LooseJson.Members) read.value()).members();
            int next = brace + 1;
            if (members.stream().anyMatch(member -> is(member, "steplabels") || is(member, "finallabel"))) {
                found.add(new Candidate(members, brace, read.end(), read.broken(), read.leniencies()));
                next = read.broken() == null ? read.end() : next;
            }
            brace = text.indexOf('{', next);
            if (budget <= 0) {
                return null;
            }
        }
        return found;
    }

    /** The last answer; one that breaks gives way to a whole one before it that says the same. */
    private static Answer chosen(String text, List<Candidate> candidates, Wanted wanted) {
        Candidate last = candidates.getLast();
        Answer answer = new ReplyReader(wanted).answer(last, text, candidates.size());
        if (last.isWhole() || answer.isComplete()) {
            return answer;
        }
        for (Candidate earlier : candidates.reversed()) {
            if (earlier.isWhole()) {
                Answer whole = new ReplyReader(wanted).answer(earlier, text, candidates.size());
                boolean agrees =
                        whole.labels().entrySet().containsAll(answer.labels().entrySet())
                                && (answer.outcome() == null || answer.outcome().equals(whole.outcome()));
                return agrees
                        ? whole
                        : Answer.none(wanted, "The reply gives two different answers, and the last one breaks off.");
            }
        }
        return answer;
    }

    private Answer answer(Candidate candidate, String text, int candidates) {
        leniencies.addAll(candidate.leniencies);
        if (candidates > 1) {
            leniencies.add(Leniency.SEVERAL_ANSWERS);
        }
        if (!after(text, candidate).isBlank()) {
            leniencies.add(Leniency.TEXT_AFTER);
        }
        String missing = missing(candidate.broken);
        wanted.steps.forEach(step -> unread.put(step, missing));
        unreadOutcome = wanted.outcome ? missing : "";
        SortedSet<Integer> strangers = new TreeSet<>();
        for (LooseJson.Member member : candidate.members) {
            if (is(member, "steplabels")) {
                labels(member.value(), strangers);
            } else if (is(member, "finallabel") && wanted.outcome) {
                outcome(member.value());
            } else if (is(member, "explanations") && member.value() instanceof LooseJson.Members texts) {
                explanations(texts);
            }
        }
        doubtNumbering(strangers);
        if (!candidate.isWhole() && unread.isEmpty() && unreadOutcome.isEmpty()) {
            leniencies.add(Leniency.BROKEN_AFTER_LABELS);
        }
        return new Answer(labels, outcome, explanations, summary, unread, unreadOutcome, leniencies);
    }

    private static String after(String text, Candidate candidate) {
        return text.substring(Math.min(candidate.end, text.length())).strip().replaceFirst("\\A```", "");
    }

    private static String missing(LooseJson.@Nullable Break broken) {
        return switch (broken) {
            case null -> "The answer has no label for it.";
            case CUT_OFF -> "The reply breaks off before its label.";
            case MALFORMED -> "The reply is not readable JSON from a place before its label.";
            case TOO_DEEP -> "The reply is nested too deeply.";
            case TOO_MUCH -> "The reply is too long to be read.";
        };
    }

    /** Labels by step, as an object, or as a list of objects that name their step. */
    private void labels(LooseJson.Value value, Set<Integer> strangers) {
        switch (value) {
            case LooseJson.Members map ->
                map.members().forEach(member -> label(member.key(), member.value(), strangers));
            case LooseJson.Items list -> {
                for (LooseJson.Value item : list.items()) {
                    String step = item instanceof LooseJson.Members entry ? text(entry, "index", "step") : "";
                    if (step.isEmpty()) {
                        refuseAll("\"step_labels\" is a list; it must be an object from step index to label.");
                        return;
                    }
                    leniencies.add(Leniency.LABELS_AS_LIST);
                    label(step, item, strangers);
                }
            }
            case LooseJson.Quoted text -> refuseAll("\"step_labels\" is a text; it must be an object.");
            case LooseJson.Bare text -> refuseAll("\"step_labels\" is not an object.");
        }
    }

    private void refuseAll(String reason) {
        labels.clear();
        unread.replaceAll((step, before) -> reason);
    }

    private void label(String key, LooseJson.Value value, Set<Integer> strangers) {
        Matcher index = KEY.matcher(key);
        int step = index.matches() ? Integer.parseInt(index.group(1)) : -1;
        if (!wanted.steps.contains(step)) {
            strangers.add(step);
            return;
        }
        Integer label = number(value);
        if (!mentioned.add(step) && !Objects.equals(label, labels.get(step))) {
            labels.remove(step);
            unread.put(step, "It has two different labels.");
        } else if (label == null) {
            unread.put(step, "Its label is " + quote(value) + ", which is none of -1, 0 and 1.");
        } else {
            labels.put(step, label);
            unread.remove(step);
        }
        if (value instanceof LooseJson.Members entry) {
            String reason = text(entry, "explanation", "reason");
            if (!reason.isEmpty()) {
                explanations.put(step, shortened(reason));
            }
        }
    }

    /** Labels under indices that are no steps, while steps are missing: the judge counts otherwise than we do. */
    private void doubtNumbering(SortedSet<Integer> strangers) {
        if (!strangers.isEmpty() && !mentioned.containsAll(wanted.steps)) {
            String others = strangers.stream()
                    .limit(5)
                    .map(step -> step < 0 ? "other keys" : "" + step)
                    .distinct()
                    .toList()
                    .toString();
            wanted.steps.forEach(step -> unread.put(
                    step,
                    "The answer labels " + others
                            + " but not all of the steps, so it is unclear which steps it means."));
            labels.clear();
        }
    }

    private void outcome(LooseJson.Value value) {
        Integer read = number(value);
        if (read == null || read == 0) {
            outcome = null;
            unreadOutcome = "\"final_label\" is " + quote(value) + ", which is neither -1 nor 1.";
        } else if (outcome != null && !outcome.equals(read)) {
            outcome = null;
            unreadOutcome = "\"final_label\" comes twice with different labels.";
        } else {
            outcome = read;
            unreadOutcome = "";
        }
    }

    private void explanations(LooseJson.Members texts) {
        for (LooseJson.Member member : texts.members()) {
            if (is(member, "final") && member.value() instanceof LooseJson.Quoted quoted) {
                summary = shortened(quoted.text());
            } else if (is(member, "steps") && member.value() instanceof LooseJson.Members steps) {
                steps.members().forEach(this::explanation);
            } else {
                explanation(member);
            }
        }
    }

    private void explanation(LooseJson.Member member) {
        Matcher index = KEY.matcher(member.key());
        if (index.matches() && member.value() instanceof LooseJson.Quoted quoted) {
            int step = Integer.parseInt(index.group(1));
            if (wanted.steps.contains(step)) {
                explanations.put(step, shortened(quoted.text()));
            }
        }
    }

    /** The label that a value is; null where it is none. */
    private @Nullable Integer number(LooseJson.Value value) {
        return switch (value) {
            case LooseJson.Bare bare -> number(bare.text(), false);
            case LooseJson.Quoted quoted -> number(quoted.text().strip(), true);
            case LooseJson.Members entry -> {
                String label = text(entry, "label", "value");
                yield label.isEmpty() ? null : number(label, false);
            }
            case LooseJson.Items list -> null;
        };
    }

    private @Nullable Integer number(String text, boolean quoted) {
        if (NUMBER.matcher(text).matches()) {
            if (text.startsWith("+")) {
                leniencies.add(Leniency.PLUS_SIGN);
            }
            if (quoted || text.contains(".")) {
                leniencies.add(Leniency.LABEL_AS_TEXT);
            }
            boolean negative = text.startsWith("-") || text.startsWith("\u2212");
            boolean one = text.contains("1");
            return one ? negative ? -1 : 1 : 0;
        }
        Integer word = WORDS.get(text.toLowerCase(Locale.ROOT));
        if (word != null) {
            leniencies.add(Leniency.LABEL_AS_WORD);
        }
        return word;
    }

    /** The text of the first of these members that there is, empty without one. */
    private static String text(LooseJson.Members entry, String... names) {
        for (String name : names) {
            for (LooseJson.Member member : entry.members()) {
                if (is(member, name)) {
                    return switch (member.value()) {
                        case LooseJson.Bare bare -> bare.text();
                        case LooseJson.Quoted quoted -> quoted.text().strip();
                        case LooseJson.Members other -> "";
                        case LooseJson.Items other -> "";
                    };
                }
            }
        }
        return "";
    }

    private static boolean is(LooseJson.Member member, String name) {
        return member.key().length() < 40
                && member.key()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[_\\- ]", "")
                        .equals(name);
    }

    private static String quote(LooseJson.Value value) {
        return switch (value) {
            case LooseJson.Bare bare -> Shortened.text(bare.text(), 40);
            case LooseJson.Quoted quoted -> "\"" + Shortened.text(quoted.text(), 40) + "\"";
            case LooseJson.Members object -> "an object";
            case LooseJson.Items list -> "a list";
        };
    }

    private static String shortened(String text) {
        return Shortened.text(text.strip(), LONGEST_EXPLANATION);
    }
}
