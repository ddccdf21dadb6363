package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells a workflow as a person would ask for it. Actions are clauses; a result that the next clause uses may become a
 * noun phrase in it; a block is a clause that holds the clauses of its bodies, and a full stop ends its scope.
 */
final class Narrator {
    private static final String CLIPBOARD_SETTER = "is.workflow.actions.setclipboard";
    private static final String CLIPBOARD_GETTER = "is.workflow.actions.getclipboard";

    private final Phrases phrases;
    private final Speech speech;
    private final Clauses clauses;
    private final double nounShare;
    private final Set<String> reassigned = new HashSet<>();
    private boolean clipboardChanges;

    /** A clause, and whether it is a block, after which a new sentence begins. */
    record Piece(String text, boolean block) {}

    Narrator(Catalog catalog, Phrases phrases, SplittableRandom random) {
        this.phrases = phrases;
        this.speech = new Speech(catalog, phrases, random);
        this.clauses = new Clauses(catalog, phrases, speech);
        this.nounShare = speech.any(List.of(0.3, 0.7, 0.9));
    }

    /** The query: one or more sentences. */
    String query(List<Statement> body) {
        clipboardChanges = body.stream().anyMatch(Narrator::setsClipboard);
        assignments(body, new HashSet<>());
        return new Sentences(speech).assemble(pieces(body, true));
    }

    /** Finds the variables that get their value at several places, as the result of a block does. */
    private void assignments(List<Statement> body, Set<String> seen) {
        for (Statement statement : body) {
            String result = statement instanceof Statement.Append ? null : Uses.result(statement);
            if (result != null && !seen.add(result)) {
                reassigned.add(result);
            }
            Uses.blocks(statement).forEach(block -> assignments(block, seen));
        }
    }

    private static boolean setsClipboard(Statement statement) {
        return statement instanceof Statement.Call call && call.action().equals(CLIPBOARD_SETTER)
                || Uses.blocks(statement).stream().flatMap(List::stream).anyMatch(Narrator::setsClipboard);
    }

    private List<Piece> pieces(List<Statement> body, boolean top) {
        List<Piece> pieces = new ArrayList<>();
        List<Statement> told = body.stream()
                .filter(statement -> !(statement instanceof Statement.Comment))
                .toList();
        for (int i = 0; i < told.size(); i++) {
            Statement statement = told.get(i);
            if (statement instanceof Statement.Call call && staysNoun(told, i, call)) {
                speech.await(call);
            } else {
                speech.beginClause();
                Statement next = i + 1 < told.size() ? told.get(i + 1) : null;
                piece(statement, next, top && speech.chance(0.85)).ifPresent(pieces::add);
            }
        }
        return pieces;
    }

    /** Whether the call is said as a noun phrase where its result is used. */
    private boolean staysNoun(List<Statement> body, int at, Statement.Call call) {
        Wording wording = phrases.of(call.action()).orElse(null);
        String result = call.result();
        if (wording == null || result == null || reassigned.contains(result)) {
            return false;
        }
        List<Phrase> nouns = speech.fitting(wording.noun(), call);
        if (nouns.isEmpty() || !saysAll(nouns.getFirst(), call, wording)) {
            return false;
        }
        boolean slots = nouns.stream().anyMatch(Phrase::hasSlots);
        if (wording.lazy() && !(clipboardChanges && call.action().equals(CLIPBOARD_GETTER))) {
            List<Statement> rest = body.subList(at + 1, body.size());
            return rest.stream().anyMatch(later -> Uses.all(later).contains(result))
                    && !(slots && rest.stream().anyMatch(later -> Uses.inTemplate(later, result)));
        }
        if (at + 1 >= body.size() || !speech.chance(nounShare)) {
            return false;
        }
        Statement next = body.get(at + 1);
        return Uses.own(next).contains(result)
                && !(slots && Uses.inTemplate(next, result))
                && !(wording.flat() && Uses.result(next) != null)
                && Uses.own(call).stream().noneMatch(speech::awaitsLong);
    }

    private static boolean saysAll(Phrase noun, Statement.Call call, Wording wording) {
        return call.parameters().keySet().stream()
                .allMatch(key -> noun.keys().contains(key) || wording.silent().contains(key));
    }

