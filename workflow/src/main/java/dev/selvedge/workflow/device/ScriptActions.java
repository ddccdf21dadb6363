package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Many;
import org.jspecify.annotations.Nullable;

/** The workflow itself: its variables, its end, its clipboard, other workflows. */
final class ScriptActions {
    private ScriptActions() {}

    static void define(Meanings to) {
        to.add("comment", _ -> Item.nothing());
        to.add("nothing", _ -> Item.nothing());
        to.add("delay", _ -> Item.nothing());
        to.add("waittoreturn", _ -> Item.nothing());
        to.add("exit", ScriptActions::exit);
        to.add("output", ScriptActions::output);
        to.add("getvariable", call -> call.item("WFVariable"));
        to.add("setvariable", ScriptActions::set);
        to.add("appendvariable", ScriptActions::append);
        to.add("getclipboard", call -> call.state().clipboard());
        to.add("setclipboard", ScriptActions::setClipboard);
        to.add("runworkflow", ScriptActions::run);
    }

    private static Item exit(Invocation call) {
        Item result = call.item("WFResult", "WFInput");
        if (!result.isNothing()) {
            call.machine().frame().output = result;
        }
        throw Halt.exit();
    }

    private static Item output(Invocation call) {
        call.machine().frame().output = call.whole("WFOutput");
        if (call.text("WFNoOutputSurfaceBehavior").equals("Copy to Clipboard")) {
            copy(call, call.item("WFOutput"));
        }
        throw Halt.exit();
    }

    private static Item set(Invocation call) {
        Item value = call.item("WFInput");
        call.machine().frame().variables.put(call.text("WFVariableName"), value);
        return value;
    }

    private static Item append(Invocation call) {
        String name = call.text("WFVariableName");
        Item before = call.machine().frame().variables.getOrDefault(name, Item.nothing());
        Item value = Many.appended(before, call.item("WFInput").items(), call.meter());
        call.machine().frame().variables.put(name, value);
        return value;
    }

    private static Item setClipboard(Invocation call) {
        copy(call, call.item("WFInput"));
        return call.item("WFInput");
    }

    private static void copy(Invocation call, Item item) {
        call.state().clipboard(item);
        call.changes("clipboard", "content", call.as().seen(item));
    }

    private static Item run(Invocation call) {
        String name = name(call);
        Item input = call.item("WFInput");
        Item result = call.machine().run(name, input);
        return result == null ? call.elsewhere() : result;
    }

    private static String name(Invocation call) {
        String name = named(call.item("WFWorkflow"), call);
        return name == null ? call.text("WFWorkflowName") : name;
    }

    private static @Nullable String named(Item workflow, Invocation call) {
        if (!(workflow instanceof Dict dict)) {
            return workflow.isNothing() ? null : call.as().text(workflow);
        }
        Item self = dict.entries().get("isSelf");
        Item name = dict.entries().get("workflowName");
        boolean own = self != null && Boolean.TRUE.equals(call.as().truth(self));
        return own
                ? call.machine().frame().workflow.name()
                : name == null ? null : call.as().text(name);
    }
}
