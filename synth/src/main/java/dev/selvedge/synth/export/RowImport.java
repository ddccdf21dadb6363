package dev.selvedge.synth.export;

import dev.selvedge.core.Line;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.core.run.RecordStage;
import java.io.Serializable;
import java.util.List;

/**
 * What import does with a line of another form: it becomes a row of {@link Form#CHAT}, with its other fields beside it.
 * A plain value that holds nothing open, for any stage of records.
 *
 * @param form of the lines
 * @param limit how long a row may be
 */
public record RowImport(Form form, Limit limit) implements RecordStage.Work<Line, Exported>, Serializable {
    @Override
    public Outcome<Exported> on(Line line) {
        String text = line.text();
        if (text == null) {
            return Outcome.reject("bad-line", line.problem());
        }
        try {
            ChatRow row = form.read(line.place(), ChatRow.object(text));
            limit.check(row);
            return Outcome.keep(new Exported(row.json(), List.of()));
        } catch (UnfitRow e) {
            return e.outcome();
        }
    }
}
