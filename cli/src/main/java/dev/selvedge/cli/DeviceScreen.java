package dev.selvedge.cli;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Execution;
import dev.selvedge.workflow.device.Execution.Effect;
import dev.selvedge.workflow.device.Execution.Line;
import java.util.Locale;
import java.util.Map;

/** An execution as a person reads it. Long texts are cut, with their length. */
final class DeviceScreen {
    private static final int SHOWN = 160;

    private final Catalog catalog;
    private final StringBuilder out = new StringBuilder();

    DeviceScreen(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The steps if it was traced, else the effects; then output, changes and ending. */
    String of(Execution execution) {
        if (execution.trace().isEmpty()) {
            execution.effects().forEach(effect -> out.append(effect(effect)).append('\n'));
        } else {
            execution.trace().forEach(this::line);
        }
        if (execution.output() != null) {
            out.append("output: ").append(quote(execution.output())).append('\n');
        }
        execution
                .changes()
                .forEach((place, value) -> out.append("changed ")
                        .append(place)
                        .append(": ")
                        .append(value.isEmpty() ? "(gone)" : quote(value))
                        .append('\n'));
        ending(execution);
        return out.toString();
    }

    private void line(Line line) {
        String indent = "  ".repeat(Math.max(0, line.depth() - 1));
        out.append(indent).append(head(line));
        String separator = "";
        out.append('(');
        for (Map.Entry<String, String> input : line.inputs().entrySet()) {
            out.append(separator)
                    .append(parameter(line, input.getKey()))
                    .append(": ")
                    .append(quote(input.getValue()));
            separator = ", ";
        }
        out.append(')');
        out.append(line.value().isEmpty() ? "" : " → " + quote(line.value())).append('\n');
        for (Effect effect : line.effects()) {
            out.append(indent).append("  ! ").append(effect(effect)).append('\n');
        }
    }

    private String head(Line line) {
        String variable = line.variable();
        return switch (line.kind()) {
            case CALL -> (variable == null ? "" : variable + " = ") + function(String.valueOf(line.action()));
            case SET -> variable + " = ";
            case APPEND -> variable + ".append";
            case IF -> "if ";
            case MENU -> "menu";
            case REPEAT -> "repeat";
            case FOR_EACH -> "for " + variable + " in ";
        };
    }

    private String function(String action) {
        return catalog.byId(action).map(Catalog.Action::function).orElse(action);
    }

    private String parameter(Line line, String key) {
        return catalog.byId(String.valueOf(line.action()))
                .flatMap(action -> action.byKey(key))
                .map(Catalog.Parameter::name)
                .orElse(key);
    }

    private String effect(Effect effect) {
        StringBuilder text = new StringBuilder(function(effect.action())).append('(');
        String separator = "";
        for (Map.Entry<String, String> argument : effect.arguments().entrySet()) {
            text.append(separator).append(argument.getKey()).append(": ").append(quote(argument.getValue()));
            separator = ", ";
        }
        return text.append(") on ").append(effect.stream()).toString();
    }

    private void ending(Execution execution) {
        Execution.Ending ending = execution.ending();
        Execution.Occurrences ran = execution.occurrences();
        Execution.Coverage branches = execution.coverage();
        out.append(ending.kind().name().toLowerCase(Locale.ROOT))
                .append(ending.reason().isEmpty() ? "" : ": " + ending.reason())
                .append("; ")
                .append(execution.steps())
                .append(" steps, ")
                .append(ran.interpreted())
                .append(" of ")
                .append(ran.executed())
                .append(" statements that ran are interpreted, ")
                .append(branches.reached().size())
                .append(" of ")
                .append(branches.branches())
                .append(" branches reached\n");
    }

    private static String quote(String text) {
        String line = text.replace("\\", "\\\\").replace("\n", "\\n");
        return line.length() <= SHOWN
                ? '"' + line + '"'
                : '"' + line.substring(0, SHOWN) + "…\" (" + text.length() + " characters)";
    }
}
