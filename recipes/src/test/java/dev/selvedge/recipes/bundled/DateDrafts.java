package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows that calculate with dates and times. */
final class DateDrafts {
    private static final String CATEGORY = "Productivity";

    private DateDrafts() {}

    static List<Draft> drafts() {
        return List.of(countdown(), ageInDays(), worldClock(), journal(), workday(), nap(), timeLog());
    }

    private static Draft countdown() {
        return Draft.of(
                "date-countdown.shortcut",
                "Date Countdown",
                CATEGORY,
                "Ask for a date and tell me how many days are left until then, or how long ago it was.",
                w -> {
                    Token day = w.add("ask", "WFAskActionPrompt", "Which date?", "WFInputType", "Date");
                    Token days = w.add(
                            "gettimebetweendates",
                            "WFTimeUntilFromDate",
                            text(now()),
                            "WFInput",
                            text(day),
                            "WFTimeUntilUnit",
                            "Days");
                    w.when(
                            less(days, 0),
                            () -> {
                                Token ago = w.add(
                                        "math",
                                        "WFInput",
                                        days,
                                        "WFMathOperation",
                                        "…",
                                        "WFScientificMathOperation",
                                        "abs(x)");
                                w.show("That was ", ago, " days ago.");
                            },
                            () -> w.when(
                                    today(day),
                                    () -> w.show("🎉 That is today!"),
                                    () -> w.show(days, " days until ", day.dated("Long", "None"), ".")));
                });
    }

    private static Draft ageInDays() {
        return Draft.of(
                "age-in-days.shortcut",
                "Age in Days",
                "Reference",
                "Ask for a birthday and tell how many days old somebody is, and when they will be ten thousand days old.",
                w -> {
                    w.old();
                    w.add("ask", "WFAskActionPrompt", "Birthday?", "WFInputType", "Date");
                    w.add("setvariable", "WFVariableName", "Birthday");
                    Token days = w.add(
                            "gettimebetweendates",
                            "WFInput",
                            text(now()),
                            "WFTimeUntilFromDate",
                            text(variable("Birthday")),
                            "WFTimeUntilUnit",
                            "Days");
                    Token party = w.add(
                            "adjustdate",
                            "WFDate",
                            text(variable("Birthday")),
                            "WFDuration",
                            quantity(10_000, "days"),
                            "WFAdjustOperation",
                            "Add");
                    w.add("gettext", "WFTextActionText", text(days, " days old, 10,000 on ", party.isoDate(true)));
                    w.add("showresult", "Text", text(variable("Birthday").relativeDate(), ": ", days));
                });
    }

    private static Draft worldClock() {
        return Draft.of(
                "world-clock.shortcut",
                "World Clock",
                "Travel",
                "Show what time it is for my colleagues in other cities, and say who is asleep.",
                w -> {
                    Token cities = w.add(
                            "dictionary", "WFItems", fields("Lisbon", 0, "Berlin", 1, "New York", -5, "Tokyo", 9));
                    Token names = w.add("getvalueforkey", "WFInput", cities, "WFGetDictionaryValueType", "All Keys");
                    Token lines = w.each(names, () -> {
                        Token hours = w.add("getvalueforkey", "WFInput", cities, "WFDictionaryKey", text(repeatItem()));
                        Token time = w.add(
                                "adjustdate",
                                "WFDate",
                                text(now()),
                                "WFAdjustOperation",
                                "Add",
                                "WFDuration",
                                quantity(hours, "hr"));
                        Token hour = w.add(
                                "format.date",
                                "WFDate",
                                text(time),
                                "WFDateFormatStyle",
                                "Custom",
                                "WFDateFormat",
                                "H");
                        w.when(
                                any(less(hour.as("Number"), 7), greater(hour.as("Number"), 22)),
                                () -> w.text(repeatItem(), ": ", time.dated("HH:mm"), " 😴"),
                                () -> w.text(repeatItem(), ": ", time.dated("HH:mm")));
                    });
                    w.show(lines);
                });
    }

