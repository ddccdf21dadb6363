package dev.selvedge.workflow.catalog;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.Catalog.Output;
import dev.selvedge.workflow.Catalog.Parameter;
import dev.selvedge.workflow.Diagnostic;
import dev.selvedge.workflow.code.Dialect;
import dev.selvedge.workflow.code.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The actions that an importer has found so far, each under a legal function name that no other has. */
final class ActionList {
    private final List<Action> actions = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /**
     * What an outside format says of an action, in its own words.
     *
     * @param id its identifier there
     * @param name what its function is named after; words of its application stand before it where it is taken
     * @param said what it does: one sentence or many, empty for the words of its name
     */
    record Found(
            String id,
            String name,
            String app,
            String category,
            String said,
            List<Parameter> parameters,
            @Nullable Output output,
            boolean effect) {}

    void add(Found found) {
        if (actions.size() == Bounds.ACTIONS) {
            throw new CatalogFormatException("The file has more than " + Bounds.ACTIONS + " actions.");
        }
        if (found.id().isBlank() || found.id().length() > Bounds.KEY) {
            problem("Action " + (actions.size() + 1) + " has no identifier, or one of more than " + Bounds.KEY
                    + " characters, and is left out.");
            return;
        }
        if (!ids.add(found.id())) {
            problem("The action " + Bounds.excerpt(found.id()) + " is there twice; the first one counts.");
            return;
        }
        if (found.said().length() > Bounds.DESCRIPTION) {
            problem("The description of " + Bounds.excerpt(found.id()) + " has "
                    + found.said().length() + " characters; the first " + Bounds.DESCRIPTION + " are kept.");
        }
        String function = unused(
                functions,
                name -> !Identifier.reserved(name),
                Identifier.snake(found.name()).isEmpty()
                        ? List.of(found.id())
                        : List.of(found.name(), found.app() + " " + found.name(), found.id()),
                "action");
        String summary = Wording.summary(found.said());
        String all = Wording.lines(found.said());
        actions.add(new Action(
                found.id(),
                function,
                Wording.oneLine(found.app()),
                Wording.oneLine(found.category()),
                summary.isEmpty() ? Wording.summary(Wording.words(function)) : summary,
                all.replaceAll("[.\\s]+$", "").equals(summary) || all.isEmpty() ? null : all,
                found.parameters(),
                found.output(),
                found.effect(),
                Set.of()));
    }

    /** A sentence about what could not be taken over. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    Catalog catalog() {
        return new Catalog(actions);
    }

    List<Diagnostic> problems() {
        return problems.stream()
                .map(sentence -> Diagnostic.warning(0, 0, sentence, ""))
                .toList();
    }

    /**
     * Parameters under legal names that differ.
     *
     * @param id of their action, for sentences
     * @param found in the order of the file
     * @param key of each in files
     * @param names what each may be called after, the best first; its key is the last resort
     * @param parameter of each under a name
     */
    <T> List<Parameter> parameters(
            String id,
            List<T> found,
            Function<T, String> key,
            Function<T, List<String>> names,
            BiFunction<T, String, Parameter> parameter) {
        List<Parameter> parameters = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (T one : found) {
            String text = key.apply(one);
            if (parameters.size() == Bounds.PARAMETERS) {
                problem(Bounds.excerpt(id) + " has more than " + Bounds.PARAMETERS
                        + " parameters; the rest is left out.");
                break;
            }
            if (text.isEmpty() || text.length() > Bounds.KEY || !keys.add(text)) {
                problem("A parameter of " + Bounds.excerpt(id) + " has no name, one of more than " + Bounds.KEY
                        + " characters, or that of another, and is left out.");
                continue;
            }
            List<String> texts = new ArrayList<>(names.apply(one));
            texts.add(text);
            parameters.add(parameter.apply(one, unused(taken, Dialect::isName, texts, "value")));
        }
        // Python wants what has no default first, and so do signatures and calls by position.
        parameters.sort(Comparator.comparing(Parameter::bare).reversed());
        return parameters;
    }

    /**
     * The first text that gives a name which is free and may be one, or else the first name with a number.
     *
     * @param otherwise the name where no text has letters of one
     */
    private static String unused(Set<String> taken, Predicate<String> legal, List<String> texts, String otherwise) {
        String stem = "";
        for (String text : texts) {
            String name = Identifier.snake(text);
            if (!name.isEmpty() && legal.test(name) && taken.add(name)) {
                return name;
            }
            stem = stem.isEmpty() ? name : stem;
        }
        stem = stem.isEmpty() ? otherwise : stem;
        String free = stem;
        for (int n = 2; !legal.test(free) || !taken.add(free); n++) {
            free = stem + "_" + n;
        }
        return free;
    }
}
