package dev.selvedge.synth.grow;

import dev.selvedge.workflow.Condition;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds drafts after their {@link Shape}. */
final class Templates {
    private static final List<String> SCALARS = List.of(Card.TEXT, Card.NUMBER, Card.DATE, "other");
    private static final List<String> TEXTS = List.of(Card.TEXT);
    private static final List<String> NUMBERS = List.of(Card.NUMBER);

    private static final List<Condition.Operator> SHORT_TEXTS = List.of(
            Condition.Operator.EQUALS,
            Condition.Operator.EQUALS,
            Condition.Operator.EQUALS,
            Condition.Operator.NOT_EQUALS,
            Condition.Operator.CONTAINS,
            Condition.Operator.CONTAINS,
            Condition.Operator.BEGINS_WITH,
            Condition.Operator.ENDS_WITH);
    private static final List<Condition.Operator> LONG_TEXTS = List.of(
            Condition.Operator.CONTAINS,
            Condition.Operator.CONTAINS,
            Condition.Operator.CONTAINS,
            Condition.Operator.NOT_CONTAINS,
            Condition.Operator.BEGINS_WITH,
            Condition.Operator.ENDS_WITH,
            Condition.Operator.HAS_VALUE);

    private final Draft draft;

    Templates(Draft draft) {
        this.draft = draft;
    }

    /** @param aim number of statements to come near to */
    void build(Shape shape, int aim) {
        switch (shape) {
            case CHAIN -> chain(aim);
            case JOIN -> join();
            case EFFECTS -> effects(Math.max(2, Math.min(aim, 4)));
            case IF_NUMBER -> choice(number(), aim);
            case IF_TEXT -> choice(text(), aim);
            case CHOSEN_TEXT -> chosenText();
            case MENU -> menu(aim, false);
            case REPEAT -> repeat(aim);
            case FOR_EACH -> forEach(aim);
            case COLLECT -> collect();
            case DICTIONARY -> dictionary(aim);
            case LOOP_WITH_IF -> loopWithIf();
            case MENU_WITH_BLOCK -> menu(aim, true);
            case SEQUENCE -> sequence(aim);
        }
    }

    private void chain(int aim) {
        Draft.Flow flow = draft.source(
                draft.chance(0.15)
                        ? List.of(Card.LIST)
                        : List.of(Card.TEXT, Card.NUMBER, Card.DATE, "other", "url", "image"));
        boolean twice = aim > 2 && draft.chance(0.3);
        for (int left = aim - 2 - (twice ? 1 : 0); left > 0; left--) {
            Optional<Draft.Flow> next = draft.transform(flow, card -> true);
            if (next.isEmpty()) {
                break;
            }
            flow = next.get();
        }
        draft.sink(flow);
        if (twice) {
            if (draft.chance(0.5)) {
                draft.sink(flow);
            } else {
                draft.effect();
            }
        }
    }

    private void join() {
        Draft.Flow first = draft.source(SCALARS);
        if (draft.chance(0.25)) {
            first = draft.transform(first, card -> SCALARS.contains(card.gives()))
                    .orElse(first);
        }
        Draft.Flow second = draft.source(SCALARS);
        List<Value> parts = new ArrayList<>();
        boolean separated = draft.chance(0.5);
        if (!separated) {
            parts.add(new Value.Text(draft.word("prefix")));
        }
        parts.add(first.reference());
        parts.add(new Value.Text(draft.word("separator")));
        parts.add(second.reference());
        draft.sink(new Value.Template(parts));
    }

    private void effects(int count) {
        for (int i = 0; i < count; i++) {
            draft.effect();
        }
    }

    private Draft.Flow number() {
        if (draft.chance(0.25)) {
            Draft.Flow text = draft.source(TEXTS);
            return draft.transform(text, card -> card.gives().equals(Card.NUMBER))
                    .orElseThrow(() -> new Draft.Stuck("no count"));
        }
        Draft.Flow flow = draft.source(NUMBERS);
        return draft.chance(0.15)
                ? draft.transform(flow, card -> card.gives().equals(Card.NUMBER))
                        .orElse(flow)
                : flow;
    }

    private Draft.Flow text() {
        Draft.Flow flow = draft.source(TEXTS);
        return draft.chance(0.1)
                ? draft.transform(flow, card -> card.gives().equals(Card.TEXT)).orElse(flow)
                : flow;
    }