    private Optional<Piece> piece(Statement statement, @Nullable Statement next, boolean sentences) {
        return switch (statement) {
            case Statement.Call call -> Optional.of(new Piece(call(call), false));
            case Statement.Assign assign -> assign(assign, next).map(text -> new Piece(text, false));
            case Statement.Append append -> Optional.of(new Piece(append(append), false));
            case Statement.If choice -> Optional.of(choice(choice));
            case Statement.Menu menu -> Optional.of(new Piece(menu(menu, sentences), true));
            case Statement.Repeat repeat -> Optional.of(new Piece(repeat(repeat), true));
            case Statement.ForEach loop -> Optional.of(new Piece(forEach(loop), true));
            case Statement.Comment comment -> Optional.empty();
        };
    }

    private String call(Statement.Call call) {
        String text = clauses.clause(call);
        if (call.result() == null) {
            speech.endClause(null);
        } else {
            speech.mention(call, "the " + Plain.words(call.result()));
            if (reassigned.contains(call.result())) {
                speech.mention(call.result(), "the result", false);
            }
            speech.endClause(call.result());
        }
        return text;
    }

    private Optional<String> assign(Statement.Assign assign, @Nullable Statement next) {
        String name = assign.variable();
        if (reassigned.contains(name)) {
            String text = speech.any(List.of("use ", "take ")) + speech.value(assign.value());
            speech.mention(name, "the result", false);
            speech.endClause(name);
            return Optional.of(text);
        }
        boolean named =
                next != null && Uses.own(next).contains(name) && !Uses.inTemplate(next, name) && speech.chance(0.6);
        if (named && (assign.value() instanceof Value.Reference || next instanceof Statement.ForEach)) {
            speech.alias(name, assign.value());
            return Optional.empty();
        }
        return switch (assign.value()) {
            case Value.ListOf list
            when list.items().isEmpty() -> {
                speech.mention(name, "the collected items", true);
                yield Optional.empty();
            }
            case Value.ListOf list -> {
                String text = speech.any(List.of("make a list of ", "take the list ", "make a list with "))
                        + speech.list(list, "and");
                speech.mention(name, "the list", false);
                speech.endClause(name);
                yield Optional.of(text);
            }
            case Value.Dictionary dictionary -> {
                String text = speech.any(List.of(
                                "make a dictionary with ", "take a dictionary with ", "build a dictionary with "))
                        + speech.value(dictionary);
                speech.mention(name, "the dictionary", false);
                speech.endClause(name);
                yield Optional.of(text);
            }
            case Value.Reference reference
            when !reference.accesses().isEmpty() -> {
                String text = speech.any(List.of("get ", "take ", "look up ")) + speech.value(reference);
                speech.mention(name, "the value", false);
                speech.endClause(name);
                yield Optional.of(text);
            }
            default -> {
                speech.alias(name, assign.value());
                yield Optional.empty();
            }
        };
    }

    private String append(Statement.Append append) {
        String text = speech.any(List.of("collect ", "gather "));
        if (speech.chance(0.5)) {
            text = "add " + speech.value(append.value()) + " to the collected items";
        } else {
            text += speech.value(append.value());
        }
        speech.endClause(null);
        return text;
    }

    private Piece choice(Statement.If choice) {
        Optional<Piece> chosen = chosenText(choice);
        if (chosen.isPresent()) {
            return chosen.get();
        }
        String condition = speech.condition(choice.condition());
        speech.endClause(null);
        String subject = speech.focus();
        String then = block(choice.then(), subject);
        if (choice.otherwise().isEmpty()) {
            boolean after = choice.then().size() == 1
                    && Uses.all(choice.then().getFirst()).isEmpty()
                    && Uses.blocks(choice.then().getFirst()).isEmpty()
                    && speech.chance(0.4);
            return new Piece(after ? then + " if " + condition : "if " + condition + ", " + then, true);
        }
        String otherwise = block(choice.otherwise(), subject);
        String joint = then.contains(", ") || then.contains(" and ")
                ? "; otherwise, "
                : speech.any(List.of(", otherwise ", ", and if not, ", "; otherwise "));
        return new Piece("if " + condition + ", " + then + joint + otherwise, true);
    }

