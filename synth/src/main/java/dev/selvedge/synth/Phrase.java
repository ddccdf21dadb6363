package dev.selvedge.synth;

import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to say an action: {@code [Mode=Encode] encode {Input} as base64}. Slots and conditions name parameters by
 * their keys in the file.
 *
 * @param when values that parameters must have; the phrase says them without a slot
 * @param parts plain text and slots, in order
 */
record Phrase(Map<String, String> when, List<Part> parts) {
    private static final Pattern CONDITION = Pattern.compile("\\[([^=\\]]+)=([^\\]]*)\\] ?");
    private static final Pattern SLOT = Pattern.compile("\\{([^}:]+)(?::([a-z]+))?\\}");

    Phrase {
        when = Map.copyOf(when);
        parts = List.copyOf(parts);
    }

    /** A piece of a phrase. */
    sealed interface Part {
        record Words(String text) implements Part {}

        record Slot(String key, Form form) implements Part {}
    }

    /** What may stand in a slot and how it is written. */
    enum Form {
        ANY,
        /** Only a literal text that reads well without quotes. */
        BARE,
        /** Only a text of the user's, plain or with references in it. */
        LIT,
        /** Only a reference. */
        REF,
        /** Only a share between 0 and 1, written in percent. */
        PERCENT,
        /** A plural noun of a fixed wording, written as singular. */
        ONE
    }

    static Phrase parse(String text) {
        Map<String, String> when = new LinkedHashMap<>();
        Matcher condition = CONDITION.matcher(text);
        int at = 0;
        while (condition.find(at) && condition.start() == at) {
            when.put(condition.group(1), condition.group(2));
            at = condition.end();
        }
        List<Part> parts = new ArrayList<>();
        Matcher slot = SLOT.matcher(text);
        while (slot.find(at)) {
            if (slot.start() > at) {
                parts.add(new Part.Words(text.substring(at, slot.start())));
            }
            String form = slot.group(2);
            parts.add(new Part.Slot(
                    slot.group(1), form == null ? Form.ANY : Form.valueOf(form.toUpperCase(Locale.ROOT))));
            at = slot.end();
        }
        if (at < text.length()) {
            parts.add(new Part.Words(text.substring(at)));
        }
        return new Phrase(when, parts);
    }

    /** The parameters that the phrase says. */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(when.keySet());
        for (Part part : parts) {
            if (part instanceof Part.Slot slot) {
                keys.add(slot.key());
            }
        }
        return keys;
    }

    boolean hasSlots() {
        return parts.stream().anyMatch(Part.Slot.class::isInstance);
    }

    /** Whether every condition holds and every slot can be filled. */
    boolean fits(Statement.Call call) {
        for (Map.Entry<String, String> condition : when.entrySet()) {
            Value value = call.parameters().get(condition.getKey());
            if (value == null || !condition.getValue().equals(plain(value))) {
                return false;
            }
        }
        for (Part part : parts) {
            if (part instanceof Part.Slot slot && !fits(call.parameters().get(slot.key()), slot.form())) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(@org.jspecify.annotations.Nullable Value value, Form form) {
        if (value == null || value instanceof Value.Nothing) {
            return false;
        }
        return switch (form) {
            case ANY -> true;
            case LIT -> value instanceof Value.Text || value instanceof Value.Template;
            case REF -> value instanceof Value.Reference;
            case BARE -> value instanceof Value.Text text && Wording.readsBare(text.text());
            case PERCENT -> value instanceof Value.Num || value instanceof Value.Reference;
            case ONE -> value instanceof Value.Text;
        };
    }

    /** A literal as a condition names it, empty for everything else. */
    static String plain(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Bool bool -> String.valueOf(bool.value());
            case Value.Num number -> number.number().stripTrailingZeros().toPlainString();
            case Value.Nothing nothing -> "";
            case Value.Template template -> "";
            case Value.Moment moment -> "";
            case Value.Blob blob -> "";
            case Value.ListOf list -> "";
            case Value.Dictionary dictionary -> "";
            case Value.Quantity quantity -> "";
            case Value.Struct struct -> "";
            case Value.Reference reference -> "";
        };
    }
}
