package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows around the device itself: battery, network, clipboard, settings. */
final class DeviceDrafts {
    private static final String CATEGORY = "Utilities";

    private DeviceDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                batteryWarning(),
                clipboardCleanUp(),
                clipboardHistory(),
                goodNight(),
                deviceReport(),
                quickSettings(),
                networkCheck(),
                focusTimer(),
                speakTime(),
                findMyLight(),
                appLauncher());
    }

    private static Draft batteryWarning() {
        return Draft.of(
                "battery-warning.shortcut",
                "Battery Warning",
                CATEGORY,
                "Warn me when my battery is low and save power, and remind me to unplug it when it is nearly full.",
                w -> {
                    w.comment("Runs every hour from an automation.");
                    Token level = w.add("getbatterylevel");
                    w.when(
                            less(level, 20),
                            () -> {
                                w.add("lowpowermode.set", "OnValue", true);
                                w.notify("Battery low", "🔋 Only ", level, " % left. Low power mode is on.");
                            },
                            () -> {
                                Token plugged = w.add("getbatterylevel", "Subject", "Is Connected to Charger");
                                w.when(
                                        atLeast(level, 80),
                                        () -> w.when(
                                                is(plugged.as("String"), "Yes"),
                                                () -> w.notify(
                                                        "Battery", "Charged to ", level, " %. You can unplug it.")));
                            });
                });
    }

    private static Draft clipboardCleanUp() {
        return Draft.of(
                "clipboard-clean-up.shortcut",
                "Clean Up Clipboard",
                CATEGORY,
                "Remove the extra spaces and empty lines from the text on my clipboard and copy it again.",
                w -> {
                    Token spaces = w.add(
                            "text.replace",
                            "WFInput",
                            text(clipboard()),
                            "WFReplaceTextFind",
                            text("[ \\t]+"),
                            "WFReplaceTextReplace",
                            text(" "),
                            "WFReplaceTextRegularExpression",
                            true);
                    Token lines = w.add(
                            "text.replace",
                            "WFInput",
                            text(spaces),
                            "WFReplaceTextFind",
                            "\\n\\s*\\n+",
                            "WFReplaceTextReplace",
                            "\n",
                            "WFReplaceTextRegularExpression",
                            true,
                            "CustomOutputName",
                            "Tidy Text");
                    Token tidy = w.add("text.trimwhitespace", "WFInput", text(lines));
                    w.add("setclipboard", "WFInput", tidy);
                    Token count = w.add("count", "WFCountType", "Characters", "Input", tidy);
                    w.notify("Clipboard", count, " characters are on the clipboard.");
                });
    }

    private static Draft clipboardHistory() {
        return Draft.of(
                "clipboard-history.shortcut",
                "Clipboard History",
                CATEGORY,
                "Keep a history of what I copy: save the clipboard with the time, let me pick an old entry, or clear it.",
                w -> {
                    String file = "Clipboard/history.txt";
                    w.menu(
                            "Clipboard history",
                            choice("Save clipboard", () -> {
                                w.when(
                                        some(clipboard()),
                                        () -> w.add(
                                                "file.append",
                                                "WFFilePath",
                                                file,
                                                "WFInput",
                                                text(now().dated("yyyy-MM-dd HH:mm"), " | ", clipboard())),
                                        () -> w.add("alert", "WFAlertActionMessage", "The clipboard is empty."));
                            }),
                            choice("Pick an entry", () -> {
                                Token history = w.add(
                                        "documentpicker.open",
                                        "WFGetFilePath",
                                        file,
                                        "WFShowFilePicker",
                                        false,
                                        "WFFileErrorIfNotFound",
                                        false);
                                w.when(none(history), () -> {
                                    w.add("alert", "WFAlertActionMessage", "There is no history yet.");
                                    w.add("exit");
                                });
                                Token entries = w.add("text.split", "text", history);
                                Token entry = w.add(
                                        "choosefromlist",
                                        "WFInput",
                                        entries,
                                        "WFChooseFromListActionPrompt",
                                        "Which entry do you want back?");
                                Token parts = w.add(
                                        "text.split",
                                        "text",
                                        entry,
                                        "WFTextSeparator",
                                        "Custom",
                                        "WFTextCustomSeparator",
                                        " | ");
                                w.add(
                                        "setclipboard",
                                        "WFInput",
                                        w.add("getitemfromlist", "WFInput", parts, "WFItemSpecifier", "Last Item"));
                            }),
                            choice(
                                    "Clear",
                                    () -> w.add(
                                            "documentpicker.save",
                                            "WFInput",
                                            w.text(""),
                                            "WFAskWhereToSave",
                                            false,
                                            "WFSaveFileOverwrite",
                                            true,
                                            "WFFileDestinationPath",
                                            file)));
                });
    }

    private static Draft goodNight() {
        return Draft.of(
                "good-night.shortcut",
                "Good Night",
                "Lifestyle",
                "When I go to bed, dim the screen, turn on do not disturb, turn the sound down and tell me when my alarm rings.",
                w -> {
                    w.offeredIn("NCWidget", "Watch");
                    w.add(
                            "dnd.set",
                            "Enabled",
                            1,
                            "FocusModes",
                            dict(
                                    "DisplayString",
                                    "Do Not Disturb",
                                    "Identifier",
                                    "com.apple.donotdisturb.mode.default"));
                    w.add("setbrightness", "WFBrightness", 0.1);
                    w.add("setvolume", "WFVolume", 0.2);
                    w.add("appearance", "operation", "set", "style", "dark");
                    w.add("wifi.set", "OnValue", false);
                    Token alarm = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "When do you want to get up?",
                            "WFInputType",
                            "Time",
                            "WFAskActionDefaultAnswerTime",
                            "07:00");
                    w.add("alarm.create", "WFTime", text(alarm), "WFLabel", "Get up");
                    w.add("speaktext", "WFText", text("Good night. The alarm rings at ", alarm, "."));
                });
    }

    private static Draft deviceReport() {
        return Draft.of(
                "device-report.shortcut",
                "Device Report",
                CATEGORY,
                "Show me a short report about this device: model, system version, screen size, battery and IP address.",
                w -> {
                    Token level = w.add("getbatterylevel");
                    Token address = w.add("getipaddress", "WFIPAddressSourceOption", "Local");
                    Token network = w.add("getwifi");
                    w.set("Report", w.text("📱 ", device("Device Name"), " (", device("Device Model"), ")"));
                    w.append("Report", w.text("System ", device("System Version")));
                    w.append(
                            "Report",
                            w.text("Screen ", device("Screen Width"), " × ", device("Screen Height"), " points"));
                    w.append("Report", w.text("Battery ", level.as("Number"), " %"));
                    w.append("Report", w.text("Network ", network, ", address ", address));
                    w.when(
                            oneOf(device("Device Type"), "Mac"),
                            () -> w.append("Report", w.text("This is a computer.")),
                            () -> w.append("Report", w.text("This is a mobile device.")));
                    w.comment("The uptime came from an action that is not there any more.");
                    Token uptime = dangling("Uptime", "0D7A1E52-6C3B-4F0A-9E51-7B1D6C20A3F4");
                    w.when(some(uptime), () -> w.append("Report", w.text("Up for ", uptime)));
                    Token all = w.add("text.combine", "text", variable("Report"));
                    w.show(all);
                });
    }

    private static Draft quickSettings() {
        return Draft.of(
                "quick-settings.shortcut",
                "Quick Settings",
                CATEGORY,
                "Give me a menu to switch network and display settings quickly.",
                w -> w.menu(
                        "What do you want to change?",
                        choice(
                                "Network",
                                () -> w.menu(
                                        "Network",
                                        choice("Wi-Fi off", () -> w.add("wifi.set", "OnValue", 0)),
                                        choice("Bluetooth off", () -> w.add("bluetooth.set", "OnValue", 0)),
                                        choice("Airplane mode", () -> {
                                            w.add("airplanemode.set", "OnValue", true);
                                            w.add("vibrate");
                                        }))),
                        choice(
                                "Display",
                                () -> w.menu(
                                        "Display",
                                        choice("Bright", () -> w.add("setbrightness", "WFBrightness", 1.0)),
                                        choice("Dim", () -> {
                                            Token level = w.add(
                                                    "ask",
                                                    "WFAskActionPrompt",
                                                    "How bright, from 0 to 100?",
                                                    "WFInputType",
                                                    "Number",
                                                    "WFAskActionAllowsDecimalNumbers",
                                                    false,
                                                    "WFAskActionAllowsNegativeNumbers",
                                                    false);
                                            Token share = w.add(
                                                    "math",
                                                    "WFInput",
                                                    level,
                                                    "WFMathOperation",
                                                    "÷",
                                                    "WFMathOperand",
                                                    100);
                                            w.add("setbrightness", "WFBrightness", share);
                                        }),
                                        choice("Switch light and dark", () -> w.bare("appearance")))),
                        choice("Nothing", () -> {})));
    }

    private static Draft networkCheck() {
        return Draft.of(
                "network-check.shortcut",
                "Am I Online?",
                CATEGORY,
                "Check whether I am online, and if so tell me the name of the network and my address.",
                w -> {
                    Token address = w.add("getipaddress");
                    w.when(
                            some(address),
                            () -> {
                                Token network = w.add(
                                        "getwifi", "WFNetworkDetailsNetwork", "Wi-Fi", "WFWiFiDetail", "Network Name");
                                w.add(
                                        "alert",
                                        "WFAlertActionTitle",
                                        "Online",
                                        "WFAlertActionMessage",
                                        text("Network: ", network, "\nAddress: ", address),
                                        "WFAlertActionCancelButtonShown",
                                        false);
                            },
                            () -> w.add(
                                    "alert",
                                    "WFAlertActionTitle",
                                    "Offline",
                                    "WFAlertActionMessage",
                                    "There is no connection.",
                                    "WFAlertActionCancelButtonShown",
                                    false));
                });
    }

    private static Draft focusTimer() {
        return Draft.of(
                "focus-timer.shortcut",
                "Focus Timer",
                "Productivity",
                "Start a focus session: ask how many minutes, start a timer, switch on do not disturb and tell me when it ends.",
                w -> {
                    w.old().offeredIn("NCWidget", "WatchKit");
                    Token minutes = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "How many minutes?",
                            "WFInputType",
                            "Number",
                            "WFAskActionDefaultAnswerNumber",
                            "25");
                    w.add("setvariable", "WFVariableName", "Minutes");
                    w.add("getvariable", "WFVariable", variable("Minutes"));
                    w.when(
                            old("Is Greater Than", "WFNumberValue", 90),
                            () -> w.add("alert", "WFAlertActionMessage", "That is long. Remember to take a break."),
                            () -> w.bare("nothing"));
                    w.add("timer.start", "WFDuration", quantity(minutes, "min"));
                    w.add("dnd.set", "Enabled", true);
                    w.add("date");
                    Token end =
                            w.add("adjustdate", "WFAdjustOffsetPicker", offset("Add", variable("Minutes"), "Minute"));
                    w.notify("Focus", "You are done at ", end.dated("None", "Short"), ".");
                });
    }

    private static Draft speakTime() {
        return Draft.of(
                "speak-the-time.shortcut", "Speak the Time", CATEGORY, "Say the current day and time aloud.", w -> {
                    Token time = w.add(
                            "format.date",
                            "WFDate",
                            text(now()),
                            "WFDateFormatStyle",
                            "Custom",
                            "WFDateFormat",
                            "EEEE, HH:mm");
                    w.add(
                            "speaktext",
                            "WFText",
                            text("It is ", time),
                            "WFSpeakTextLanguage",
                            "en-GB",
                            "WFSpeakTextRate",
                            0.4);
                });
    }

    private static Draft findMyLight() {
        return Draft.of(
                "flashlight-signal.shortcut",
                "Flashlight Signal",
                CATEGORY,
                "Blink the flashlight a few times.",
                w -> w.repeat(3, () -> {
                    w.add("flashlight", "operation", "toggle");
                    w.add("delay", "WFDelayTime", 0.5);
                }));
    }

    private static Draft appLauncher() {
        return Draft.of(
                "launcher.shortcut",
                "Launcher",
                CATEGORY,
                "Show a menu from which I open my favourite apps and shortcuts, with the time in the question.",
                w -> {
                    w.set("Favourite", w.text("Daily Standup"));
                    w.menu(
                            text("It is ", now().dated("None", "Short"), ". What next?"),
                            choice("Mail", () -> w.add("openapp", "WFAppIdentifier", "com.apple.mobilemail")),
                            choice("Music", () -> w.add("openapp", "WFAppIdentifier", "com.apple.Music")),
                            choice("Music", () -> w.add("pausemusic", "WFPlayPauseBehavior", "Play")),
                            choice(
                                    text("▶️ ", variable("Favourite")),
                                    () -> w.add(
                                            "runworkflow",
                                            "WFWorkflowName",
                                            "Daily Standup",
                                            "WFWorkflow",
                                            dict("workflowName", "Daily Standup", "isSelf", false),
                                            "WFShowWorkflow",
                                            false)));
                });
    }
}
