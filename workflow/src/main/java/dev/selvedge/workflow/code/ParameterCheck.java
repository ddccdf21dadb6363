package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of a parameter's value. Shortcuts turn almost everything into almost everything, text and files
 * above all, so only what can never become what is asked for does not fit.
 */
final class ParameterCheck {
    private static final Pattern NUMERIC = Pattern.compile("[-+]?[\\d.,]+([eE][-+]?\\d+)?");

    private static final Map<ContentType, String> WORDS = Map.of(
            ContentType.BOOLEAN, "True or False",
            ContentType.URL, "a URL",
            ContentType.IMAGE, "an image",
            ContentType.APP, "an app",
            ContentType.EVENT, "an event",
            ContentType.HEALTH, "a health sample",
            ContentType.MEDIA, "a sound or a video");

    private static final Set<ContentType> THINGS = EnumSet.of(
            ContentType.IMAGE,
            ContentType.MEDIA,
            ContentType.PHOTO,
            ContentType.LOCATION,
            ContentType.APP,
            ContentType.WORKFLOW);
    private static final Set<ContentType> PLAIN =
            EnumSet.of(ContentType.NUMBER, ContentType.BOOLEAN, ContentType.DATE, ContentType.DURATION);
    private static final Set<ContentType> NO_AMOUNT = union(THINGS, ContentType.DICTIONARY, ContentType.CONTACT);
    private static final Set<ContentType> NO_THING = union(PLAIN, ContentType.DICTIONARY);
    private static final Set<ContentType> NO_ENTRY = EnumSet.of(
            ContentType.BOOLEAN,
            ContentType.DATE,
            ContentType.DURATION,
            ContentType.IMAGE,
            ContentType.MEDIA,
            ContentType.PHOTO);

    /** What never becomes a value of a kind, by that kind. */
    private static final Map<ContentType, Set<ContentType>> NEVER = Map.ofEntries(
            Map.entry(ContentType.NUMBER, NO_AMOUNT),
            Map.entry(ContentType.QUANTITY, NO_AMOUNT),
            Map.entry(ContentType.DURATION, NO_AMOUNT),
            Map.entry(ContentType.BOOLEAN, NO_AMOUNT),
            Map.entry(
                    ContentType.DATE,
                    EnumSet.of(
                            ContentType.BOOLEAN,
                            ContentType.DICTIONARY,
                            ContentType.LOCATION,
                            ContentType.CONTACT,
                            ContentType.APP,
                            ContentType.WORKFLOW)),
            Map.entry(ContentType.DICTIONARY, union(THINGS, PLAIN.toArray(ContentType[]::new))),
            Map.entry(ContentType.URL, EnumSet.of(ContentType.BOOLEAN, ContentType.DATE)),
            Map.entry(ContentType.IMAGE, NO_THING),
            Map.entry(ContentType.PHOTO, NO_THING),
            Map.entry(ContentType.MEDIA, NO_THING),
            Map.entry(ContentType.LOCATION, NO_THING),
            Map.entry(ContentType.FOLDER, NO_THING),
            Map.entry(ContentType.CONTACT, NO_ENTRY),
            Map.entry(ContentType.EVENT, NO_ENTRY),
            Map.entry(ContentType.REMINDER, NO_ENTRY),
            Map.entry(ContentType.NOTE, NO_ENTRY),
            Map.entry(ContentType.HEALTH, NO_ENTRY),
            Map.entry(ContentType.APP, NO_ENTRY),
            Map.entry(ContentType.WORKFLOW, NO_ENTRY));

    /** Literals that nobody means where a kind is asked for, though a variable of their type may do. */
    private static final Map<ContentType, Set<ContentType>> NO_LITERAL = Map.of(
            ContentType.NUMBER, Set.of(ContentType.LIST, ContentType.BOOLEAN),
            ContentType.BOOLEAN, Set.of(ContentType.LIST),
            ContentType.DICTIONARY, Set.of(ContentType.LIST),
            ContentType.DATE, Set.of(ContentType.LIST, ContentType.NUMBER),
            ContentType.URL, Set.of(ContentType.NUMBER, ContentType.DICTIONARY));

    private ParameterCheck() {}

    private static Set<ContentType> union(Set<ContentType> types, ContentType... more) {
        Set<ContentType> all = EnumSet.copyOf(types);
        all.addAll(Arrays.asList(more));
        return all;
    }

    /** Whether the value is none, or one of those that the parameter takes, or known only when the workflow runs. */
    static boolean permits(Parameter parameter, Value value) {
        return parameter.values().isEmpty()
                || switch (value) {
                    case Value.Text(String text) -> parameter.values().contains(text);
                    case Value.Num(BigDecimal number) ->
                        parameter.type() != ContentType.NUMBER
                                || parameter.values().stream().anyMatch(choice -> is(number, choice));
                    default -> true;
                };
    }

    private static boolean is(BigDecimal number, String choice) {
        return choice.length() < 100
                && choice.matches("-?\\d+(\\.\\d+)?")
                && new BigDecimal(choice).compareTo(number) == 0;
    }

    /** What a literal should be that cannot become what the parameter takes; null where it can, or is no literal. */
    static @Nullable String expected(Parameter parameter, Value value) {
        return switch (value) {
            case Value.Text(String text) -> {
                boolean fits = parameter.type() == ContentType.NUMBER
                        ? numeric(text)
                        : parameter.type() != ContentType.BOOLEAN
                                || !parameter.values().isEmpty();
                yield fits ? null : wanted(parameter.type());
            }
            case Value.Num number -> literal(parameter, ContentType.NUMBER);
            case Value.Bool bool -> literal(parameter, ContentType.BOOLEAN);
            case Value.Moment moment -> literal(parameter, ContentType.DATE);
            case Value.ListOf list -> literal(parameter, ContentType.LIST);
            case Value.Dictionary dictionary -> literal(parameter, ContentType.DICTIONARY);
            case Value.Nothing nothing -> null;
            case Value.Template template -> null;
            case Value.Blob blob -> null;
            case Value.Quantity quantity -> null;
            case Value.Struct struct -> null;
            case Value.Reference reference -> null;
        };
    }

    private static @Nullable String literal(Parameter parameter, ContentType type) {
        return NO_LITERAL.getOrDefault(parameter.type(), Set.of()).contains(type) || never(type, parameter.type())
                ? wanted(parameter.type())
                : null;
    }

    /** What a variable should hold that never can become what the parameter takes; null where it can, or may. */
    static @Nullable String expected(Parameter parameter, Set<ContentType> held) {
        return !held.isEmpty() && held.stream().allMatch(type -> never(type, parameter.type()))
                ? wanted(parameter.type())
                : null;
    }

    /** Whether no content of one type has a form of the other. */
    private static boolean never(ContentType from, ContentType to) {
        return NEVER.getOrDefault(to, Set.of()).contains(from);
    }

    private static String wanted(ContentType type) {
        return WORDS.getOrDefault(type, "a " + type.label().replace('_', ' '));
    }

    private static boolean numeric(String text) {
        return text.isBlank()
                || (text.length() < 100 && NUMERIC.matcher(text.strip()).matches());
    }
}
