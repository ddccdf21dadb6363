package dev.selvedge.synth;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says a call as an imperative clause: by the wordings of its action, or in the catalogue's words where it has none. */
final class Clauses {
    private final Catalog catalog;
    private final Phrases phrases;
    private final Speech speech;

    Clauses(Catalog catalog, Phrases phrases, Speech speech) {
        this.catalog = catalog;
        this.phrases = phrases;
        this.speech = speech;
    }

    String clause(Statement.Call call) {
        Wording wording = phrases.of(call.action()).orElse(null);
        String text = wording == null ? null : said(wording, call);
        return text == null ? described(call) : text;
    }

    private @Nullable String said(Wording wording, Statement.Call call) {
        List<Phrase> fitting =
                wording.say().stream().filter(phrase -> phrase.fits(call)).toList();
        if (fitting.isEmpty()) {
            return null;
        }
        int least = fitting.stream()
                .mapToInt(phrase -> unsaid(phrase, wording, call))
                .min()
                .orElseThrow();
        Phrase phrase = speech.any(fitting.stream()
                .filter(each -> unsaid(each, wording, call) == least)
                .toList());
        StringBuilder text = new StringBuilder(speech.fill(phrase, call));
        call.parameters().forEach((key, value) -> {
            if (!phrase.keys().contains(key) && !wording.silent().contains(key)) {
                text.append(added(wording, call, key, value));
            }
        });
        return text.toString();
    }

    /** How much a phrase leaves open; parameters that another phrase says by its condition count a little. */
    private static int unsaid(Phrase phrase, Wording wording, Statement.Call call) {
        int open = 0;
        for (String key : call.parameters().keySet()) {
            if (!phrase.keys().contains(key) && !wording.also().containsKey(key)) {
                open += wording.silent().contains(key) ? 1 : 100;
            }
        }
        return open;
    }

    private String added(Wording wording, Statement.Call call, String key, Value value) {
        List<Phrase> also = wording.also().get(key);
        String text = also == null ? null : speech.choose(also, call);
        if (text != null) {
            return text.isEmpty() || text.startsWith(",") || text.startsWith(" ") ? text : " " + text;
        }
        String label = catalog.byId(call.action())
                .flatMap(action -> action.byKey(key))
                .map(Catalog.Parameter::label)
                .orElse(key);
        return ", with " + label + " " + speech.value(value);
    }

    /** An action without a wording of its own, in the catalogue's words. */
    private String described(Statement.Call call) {
        return catalog.byId(call.action())
                .map(action -> {
                    String text = action.describe(
                            parameter -> Optional.ofNullable(call.parameters().get(parameter.key()))
                                    .map(value -> argument(parameter, value)));
                    StringBuilder all = new StringBuilder(lower(text));
                    call.parameters().forEach((key, value) -> {
                        if (action.slots().stream().noneMatch(slot -> slot.key().equals(key))) {
                            String label = action.byKey(key)
                                    .map(Catalog.Parameter::label)
                                    .orElse(key);
                            all.append(", with ").append(label).append(' ').append(speech.value(value));
                        }
                    });
                    return all.toString();
                })
                .orElseGet(() -> {
                    List<String> arguments = new ArrayList<>();
                    call.parameters().forEach((key, value) -> arguments.add(key + " " + speech.value(value)));
                    return "use the action " + Plain.action(call.action())
                            + (arguments.isEmpty() ? "" : " with " + Plain.series(arguments, "and"));
                });
    }

    private String argument(Catalog.Parameter parameter, Value value) {
        return value instanceof Value.Text text && parameter.values().contains(text.text())
                ? text.text()
                : speech.value(value);
    }

    private static String lower(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