    /** Two branches that only give one variable its value. */
    private Optional<Piece> chosenText(Statement.If choice) {
        if (choice.then().size() == 1
                && choice.otherwise().size() == 1
                && choice.then().getFirst() instanceof Statement.Assign yes
                && choice.otherwise().getFirst() instanceof Statement.Assign no
                && yes.variable().equals(no.variable())) {
            String text = speech.any(List.of("pick ", "use ", "take ")) + speech.value(yes.value()) + " if "
                    + speech.condition(choice.condition())
                    + speech.any(List.of(", otherwise ", " and otherwise ", ", or else "))
                    + speech.value(no.value());
            speech.mention(yes.variable(), "the chosen text", false);
            speech.endClause(yes.variable());
            return Optional.of(new Piece(text, true));
        }
        return Optional.empty();
    }

    private String menu(Statement.Menu menu, boolean sentences) {
        boolean asks = !(menu.prompt() instanceof Value.Text text && text.text().isEmpty());
        String prompt = asks ? speech.value(menu.prompt()) : "";
        List<String> titles =
                menu.cases().stream().map(each -> speech.value(each.title())).toList();
        String intro;
        boolean listed = speech.chance(0.6);
        if (listed) {
            String choices = Plain.series(titles, asks || speech.chance(0.5) ? "and" : "or");
            intro = asks
                    ? speech.any(List.of(
                            "ask me " + prompt + " with the options " + choices,
                            "show a menu asking " + prompt + " with " + choices,
                            "let me choose between " + choices + " with the question " + prompt))
                    : speech.any(List.of(
                            "let me choose between " + choices, "show a menu with " + choices, "offer me " + choices));
        } else {
            intro = asks
                    ? speech.any(List.of("show a menu asking ", "give me the menu ")) + prompt
                    : speech.any(List.of("show a menu", "give me a menu"));
        }
        String lead = listed ? speech.any(List.of("for ", "if I pick ")) : "for ";
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < titles.size(); i++) {
            bodies.add(lead + titles.get(i) + ", " + block(menu.cases().get(i).body(), null));
        }
        speech.setFocus(null);
        if (listed && sentences && speech.chance(0.6)) {
            return intro + ". "
                    + String.join(
                            ". ", bodies.stream().map(Sentences::capitalized).toList());
        }
        return intro + ": " + String.join("; ", bodies);
    }

    private String repeat(Statement.Repeat repeat) {
        boolean reference = repeat.count() instanceof Value.Reference;
        String count = reference ? speech.subject(repeat.count()) : Phrase.plain(repeat.count());
        if (repeat.index() != null) {
            speech.mention(repeat.index(), "the round number", false);
        }
        String intro = reference
                ? "as many times as " + count + " says, "
                : speech.any(List.of(
                        "repeat this " + count + " times: ", count + " times, ", "do this " + count + " times: "));
        String text = intro + block(repeat.body(), null);
        speech.setFocus(null);
        return text;
    }

    private String forEach(Statement.ForEach loop) {
        String item = "item";
        boolean literal = speech.isUnsaid(loop.items());
        String source = speech.value(loop.items());
        if (loop.items() instanceof Value.Reference reference
                && reference.source() instanceof Value.Source.Variable variable) {
            item = itemOf(variable.name()).orElse("item");
        }
        String each = literal ? "of " + source : each(item, source);
        speech.mention(loop.item(), "the " + item, false);
        if (loop.index() != null) {
            speech.mention(loop.index(), "the position", false);
        }
        String intro = literal ? "for each " : speech.any(List.of("for each ", "for every ", "go through every "));
        String joint = intro.startsWith("go") ? " and " : ", ";
        String text = intro + each + joint + block(loop.body(), loop.item());
        speech.setFocus(null);
        return text;
    }

    /** {@code line of the clipboard}, {@code line}, {@code item in it}. */
    private String each(String item, String source) {
        if (source.startsWith("the " + item + "s ")) {
            return item + source.substring(item.length() + 5);
        }
        if (source.equals("the " + item + "s") || source.equals("them") && !item.equals("item")) {
            return item;
        }
        return item + " in " + source;
    }

    private Optional<String> itemOf(String variable) {
        return Optional.ofNullable(speech.maker(variable))
                .flatMap(call -> phrases.of(call.action()).map(wording -> speech.choose(wording.item(), call)));
    }

    /** The clauses of a body in one breath. */
    private String block(List<Statement> body, @Nullable String focus) {
        speech.setFocus(focus);
        List<Piece> pieces = pieces(body, false);
        return pieces.isEmpty() ? "do nothing" : Sentences.inline(pieces);
    }
}
