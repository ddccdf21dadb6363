package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts, and apps' own deeds, that the device does not run itself. What they do elsewhere is on record with their text and input; what they
 * give is in the scenario, or known by the call alone.
 */
final class CommandActions {
    private CommandActions() {}

    static void define(Meanings to) {
        to.add("runshellscript", call -> run(call, "Script", "Input", "Shell", "RunAsRoot"));
        to.add("runsshscript", call -> run(call, "WFSSHScript", "WFInput", "WFSSHHost", "WFSSHPort", "WFSSHUser"));
        to.add("runapplescript", call -> run(call, "Script", "Input"));
        to.add("runjavascriptforautomation", call -> run(call, "Script", "Input"));
        to.add("runjavascriptonwebpage", call -> run(call, "WFJavaScript", "WFInput"));
        to.add("sirikit.donation.handle", CommandActions::donated);
        to.addForeign("AsheKube.app.a-Shell.ExecuteCommandIntent", call -> run(call, "command", ""));
        to.addForeign("AsheKube.app.a-Shell-mini.ExecuteCommandIntent", call -> run(call, "command", ""));
    }

    /** What an app once offered to do: the app does it, and only the app knows what it gives. */
    private static Item donated(Invocation call) {
        String intent = call.seen("IntentData");
        call.shows("intent", intent);
        return call.unknown(ContentType.ANY, "result", intent);
    }

    private static Item run(Invocation call, String scriptKey, String inputKey, String... details) {
        String script = call.as().text(call.item(scriptKey));
        String input = call.seen(inputKey);
        List<String> shown = new ArrayList<>(List.of("script", script));
        if (!input.isEmpty()) {
            shown.addAll(List.of("input", input));
        }
        for (String key : details) {
            String detail = call.seen(key);
            if (!detail.isEmpty()) {
                shown.addAll(List.of(key, detail));
            }
        }
        call.shows(shown.toArray(String[]::new));
        String output = call.machine().scenario().commands().get(script);
        if (output == null) {
            return call.unknown(ContentType.TEXT, "output", shown.toArray(String[]::new));
        }
        call.meter().produce(output.length());
        return new Text(output);
    }
}
