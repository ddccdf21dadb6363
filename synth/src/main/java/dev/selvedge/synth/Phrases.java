package dev.selvedge.synth;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import dev.selvedge.workflow.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/** The wordings of actions that ship with Selvedge, by the action's identifier. */
final class Phrases {
    private static final String RESOURCE = "phrases.json";
    private static final String BUILT_IN = "is.workflow.actions";

    private final Map<String, Wording> byAction;

    private Phrases(Map<String, Wording> byAction) {
        this.byAction = byAction;
    }

    /** The form in the resource. A name that begins with a dot is short for a built-in action. */
    private record Entry(
            List<String> say,
            List<String> noun,
            List<String> ref,
            String item,
            Map<String, List<String>> also,
            Map<String, Map<String, List<String>>> values,
            List<String> silent,
            boolean lazy,
            boolean plural,
            boolean flat) {}

    static Phrases bundled() {
        Map<String, Wording> byAction = new LinkedHashMap<>();
        Json.mapper()
                .readValue(
                        Resource.text(Phrases.class, RESOURCE),
                        new TypeReference<LinkedHashMap<String, Map<String, Object>>>() {})
                .forEach((id, entry) -> byAction.put(
                        identifier(id), wording(Json.mapper().convertValue(complete(entry), Entry.class))));
        return new Phrases(byAction);
    }

    static String identifier(String name) {
        return name.startsWith(".") ? BUILT_IN + name : name;
    }

    Optional<Wording> of(String action) {
        return Optional.ofNullable(byAction.get(action));
    }

    /** The words of all clauses, nouns and additions, without what stands in their slots, by action. */
    static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        bundled()
                .byAction
                .forEach((action, wording) -> words.put(
                        action,
                        Stream.of(
                                        wording.say().stream(),
                                        wording.noun().stream(),
                                        wording.also().values().stream().flatMap(List::stream))
                                .flatMap(phrases -> phrases)
                                .flatMap(phrase -> phrase.parts().stream())
                                .map(part -> part instanceof Phrase.Part.Words(String text) ? text.strip() : "")
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" "))));
        return words;
    }

    Set<String> actions() {
        return byAction.keySet();
    }

    /** Parameters that wordings name and the catalogue's action lacks, as sentences; empty when all is well. */
    List<String> problems(Catalog catalog) {
        List<String> problems = new ArrayList<>();
        byAction.forEach((id, wording) -> catalog.byId(id).ifPresent(action -> {
            Set<String> keys = new LinkedHashSet<>(wording.also().keySet());
            keys.addAll(wording.values().keySet());
            for (List<Phrase> phrases : List.of(wording.say(), wording.noun(), wording.ref(), wording.item())) {
                phrases.forEach(phrase -> keys.addAll(phrase.keys()));
            }
            for (String key : keys) {
                if (action.byKey(key).isEmpty()) {
                    problems.add("The wording of " + id + " names the parameter " + key
                            + ", which the catalogue does not have.");
                }
            }
        }));
        return problems;
    }

    private static Map<String, Object> complete(Map<String, Object> entry) {
        Map<String, Object> complete = new HashMap<>(Map.of("also", Map.of(), "values", Map.of(), "item", ""));
        List.of("noun", "ref", "silent").forEach(name -> complete.put(name, List.of()));
        List.of("lazy", "plural", "flat").forEach(name -> complete.put(name, false));
        complete.putAll(entry);
        return complete;
    }

    private static Wording wording(Entry entry) {
        Map<String, List<Phrase>> also = new LinkedHashMap<>();
        entry.also()
                .forEach((key, phrases) -> also.put(
                        key,
                        parsed(phrases.stream().map(phrase -> own(key, phrase)).toList())));
        List<String> items =
                entry.item().isEmpty() ? List.of() : Arrays.asList(entry.item().split("\\|"));
        return new Wording(
                parsed(entry.say()),
                parsed(entry.noun()),
                parsed(entry.ref()),
                parsed(items),
                also,
                entry.values(),
                Set.copyOf(entry.silent()),
                entry.lazy(),
                entry.plural(),
                entry.flat());
    }

    /** {@code [true] text {}} says the parameter itself: {@code [key=true] text {key}}. */
    private static String own(String key, String phrase) {
        String named = phrase.replace("{}", "{" + key + "}");
        return named.startsWith("[") ? "[" + key + "=" + named.substring(1) : named;
    }

    private static List<Phrase> parsed(List<String> phrases) {
        return phrases.stream().map(Phrase::parse).toList();
    }
}