    private static Draft journal() {
        return Draft.of(
                "journal.plist",
                "Journal",
                "Lifestyle",
                "Ask me how my day was and what I am thankful for, and write it into my journal file for this month.",
                w -> {
                    Token mood = w.menu(
                            "How was your day?",
                            choice("😀", () -> w.text("good")),
                            choice("😐", () -> w.text("so so")),
                            choice("😞", () -> {
                                w.comment("A bad day deserves a kind word.");
                                w.show("Tomorrow will be better.");
                                w.text("bad");
                            }));
                    Token thanks = w.add("ask", "WFAskActionPrompt", "What are you thankful for?");
                    Token words = w.add("count", "WFCountType", "Words", "Input", thanks);
                    w.add(
                            "file.append",
                            "WFFilePath",
                            text("Journal/", now().dated("yyyy-MM"), ".md"),
                            "WFInput",
                            text("## ", now().dated("d MMM"), "\nMood: ", mood, "\n", thanks, "\n"));
                    w.notify("Journal", words, " words written.");
                });
    }

    private static Draft workday() {
        return Draft.of(
                "workday-check.shortcut",
                "Is It a Workday?",
                "Business",
                "Tell me whether today is a workday, and on a workday when work begins.",
                w -> {
                    Token day = w.text(now().dated("EEE"));
                    w.when(any(is(day, "Sat"), is(day, "Sun")), () -> w.show("🏖 No work today."), () -> {
                        Token hour = w.text(now().dated("HH"));
                        w.when(
                                all(atLeast(hour.as("Number"), 9), less(hour.as("Number"), 17)),
                                () -> w.show("You should be working."),
                                () -> w.show("Work begins at nine."));
                    });
                });
    }

    private static Draft nap() {
        return Draft.of(
                "power-nap.shortcut",
                "Power Nap",
                "Health & Fitness",
                "Let me sleep for twenty or forty minutes: dim the screen and set an alarm for the end.",
                w -> {
                    Token minutes = w.menu(
                            "How long?",
                            choice("Short", () -> w.add("number", "WFNumberActionNumber", 20)),
                            choice("Long", () -> w.add("number", "WFNumberActionNumber", 40)));
                    Token end = w.add(
                            "adjustdate",
                            "WFDate",
                            text(now()),
                            "WFAdjustOperation",
                            "Add",
                            "WFDuration",
                            quantity(minutes, "min"));
                    w.add("setbrightness", "WFBrightness", 0);
                    w.add(
                            "alarm.create",
                            "WFTime",
                            text(end.dated("None", "Short")),
                            "WFLabel",
                            text("Nap of ", minutes, " min"));
                });
    }

    private static Draft timeLog() {
        return Draft.of(
                "time-log.shortcut",
                "Time Log",
                "Business",
                "Start or stop logging my time for a project; on stopping, add the minutes to a file.",
                w -> {
                    Token file = w.add(
                            "documentpicker.open",
                            "WFGetFilePath",
                            "Time/running.json",
                            "WFShowFilePicker",
                            false,
                            "WFFileErrorIfNotFound",
                            false);
                    Token running = w.add("detect.dictionary", "WFInput", file);
                    Token project = w.add("getvalueforkey", "WFInput", running, "WFDictionaryKey", "project");
                    w.when(
                            some(project),
                            () -> {
                                Token minutes = w.add(
                                        "gettimebetweendates",
                                        "WFTimeUntilFromDate",
                                        text(running.key("start").as("Date")),
                                        "WFInput",
                                        text(now()),
                                        "WFTimeUntilUnit",
                                        "Minutes");
                                w.add(
                                        "file.append",
                                        "WFFilePath",
                                        "Time/log.csv",
                                        "WFInput",
                                        text(now().isoDate(false), ",", project, ",", minutes));
                                w.add("file.delete", "WFInput", file, "WFDeleteFileConfirmDeletion", false);
                                w.notify("⏹ Time log", minutes, " minutes for ", project);
                            },
                            () -> {
                                Token name = w.add("ask", "WFAskActionPrompt", "Which project?");
                                Token start = w.add(
                                        "dictionary",
                                        "WFItems",
                                        fields("project", text(name), "start", text(now().isoDate(true))));
                                w.add(
                                        "documentpicker.save",
                                        "WFInput",
                                        start,
                                        "WFAskWhereToSave",
                                        false,
                                        "WFSaveFileOverwrite",
                                        true,
                                        "WFFileDestinationPath",
                                        "Time/running.json");
                                w.notify("▶️ Time log", name, " started.");
                            });
                });
    }
}