    /** Whether the text is a word or two, so that asking for equality makes sense. */
    private static boolean isShort(Draft.Flow flow) {
        Card maker = flow.maker();
        return maker == null
                || maker.action().endsWith(".ask")
                || maker.action().endsWith(".choosefromlist");
    }

    private Condition condition(Draft.Flow flow) {
        if (flow.kind().equals(Card.NUMBER)) {
            Condition.Operator operator = draft.any(List.of(
                    Condition.Operator.LESS,
                    Condition.Operator.LESS,
                    Condition.Operator.GREATER,
                    Condition.Operator.GREATER,
                    Condition.Operator.AT_LEAST,
                    Condition.Operator.AT_MOST,
                    Condition.Operator.EQUALS));
            int number = draft.chance(0.5) ? 5 * draft.between(1, 19) : draft.between(2, 60);
            return Condition.of(new Condition.Comparison(flow.reference(), operator, Value.Num.of(number), null));
        }
        Condition.Operator operator = draft.any(isShort(flow) ? SHORT_TEXTS : LONG_TEXTS);
        Value right = operator == Condition.Operator.HAS_VALUE
                ? null
                : new Value.Text(draft.word(draft.chance(0.6) ? "word" : "Word"));
        return Condition.of(new Condition.Comparison(flow.reference(), operator, right, null));
    }

    private void choice(Draft.Flow flow, int aim) {
        Condition condition = condition(flow);
        boolean both = draft.chance(0.6);
        List<Statement> then = draft.block(() -> branch(flow, aim > 4 && draft.chance(0.3)));
        List<Statement> otherwise = both ? draft.block(() -> branch(flow, false)) : List.of();
        draft.add(new Statement.If(condition, then, otherwise));
    }

    /** One or two statements that may use the value at hand. */
    private void branch(Draft.Flow flow, boolean two) {
        if (draft.chance(0.35)) {
            draft.sink(flow);
        } else {
            draft.effect();
        }
        if (two) {
            draft.effect();
        }
    }

    private void chosenText() {
        Draft.Flow flow = draft.chance(0.6) ? number() : text();
        Condition condition = condition(flow);
        String name = draft.fresh("message");
        String pool = draft.chance(0.5) ? "message" : "Word";
        List<String> texts = draft.words(pool, 2);
        if (texts.size() < 2) {
            throw new Draft.Stuck("no two texts");
        }
        draft.add(new Statement.If(
                condition,
                List.of(new Statement.Assign(name, new Value.Text(texts.get(0)))),
                List.of(new Statement.Assign(name, new Value.Text(texts.get(1))))));
        draft.sink(new Draft.Flow(name, Card.TEXT, null));
    }

    private void menu(int aim, boolean nested) {
        Value prompt = new Value.Text(draft.chance(0.6) ? draft.word("menu_prompt") : "");
        List<String> titles = draft.words("option", aim > 3 && draft.chance(0.5) ? 3 : 2);
        int special = nested ? draft.between(0, titles.size() - 1) : -1;
        List<Statement.Case> cases = new ArrayList<>();
        for (int i = 0; i < titles.size(); i++) {
            boolean block = i == special;
            List<Statement> body = draft.block(() -> {
                if (block && draft.chance(0.6)) {
                    choice(draft.chance(0.5) ? number() : text(), 3);
                } else if (block) {
                    forEach(3);
                } else if (aim > 3 && draft.chance(0.35)) {
                    draft.sink(draft.source(SCALARS));
                } else {
                    draft.effect();
                }
            });
            cases.add(new Statement.Case(new Value.Text(titles.get(i)), body));
        }
        draft.add(new Statement.Menu(prompt, cases));
    }

    private void repeat(int aim) {
        boolean indexed = draft.chance(0.35);
        String index = draft.fresh("index");
        List<Statement> body = draft.loop(() -> {
            if (indexed) {
                draft.sink(draft.wrapped(new Draft.Flow(index, Card.NUMBER, null)));
            } else if (aim > 3 && draft.chance(0.4)) {
                draft.sink(draft.source(SCALARS));
            } else {
                draft.effect();
            }
            if (aim > 2 && draft.chance(0.4)) {
                draft.effect();
            }
        });
        draft.add(new Statement.Repeat(indexed ? index : null, Value.Num.of(draft.between(2, 9)), body));
        if (draft.chance(0.25)) {
            draft.effect();
        }
    }

