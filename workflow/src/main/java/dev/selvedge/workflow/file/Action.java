package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Dict;
import dev.selvedge.workflow.file.PlistValue.Int;
import dev.selvedge.workflow.file.PlistValue.Real;
import dev.selvedge.workflow.file.PlistValue.Str;
import org.jspecify.annotations.Nullable;

/**
 * One action of a file.
 *
 * @param index place in the file's list, from 0
 */
record Action(int index, String id, Dict parameters) {
    /** Where a control action stands in its block. */
    enum Mode {
        START,
        MIDDLE,
        END
    }

    /** The identifier of its output, null without one. */
    @Nullable
    String uuid() {
        String uuid = parameters.text("UUID");
        return uuid == null || uuid.isEmpty() ? null : uuid;
    }

    /** The name that the author gave its output, empty without one. */
    String outputName() {
        String name = parameters.text("CustomOutputName");
        return name == null ? "" : name;
    }

    boolean control() {
        return switch (id) {
            case Literals.IF, Literals.MENU, Literals.REPEAT, Literals.REPEAT_EACH -> true;
            default -> false;
        };
    }

    /** The mode of a control action; a missing one means start (files of the Workflow app leave it out). */
    Mode mode() {
        int mode = switch (parameters.get("WFControlFlowMode")) {
            case Int(var number) -> number.intValue();
            case Real(double number) -> (int) number;
            case Str(String text) -> text.equals("1") ? 1 : text.equals("2") ? 2 : 0;
            case null, default -> 0;
        };
        return mode == 1 ? Mode.MIDDLE : mode == 2 ? Mode.END : Mode.START;
    }

    /** What holds a block together; empty where a file leaves it out. */
    String group() {
        String group = parameters.text("GroupingIdentifier");
        return group == null ? "" : group;
    }
}
