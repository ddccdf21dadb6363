package dev.selvedge.synth.grow;

import dev.selvedge.core.Json;
import dev.selvedge.core.Resource;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;

/**
 * How an action takes part in growth.
 *
 * @param action identifier
 * @param role where it stands in a flow of values
 * @param input key of the parameter that takes the flowing value, empty without one
 * @param takes kinds of values that it takes well; narrower than what would be coercible, so that tasks make sense
 * @param gives kind of value that it gives, empty for none
 * @param fill how its parameters get literals, by key: see {@link Filler}
 * @param weight how often it is chosen where nothing is known of the seeds
 * @param again whether it makes sense several times: an effect in a loop, a source twice in a task
 * @param last whether nothing may follow it
 */
record Card(
        String action,
        Role role,
        String input,
        List<String> takes,
        String gives,
        Map<String, String> fill,
        double weight,
        boolean again,
        boolean last) {
    static final String TEXT = "text";
    static final String NUMBER = "number";
    static final String DATE = "date";
    static final String LIST = "list";
    private static final String RESOURCE = "cards.json";
    private static final double DERIVED_WEIGHT = 0.06;

    /** Actions that the tree says in other ways, or of which nobody would ask for without more than the catalogue says. */
    private static final Set<String> NOT_DERIVED = Set.of(
            ("conditional choosefrommenu repeat.count repeat.each setvariable getvariable appendvariable gettext number list"
                            + " dictionary getvalueforkey comment nothing exit output viewresult openin hide.app quit.app"
                            + " filter.files filter.images filter.locations filter.eventattendees filter.photos"
                            + " selectcontacts selectphone selectemail getitemtype getitemname text.match.getgroup"
                            + " openxcallbackurl format.filesize stagemanager.set truetone.set announcenotifications.set")
                    .split(" "));

    Card {
        takes = List.copyOf(takes);
        fill = Collections.unmodifiableMap(new LinkedHashMap<>(fill));
    }

    /** Where an action stands in a flow of values. */
    enum Role {
        SOURCE,
        TRANSFORM,
        SINK,
        EFFECT
    }

    /** The bundled cards whose action the catalogue has and which may be used, then cards derived from the catalogue. */
    static List<Card> all(Catalog catalog, Set<String> usable) {
        List<Card> cards = new ArrayList<>();
        Set<String> carded = new TreeSet<>();
        for (Card card : bundled()) {
            carded.add(card.action());
            if (usable.contains(card.action()) && catalog.byId(card.action()).isPresent()) {
                cards.add(card);
            }
        }
        for (Catalog.Action action : catalog.actions()) {
            if (usable.contains(action.id()) && !carded.contains(action.id())) {
                derived(action).ifPresent(cards::add);
            }
        }
        return cards;
    }

    static List<Card> bundled() {
        List<Map<String, Object>> entries = Json.mapper()
                .readValue(Resource.text(Card.class, RESOURCE), new TypeReference<List<Map<String, Object>>>() {});
        return entries.stream().map(Card::complete).toList();
    }

    private record Entry(
            String action,
            String role,
            String in,
            List<String> takes,
            String gives,
            Map<String, String> fill,
            double weight,
            boolean again,
            boolean last) {}

    private static Card complete(Map<String, Object> entry) {
        Map<String, Object> all = new HashMap<>(
                Map.of("in", "", "takes", List.of(), "gives", "", "fill", Map.of(), "again", false, "last", false));
        all.putAll(entry);
        Entry read = Json.mapper().convertValue(all, Entry.class);
        String id = read.action().startsWith(".") ? "is.workflow.actions" + read.action() : read.action();
        Role role = Role.valueOf(read.role().toUpperCase(java.util.Locale.ROOT));
        return new Card(
                id, role, read.in(), read.takes(), read.gives(), read.fill(), read.weight(), read.again(), read.last());
    }

    /** A card from the catalogue alone: its types, and literals for what it requires; empty where that does not do. */
    private static Optional<Card> derived(Catalog.Action action) {
        if (NOT_DERIVED.stream().anyMatch(name -> action.id().equals("is.workflow.actions." + name))) {
            return Optional.empty();
        }
        Map<String, String> fill = new LinkedHashMap<>();
        for (Catalog.Parameter parameter : action.parameters()) {
            boolean toggle = parameter.name().equals("on") && parameter.type() == ContentType.BOOLEAN;
            if (!parameter.input() && (parameter.required() || toggle)) {
                String filler = filler(parameter);
                if (filler.isEmpty()) {
                    return Optional.empty();
                }
                fill.put(parameter.key(), filler);
            }
        }
        String takes = action.input().map(parameter -> kind(parameter.type())).orElse("");
        Catalog.Output output = action.output();
        String gives = output == null ? "" : kind(output.type());
        if (action.input().isPresent() && takes.isEmpty() || gives.isEmpty() && !action.effect()) {
            return Optional.empty();
        }
        Role role = takes.isEmpty()
                ? gives.isEmpty() ? Role.EFFECT : Role.SOURCE
                : action.effect() ? Role.SINK : Role.TRANSFORM;
        String input = action.input().map(Catalog.Parameter::key).orElse("");
        return Optional.of(new Card(
                action.id(),
                role,
                input,
                takes.isEmpty() ? List.of() : List.of(takes),
                gives,
                fill,
                DERIVED_WEIGHT,
                true,
                false));
    }

    private static String filler(Catalog.Parameter parameter) {
        if (!parameter.values().isEmpty()) {
            return parameter.values().stream().noneMatch(value -> value.contains("…"))
                    ? String.join("|", parameter.values())
                    : "";
        }
        return switch (parameter.type()) {
            case NUMBER -> "#1..20";
            case BOOLEAN -> "true|false";
            case URL -> "@site";
            case TEXT, DATE, DURATION, QUANTITY, DICTIONARY, LIST, FILE, FOLDER, IMAGE, MEDIA, RICH_TEXT, WEB_PAGE ->
                "";
            case ARTICLE, CONTACT, LOCATION, EVENT, REMINDER, NOTE, PHOTO, APP, WORKFLOW, HEALTH, WEATHER, OTHER, ANY ->
                "";
        };
    }

    private static String kind(ContentType type) {
        return switch (type) {
            case TEXT, ANY -> TEXT;
            case NUMBER -> NUMBER;
            case DATE -> DATE;
            case LIST -> LIST;
            case URL -> "url";
            case FILE -> "file";
            case IMAGE, PHOTO -> "image";
            case DICTIONARY -> "dictionary";
            case RICH_TEXT -> "rich_text";
            case LOCATION,
                    WEATHER,
                    MEDIA,
                    BOOLEAN,
                    DURATION,
                    QUANTITY,
                    FOLDER,
                    WEB_PAGE,
                    ARTICLE,
                    CONTACT,
                    EVENT,
                    REMINDER,
                    NOTE -> "";
            case APP, WORKFLOW, HEALTH, OTHER -> "";
        };
    }
}