    /** Something to go through: a literal list, the parts of a text, or the user's things. */
    private Draft.Flow items() {
        if (draft.chance(0.4)) {
            String name = draft.fresh("items");
            List<Value> items = new ArrayList<>();
            draft.words(draft.listPool(), draft.between(2, 5)).forEach(word -> items.add(new Value.Text(word)));
            if (items.size() < 2) {
                throw new Draft.Stuck("no two items");
            }
            draft.add(new Statement.Assign(name, new Value.ListOf(items)));
            return new Draft.Flow(name, Card.LIST, null);
        }
        if (draft.chance(0.2)) {
            return draft.source(List.of(Card.LIST));
        }
        Draft.Flow text = draft.source(TEXTS);
        return draft.transform(text, card -> card.gives().equals(Card.LIST))
                .orElseThrow(() -> new Draft.Stuck("no list"));
    }

    private Draft.Flow item() {
        return new Draft.Flow(draft.fresh("item"), Card.TEXT, null);
    }

    private void forEach(int aim) {
        Draft.Flow items = items();
        Draft.Flow item = item();
        List<Statement> body = draft.loop(() -> {
            Draft.Flow used = item;
            if (aim > 3 && draft.chance(0.35)) {
                used = draft.transform(item, card -> SCALARS.contains(card.gives()))
                        .orElse(item);
            }
            draft.sink(used);
            if (aim > 4 && draft.chance(0.3)) {
                draft.effect();
            }
        });
        draft.add(new Statement.ForEach(item.variable(), null, items.reference(), body));
        if (aim > 3 && draft.chance(0.25)) {
            draft.effect();
        }
    }

    private void collect() {
        Draft.Flow items = items();
        String results = draft.fresh("results");
        draft.add(new Statement.Assign(results, new Value.ListOf(List.of())));
        Draft.Flow item = item();
        List<Statement> body = draft.loop(() -> {
            boolean changed = draft.chance(0.7);
            Value value = changed
                    ? draft.transform(item, card -> SCALARS.contains(card.gives()))
                            .orElseThrow(() -> new Draft.Stuck("no transform"))
                            .reference()
                    : draft.wrapped(item);
            draft.add(new Statement.Append(results, value));
        });
        draft.add(new Statement.ForEach(item.variable(), null, items.reference(), body));
        Draft.Flow list = new Draft.Flow(results, Card.LIST, null);
        draft.sink(
                draft.chance(0.3)
                        ? draft.transform(list, card -> card.gives().equals(Card.TEXT))
                                .orElse(list)
                        : list);
    }

    private void dictionary(int aim) {
        List<String> keys = draft.words("key", draft.between(2, 3));
        List<Value.Entry> entries = new ArrayList<>();
        for (String key : keys) {
            Value value =
                    draft.chance(0.35) ? Value.Num.of(draft.between(1, 99)) : new Value.Text(draft.word("key_text"));
            entries.add(new Value.Entry(new Value.Text(key), value));
        }
        String dictionary = draft.fresh("dictionary");
        draft.add(new Statement.Assign(dictionary, new Value.Dictionary(entries)));
        int uses = aim > 3 && draft.chance(0.3) ? 2 : 1;
        int first = draft.between(0, keys.size() - 1);
        for (int i = 0; i < uses; i++) {
            String key = keys.get((first + i) % keys.size());
            String value = draft.fresh("value");
            draft.add(new Statement.Assign(
                    value,
                    new Value.Reference(new Value.Source.Variable(dictionary), List.of(new Value.Access.Key(key)))));
            draft.sink(new Draft.Flow(value, Card.TEXT, null));
        }
    }

    private void loopWithIf() {
        Draft.Flow items = items();
        Draft.Flow item = item();
        List<Statement> body = draft.loop(() -> choice(item, draft.between(3, 5)));
        draft.add(new Statement.ForEach(item.variable(), null, items.reference(), body));
    }

    private void sequence(int aim) {
        List<Shape> parts = List.of(
                Shape.CHAIN,
                Shape.JOIN,
                Shape.IF_NUMBER,
                Shape.IF_TEXT,
                Shape.MENU,
                Shape.REPEAT,
                Shape.FOR_EACH,
                Shape.EFFECTS,
                Shape.DICTIONARY);
        build(draft.any(parts), Math.max(2, aim / 2));
        build(draft.any(parts), Math.max(2, aim / 2));
    }
}
