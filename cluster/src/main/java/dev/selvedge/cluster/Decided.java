package dev.selvedge.cluster;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.Rejection;
import java.io.Serializable;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What became of one item, as it travels between machines: lines as the files of a stage have them.
 *
 * @param number of the item
 * @param place of the item
 * @param kind what became of it
 * @param reason why it was rejected, or the cause for which it was postponed; else empty
 * @param lines the records, or the line of the rejection, without line ends
 */
record Decided(long number, String place, Kind kind, String reason, List<String> lines) implements Serializable {
    enum Kind {
        KEPT,
        REJECTED,
        POSTPONED
    }

    static Decided of(Item item, Outcome<?> outcome) {
        return of(item.number(), item.place(), outcome);
    }

    static Decided of(long number, String place, Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Kept<?> kept ->
                new Decided(
                        number,
                        place,
                        Kind.KEPT,
                        "",
                        List.copyOf(kept.records().stream().map(Decided::line).toList()));
            case Outcome.Rejected<?> no ->
                new Decided(
                        number,
                        place,
                        Kind.REJECTED,
                        no.reason(),
                        List.of(Json.write(new Rejection(number, place, no.reason(), no.at(), no.detail()))));
            case Outcome.Postponed<?> none -> new Decided(number, place, Kind.POSTPONED, none.cause(), List.of());
        };
    }

    /** Lines of text are written as they are, all else as JSON. */
    private static String line(Object record) {
        return switch (record) {
            case Line line -> line.whole();
            case JsonNode node -> Json.write(node);
            case Object other -> Json.write(other);
        };
    }
}
