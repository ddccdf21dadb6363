package dev.selvedge.workflow.file;

import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are asked when a workflow is imported. A file says which action a question is for by its place in the
 * list of actions; the tree by the number of its statement, counted from 0 in the order of the code.
 */
final class ImportQuestions {
    static final String KEY = "WFWorkflowImportQuestions";
    static final String PLACE = "ActionIndex";

    private ImportQuestions() {}

    /** The question for the tree, null where its action is no statement. */
    static @Nullable Value read(PlistValue question, ValueReader values, Map<Integer, Integer> ordinals) {
        if (!(question instanceof Dict dict) || !(dict.get(PLACE) instanceof PlistValue.Int(var index))) {
            return null;
        }
        Integer ordinal = index.bitLength() > 31 ? null : ordinals.get(index.intValue());
        return ordinal == null ? null : struct(values.read(new Dict(dict.entries())), Value.Num.of(ordinal));
    }

    /** The question with another place, null where the value is no question. */
    static @Nullable Value struct(Value question, Value.Num place) {
        if (!(question instanceof Value.Struct(String kind, Map<String, Value> fields))) {
            return null;
        }
        Map<String, Value> moved = new LinkedHashMap<>(fields);
        moved.put(PLACE, place);
        return new Value.Struct(kind, moved);
    }

    /** The statement that a question is for, null where it does not say. */
    static @Nullable Integer place(Value question) {
        return question instanceof Value.Struct(String kind, var fields)
                        && fields.get(PLACE) instanceof Value.Num(BigDecimal number)
                ? Integer.valueOf(number.intValue())
                : null;
    }
}
