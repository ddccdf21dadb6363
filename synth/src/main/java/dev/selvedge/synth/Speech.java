package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Noun phrases for values while a query is told: what was mentioned, what is still to be mentioned, and what "it" stands
 * for. A result is either said by a clause of its own and then known, or pending until the clause that uses it names it.
 */
final class Speech {
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth");

    private final Catalog catalog;
    private final Phrases phrases;
    private final SplittableRandom random;
    private final Map<String, Statement.Call> pending = new LinkedHashMap<>();
    private final Map<String, Statement.Call> makers = new LinkedHashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Mention> known = new LinkedHashMap<>();
    private final Set<String> clause = new TreeSet<>();
    private @Nullable String focus;
    private boolean composed;

    /** How a value is spoken of once it was mentioned. */
    private record Mention(String ref, boolean plural) {}

    Speech(Catalog catalog, Phrases phrases, SplittableRandom random) {
        this.catalog = catalog;
        this.phrases = phrases;
        this.random = random;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Leaves a call to be named by the clause that first uses its result. */
    void await(Statement.Call call) {
        if (call.result() != null) {
            pending.put(call.result(), call);
            makers.put(call.result(), call);
        }
    }

    /** The call that gave the variable its value, null for other variables. */
    Statement.@Nullable Call maker(String variable) {
        return makers.get(variable);
    }

    /** Leaves a value to be named in full where the variable is used. */
    void alias(String variable, Value value) {
        values.put(variable, value);
    }

    /** Whether the value is a variable whose own value was not said yet. */
    boolean isUnsaid(Value value) {
        return value instanceof Value.Reference reference
                && reference.source() instanceof Value.Source.Variable variable
                && values.containsKey(variable.name());
    }

    /** Whether the variable is to be named by a noun that is too long to stand in another. */
    boolean awaitsLong(String variable) {
        Statement.Call call = pending.get(variable);
        return call != null && phrases.of(call.action()).map(Wording::flat).orElse(false);
    }

    /** Makes a variable known under a noun phrase. */
    void mention(String variable, String ref, boolean plural) {
        known.put(variable, new Mention(ref, plural));
        clause.add(variable);
    }

    /** Makes the result of a call known. */
    void mention(Statement.Call call, String fallback) {
        if (call.result() != null) {
            Wording wording = phrases.of(call.action()).orElse(null);
            makers.put(call.result(), call);
            String ref = wording == null ? null : choose(wording.ref(), call);
            mention(call.result(), ref == null ? fallback : ref, wording != null && wording.plural());
        }
    }

    /** Begins a clause. */
    void beginClause() {
        clause.clear();
        composed = false;
    }

    /** Ends a clause: "it" is what it made, or the one thing that it spoke of as such, or nothing. */
    void endClause(@Nullable String made) {
        boolean clear = clause.size() == 1 && !composed;
        focus = made != null ? made : clear ? clause.iterator().next() : null;
    }

    void setFocus(@Nullable String variable) {
        focus = variable;
    }

    @Nullable
    String focus() {
        return focus;
    }

    /** The noun phrase of a pending call, which is known from then on. */
    private String noun(String variable, Statement.Call call) {
        pending.remove(variable);
        Wording wording = phrases.of(call.action()).orElseThrow();
        List<Phrase> fitting = fitting(wording.noun(), call);
        Phrase phrase = any(fitting);
        String text = fill(phrase, call);
        mention(call, text);
        if (!phrase.hasSlots() && wording.lazy()) {
            mention(variable, text, wording.plural());
        }
        return text;
    }

    /** Phrases that fit and say the most of the parameters that need words. */
    List<Phrase> fitting(List<Phrase> phrases, Statement.Call call) {
        List<Phrase> best = new ArrayList<>();
        long most = -1;
        for (Phrase phrase : phrases) {
            if (phrase.fits(call)) {
                long said = phrase.keys().size();
                if (said > most) {
                    best.clear();
                    most = said;
                }
                if (said == most) {
                    best.add(phrase);
                }
            }
        }
        return best;
    }

    @Nullable
    String choose(List<Phrase> phrases, Statement.Call call) {
        List<Phrase> fitting = fitting(phrases, call);
        return fitting.isEmpty() ? null : fill(any(fitting), call);
    }

    /** The phrase with its slots filled, left to right. */
    String fill(Phrase phrase, Statement.Call call) {
        Wording wording = phrases.of(call.action()).orElse(null);
        StringBuilder text = new StringBuilder();
        for (Phrase.Part part : phrase.parts()) {
            switch (part) {
                case Phrase.Part.Words words -> text.append(words.text());
                case Phrase.Part.Slot slot -> {
                    Value value = call.parameters().get(slot.key());
                    if (value != null) {
                        text.append(
                                isNumber(call, slot.key(), value) ? Phrase.plain(value) : slot(value, slot, wording));
                    }
                }
            }
        }
        return text.toString();
    }

    /** Files hold numbers as texts too; people say them without quotes. */
    private boolean isNumber(Statement.Call call, String key, Value value) {
        return value instanceof Value.Text text
                && text.text().matches("-?\\d+([.]\\d+)?")
                && catalog.byId(call.action())
                        .flatMap(action -> action.byKey(key))
                        .filter(parameter -> parameter.type() == ContentType.NUMBER)
                        .isPresent();
    }

    private String slot(Value value, Phrase.Part.Slot slot, @Nullable Wording wording) {
        Map<String, List<String>> fixed =
                wording == null ? Map.of() : wording.values().getOrDefault(slot.key(), Map.of());
        List<String> choices = fixed.get(Phrase.plain(value));
        String said = choices == null ? null : any(choices);
        return switch (slot.form()) {
            case ANY, LIT, REF -> said == null ? value(value) : said;
            case BARE -> Phrase.plain(value);
            case ONE -> singular(said == null ? Phrase.plain(value) : said);
            case PERCENT -> value instanceof Value.Num number ? Plain.percent(number.number()) : value(value);
        };
    }

    private static String singular(String plural) {
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }

    /** A value as the subject of a sentence. */
    String subject(Value value) {
        boolean plural = value instanceof Value.Reference reference
                && reference.source() instanceof Value.Source.Variable variable
                && known.containsKey(variable.name())
                && known.get(variable.name()).plural();
        return value instanceof Value.Reference reference ? reference(reference, !plural) : value(value);
    }

    /** "If" and "when" conditions: {@code the battery level is below 20}. */
    String condition(Condition condition) {
        List<String> parts =
                condition.comparisons().stream().map(this::comparison).toList();
        return String.join(condition.all() ? " and " : " or ", parts);
    }

    private String comparison(Condition.Comparison comparison) {
        String text = subject(comparison.left()) + " " + any(verbs(comparison.operator()));
        if (comparison.right() != null) {
            text += " " + value(comparison.right());
        }
        return comparison.upper() == null ? text : text + " and " + value(comparison.upper());
    }

    private static List<String> verbs(Condition.Operator operator) {
        return switch (operator) {
            case LESS -> List.of("is below", "is less than", "is under", "is lower than");
            case AT_MOST -> List.of("is at most", "is no more than");
            case GREATER -> List.of("is above", "is more than", "is greater than", "is over");
            case AT_LEAST -> List.of("is at least", "is no less than");
            case EQUALS -> List.of("is", "equals", "is exactly");
            case NOT_EQUALS -> List.of("is not", "does not equal", "is anything but");
            case BEGINS_WITH -> List.of("begins with", "starts with");
            case ENDS_WITH -> List.of("ends with", "ends in");
            case CONTAINS -> List.of("contains", "includes");
            case NOT_CONTAINS -> List.of("does not contain", "does not include");
            case HAS_VALUE -> List.of("is not empty", "has a value");
            case HAS_NO_VALUE -> List.of("is empty", "has no value");
            case IN_NEXT -> List.of("lies in the next", "is within the next");
            case IN_LAST -> List.of("lies in the last", "is within the last");
            case IS_TODAY -> List.of("is today");
            case BETWEEN -> List.of("is between", "lies between");
        };
    }

    /** Any value as a noun phrase. */
    String value(Value value) {
        return switch (value) {
            case Value.Reference reference -> reference(reference, true);
            case Value.Template template -> template(template);
            case Value.ListOf list -> list(list, "and");
            case Value.Dictionary dictionary -> entries(dictionary);
            case Value.Quantity quantity -> Plain.quantity(value(quantity.magnitude()), quantity.unit());
            case Value.Text text -> Plain.quoted(text.text());
            case Value.Num number -> Plain.literal(value);
            case Value.Bool bool -> Plain.literal(value);
            case Value.Moment moment -> Plain.literal(value);
            case Value.Nothing nothing -> Plain.literal(value);
            case Value.Blob blob -> Plain.literal(value);
            case Value.Struct struct -> struct(struct);
        };
    }

    private String struct(Value.Struct struct) {
        List<String> fields = new ArrayList<>();
        struct.fields().forEach((name, value) -> fields.add(name + " " + value(value)));
        return fields.isEmpty() ? struct.kind() : String.join(", ", fields);
    }

    /** The items of a literal list; plain words go without quotes at times. */
    String list(Value.ListOf list, String last) {
        boolean bare = list.items().size() > 1
                && list.items().stream()
                        .allMatch(item -> item instanceof Value.Text text && Wording.readsBare(text.text()))
                && chance(0.25);
        return Plain.series(
                list.items().stream()
                        .map(item -> bare ? Phrase.plain(item) : value(item))
                        .toList(),
                last);
    }

    private String entries(Value.Dictionary dictionary) {
        String joint = any(List.of(" as ", " set to ", " = "));
        return Plain.series(
                dictionary.entries().stream()
                        .map(entry -> value(entry.key()) + joint + value(entry.value()))
                        .toList(),
                "and");
    }

    private String template(Value.Template template) {
        List<Value> parts = template.parts();
        if (parts.size() == 1) {
            return value(parts.getFirst());
        }
        composed = true;
        if (parts.size() == 2 && chance(0.4)) {
            return value(parts.get(0)) + " followed by " + value(parts.get(1));
        }
        if (parts.size() == 3
                && parts.get(0) instanceof Value.Reference
                && parts.get(1) instanceof Value.Text separator
                && parts.get(2) instanceof Value.Reference
                && chance(0.5)) {
            return value(parts.get(0)) + " and " + value(parts.get(2)) + " separated by "
                    + Plain.quoted(separator.text());
        }
        StringBuilder text = new StringBuilder();
        for (Value part : parts) {
            switch (part) {
                case Value.Text literal -> text.append(literal.text());
                case Value.Reference reference ->
                    text.append('[')
                            .append(bracketed(reference(reference, false)))
                            .append(']');
                default -> text.append(value(part));
            }
        }
        return Plain.quoted(text.toString()).replace("\\\\\"", "\\\"");
    }

    private static String bracketed(String noun) {
        return noun.startsWith("the ") ? noun.substring(4) : noun;
    }

    private String reference(Value.Reference reference, boolean pronoun) {
        List<Value.Access> accesses = reference.accesses();
        String text = switch (reference.source()) {
            case Value.Source.Variable variable -> variable(variable.name(), pronoun && accesses.isEmpty());
            case Value.Source.WorkflowInput input -> "the input";
            case Value.Source.CurrentDate date -> "the current date";
            case Value.Source.Ask ask ->
                ask.prompt().isEmpty() ? "what I enter" : "my answer to " + Plain.quoted(ask.prompt());
            case Value.Source.Clipboard clipboard -> "the clipboard";
            case Value.Source.DeviceDetails details -> "the device";
            case Value.Source.Other other -> "the " + Plain.words(other.type());
        };
        for (Value.Access access : accesses) {
            text = switch (access) {
                case Value.Access.Key key ->
                    any(List.of("the value for ", "the value of ", "what is stored under ")) + Plain.quoted(key.key())
                            + " in " + text;
                case Value.Access.Property property ->
                    "the " + property.name().toLowerCase(java.util.Locale.ROOT) + " of " + text;
                case Value.Access.Coerce coerce ->
                    text + " as " + Plain.words(coerce.type().label());
                case Value.Access.Format format -> text + " formatted as " + format(format);
            };
        }
        return text;
    }

    private static String format(Value.Access.Format format) {
        List<String> settings = new ArrayList<>();
        format.settings().forEach((name, value) -> settings.add(Plain.literal(value)));
        return settings.isEmpty() ? format.kind() : String.join(", ", settings);
    }

    /** A variable: its full noun the first time, then "it" or the phrase by which it is known. */
    String variable(String name, boolean pronoun) {
        Statement.Call call = pending.get(name);
        if (call != null) {
            return noun(name, call);
        }
        Value value = values.remove(name);
        if (value != null) {
            mention(name, "the " + Plain.words(name), false);
            return value(value);
        }
        clause.add(name);
        Mention mention = known.get(name);
        if (mention == null) {
            return "the " + Plain.words(name);
        }
        if (pronoun && name.equals(focus) && chance(0.6)) {
            return mention.plural() ? "them" : "it";
        }
        return ordinal(name, mention.ref());
    }

    private String ordinal(String name, String ref) {
        List<String> same = known.entrySet().stream()
                .filter(entry -> entry.getValue().ref().equals(ref))
                .map(Map.Entry::getKey)
                .toList();
        int index = same.indexOf(name);
        int space = ref.indexOf(' ');
        if (same.size() < 2 || index >= ORDINALS.size() || space < 0) {
            return ref;
        }
        return ref.substring(0, space + 1) + ORDINALS.get(index) + ref.substring(space);
    }
}
