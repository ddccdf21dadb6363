package dev.selvedge.workflow.device;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Execution.Effect;
import dev.selvedge.workflow.device.Execution.Uninterpreted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an execution did that can be told from outside: its effects, and its calls of unknown actions. */
final class Journal {
    private static final int CHARACTERS_PER_EFFECT = 64;

    private final Catalog catalog;
    private final Coercion as;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Uninterpreted> unknown = new ArrayList<>();
    private final @Nullable Trace trace;

    Journal(Catalog catalog, Coercion as, @Nullable Trace trace) {
        this.catalog = catalog;
        this.as = as;
        this.trace = trace;
    }

    List<Effect> effects() {
        return effects;
    }

    List<Uninterpreted> unknown() {
        return unknown;
    }

    /**
     * Records an effect.
     *
     * @param arguments names and values in turn
     */
    void effect(String action, String stream, String... arguments) {
        as.meter().produce(CHARACTERS_PER_EFFECT);
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            as.meter().produce(arguments[i + 1].length());
            named.put(arguments[i], arguments[i + 1]);
        }
        add(new Effect(action, stream, named));
    }

    private void add(Effect effect) {
        effects.add(effect);
        if (trace != null) {
            trace.effect(effect);
        }
    }

    /**
     * Records a call of an unknown action, and gives the value that its action and arguments name. An argument that is
     * nothing or the catalogue's default is as good as none.
     */
    Item unknown(String action, Map<String, Item> items) {
        return unknown(
                action, items, catalog.byId(action).map(Catalog.Action::effect).orElse(true));
    }

    /** A value that comes from a source of the device that is unknown; to read it is no effect. */
    Item source(String type, Map<String, Item> items) {
        return unknown(type, items, false);
    }

    /** Records a call of an action whose behaviour the device was given; its arguments as they are seen. */
    SortedMap<String, String> given(String action, Map<String, Item> items) {
        Optional<Catalog.Action> known = catalog.byId(action);
        SortedMap<String, String> arguments = arguments(known, items);
        effect(known.map(Catalog.Action::effect).orElse(true), action, arguments);
        return arguments;
    }

    private SortedMap<String, String> arguments(Optional<Catalog.Action> known, Map<String, Item> items) {
        SortedMap<String, String> arguments = new TreeMap<>();
        items.forEach((key, item) -> {
            if (!byDefault(known, key, item)) {
                arguments.put(key, as.seen(item));
            }
        });
        return arguments;
    }

    private void effect(boolean noticed, String action, SortedMap<String, String> arguments) {
        if (noticed) {
            as.meter().produce(CHARACTERS_PER_EFFECT);
            add(new Effect(action, Machine.SCREEN, arguments));
        }
    }

    private Item unknown(String action, Map<String, Item> items, boolean effect) {
        Optional<Catalog.Action> known = catalog.byId(action);
        SortedMap<String, String> arguments = arguments(known, items);
        Meter.Builder name = as.meter().builder().add(action);
        arguments.forEach((key, value) -> name.add('\n').add(key).add('=').add(value));
        String digest = Seeds.digest(name.toString());
        unknown.add(new Uninterpreted(action, arguments, digest));
        effect(effect, action, arguments);
        if (known.isEmpty()) {
            String label = action.substring(action.lastIndexOf('.') + 1);
            return Givens.unknown(ContentType.OTHER, label, digest, as);
        }
        return known.map(Catalog.Action::output)
                .map(output -> Givens.unknown(output.type(), output.name(), digest, as))
                .orElse(Item.nothing());
    }

    private boolean byDefault(Optional<Catalog.Action> known, String key, Item item) {
        if (item.isNothing()) {
            return true;
        }
        Optional<String> usual = known.flatMap(action -> action.byKey(key)).map(Catalog.Parameter::defaultValue);
        if (usual.isEmpty()) {
            return false;
        }
        return item instanceof Item.Bool bool
                ? usual.get().equals(String.valueOf(bool.value()))
                : Equivalence.same(usual.get(), as.seen(item));
    }
}
