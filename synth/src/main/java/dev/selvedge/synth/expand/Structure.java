package dev.selvedge.synth.expand;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.selvedge.synth.Uses;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Workflow;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a workflow's control structure is like, by which in-context examples are chosen. */
public enum Structure {
    /** No blocks. */
    @JsonProperty("straight")
    STRAIGHT,
    /** Conditions, of no other kind of block. */
    @JsonProperty("choice")
    CHOICE,
    /** Menus, of no other kind of block. */
    @JsonProperty("menu")
    MENU,
    /** Loops, of no other kind of block. */
    @JsonProperty("loop")
    LOOP,
    /** Blocks of several kinds, none within another. */
    @JsonProperty("mixed")
    MIXED,
    /** A block within a block, of whatever kinds. */
    @JsonProperty("nested")
    NESTED;

    public static Structure of(Workflow workflow) {
        Set<Structure> kinds = EnumSet.noneOf(Structure.class);
        for (Statement statement : workflow.body()) {
            switch (statement) {
                case Statement.If choice -> kinds.add(CHOICE);
                case Statement.Menu menu -> kinds.add(MENU);
                case Statement.Repeat loop -> kinds.add(LOOP);
                case Statement.ForEach loop -> kinds.add(LOOP);
                case Statement.Call call -> {}
                case Statement.Assign assign -> {}
                case Statement.Append append -> {}
                case Statement.Comment comment -> {}
            }
            for (List<Statement> block : Uses.blocks(statement)) {
                if (block.stream().anyMatch(inner -> !Uses.blocks(inner).isEmpty())) {
                    return NESTED;
                }
            }
        }
        return switch (kinds.size()) {
            case 0 -> STRAIGHT;
            case 1 -> kinds.iterator().next();
            default -> MIXED;
        };
    }
}
