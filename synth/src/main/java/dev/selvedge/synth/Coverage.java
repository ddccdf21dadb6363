package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import dev.selvedge.workflow.code.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a text speaks of what a workflow does, by words alone. The main parts are the calls that somebody can notice;
 * a text speaks of a part if it has a word of the part's action, comment, literals, or of what the part works on. The
 * rule is weak on purpose: it finds requests for something else and refusals, and lets clumsy ones through. WorkflowLLM
 * (section 3.2) tells its model to cover the main parts and does not check it.
 */
public final class Coverage {
    /** A text need not speak of more parts than this. */
    private static final int MOST_NEEDED = 3;

    private static final int SHORTEST_STEM = 3;
    private static final int LONGEST_LITERAL = 200;
    private static final List<String> ENDINGS = List.of("ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y");

    /** Words that stand in most texts and most names. */
    private static final Set<String> COMMON =
            allStems("the and for with from into that this then than each all any one get"
                    + " set make use item items value result text list action workflow shortcut user input output when"
                    + " where what which whether has have not you your can could please want need");

    private static final Phrases PHRASES = Phrases.bundled();

    private final List<Part> parts = new ArrayList<>();

    /** A main part: what it does, for people, and the stems of its words. */
    private record Part(String told, Set<String> stems) {}

    /**
     * What there is to cover.
     *
     * @param comments what each statement does, by its ordinal
     */
    public Coverage(Workflow workflow, Map<Integer, String> comments, Catalog catalog) {
        Map<String, Set<String>> made = new HashMap<>();
        List<Part> others = new ArrayList<>();
        for (Place place : Place.of(workflow)) {
            Statement statement = place.statement();
            String comment = comments.getOrDefault(place.ordinal(), "");
            Set<String> own = new HashSet<>(stems(comment));
            if (statement instanceof Statement.Call call) {
                own.addAll(ofAction(call.action(), catalog));
                call.parameters().values().forEach(value -> literals(value, own));
            } else if (statement instanceof Statement.Assign assign) {
                literals(assign.value(), own);
            }
            Set<String> stems = new HashSet<>(own);
            Uses.own(statement).forEach(name -> {
                stems.addAll(stems(name));
                stems.addAll(made.getOrDefault(name, Set.of()));
            });
            String result = Uses.result(statement);
            if (result != null) {
                made.computeIfAbsent(result, fresh -> new HashSet<>()).addAll(own);
            }
            Part part = new Part(comment, stems);
            boolean main = statement instanceof Statement.Call call
                    && catalog.byId(call.action()).map(Catalog.Action::effect).orElse(true);
            (main ? parts : others).add(part);
        }
        if (parts.isEmpty()) {
            parts.addAll(others);
        }
    }

    /** What the text leaves out, a sentence; empty where it speaks of enough: half of the parts, three at most. */
    public Optional<String> problem(String text) {
        Set<String> said = stems(text);
        List<Part> missing = parts.stream()
                .filter(part -> part.stems().stream().noneMatch(said::contains))
                .toList();
        int needed = Math.min(MOST_NEEDED, (parts.size() + 1) / 2);
        if (parts.size() - missing.size() >= needed) {
            return Optional.empty();
        }
        List<String> told = missing.stream()
                .map(Part::told)
                .filter(comment -> !comment.isBlank())
                .distinct()
                .limit(MOST_NEEDED)
                .toList();
        return Optional.of("It says too little of what the workflow does"
                + (told.isEmpty() ? "." : ", for example: " + String.join("; ", told) + "."));
    }

    private static Set<String> ofAction(String id, Catalog catalog) {
        Set<String> stems = new HashSet<>();
        catalog.byId(id)
                .ifPresentOrElse(
                        action -> {
                            stems.addAll(stems(action.function()));
                            stems.addAll(stems(action.summary()));
                        },
                        () -> stems.addAll(stems(id.substring(id.lastIndexOf('.') + 1))));
        PHRASES.of(id).ifPresent(wording -> {
            for (List<Phrase> said : List.of(wording.say(), wording.noun())) {
                for (Phrase phrase : said) {
                    for (Phrase.Part part : phrase.parts()) {
                        if (part instanceof Phrase.Part.Words words) {
                            stems.addAll(stems(words.text()));
                        }
                    }
                }
            }
        });
        return stems;
    }

    private static void literals(Value value, Collection<String> stems) {
        switch (value) {
            case Value.Text(String text) ->
                stems.addAll(stems(text.substring(0, Math.min(LONGEST_LITERAL, text.length()))));
            case Value.Num(var number) -> stems.addAll(stems(Plain.number(number)));
            case Value.Template template -> template.parts().forEach(part -> literals(part, stems));
            case Value.ListOf list -> list.items().forEach(item -> literals(item, stems));
            case Value.Dictionary dictionary -> dictionary.entries().forEach(entry -> literals(entry.value(), stems));
            case Value.Quantity quantity -> literals(quantity.magnitude(), stems);
            case Value.Struct struct -> struct.fields().values().forEach(field -> literals(field, stems));
            case Value.Reference reference -> {}
            case Value.Nothing nothing -> {}
            case Value.Bool bool -> {}
            case Value.Moment moment -> {}
            case Value.Blob blob -> {}
        }
    }

    private static Set<String> stems(String text) {
        Set<String> stems = allStems(text);
        stems.removeAll(COMMON);
        return stems;
    }

    /** Words in lower case without the endings of English; numbers as they are, also short ones. */
    private static Set<String> allStems(String text) {
        Set<String> stems = new HashSet<>();
        int start = -1;
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i <= lower.length(); i++) {
            boolean inside = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                String word = lower.substring(start, i);
                if (word.length() >= SHORTEST_STEM || Character.isDigit(word.codePointAt(0))) {
                    stems.add(stem(word));
                }
                start = -1;
            }
        }
        return stems;
    }

    private static String stem(String word) {
        for (String ending : ENDINGS) {
            if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST_STEM) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }
}
