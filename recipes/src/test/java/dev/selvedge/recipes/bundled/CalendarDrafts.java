package dev.selvedge.recipes.bundled;

import static dev.selvedge.recipes.bundled.Check.*;
import static dev.selvedge.recipes.bundled.Draft.choice;
import static dev.selvedge.recipes.bundled.Plist.*;
import static dev.selvedge.recipes.bundled.Token.*;

import java.util.List;

/** Workflows with calendars, reminders, notes and people. */
final class CalendarDrafts {
    private static final String CATEGORY = "Productivity";

    private CalendarDrafts() {}

    static List<Draft> drafts() {
        return List.of(
                meetingNotes(), weeklyReview(), birthdays(), eventFromText(), morningBriefing(), standup(), comingUp());
    }

    private static Draft meetingNotes() {
        return Draft.of(
                "meeting-notes.shortcut",
                "Meeting Notes",
                CATEGORY,
                "Make a note for my next meeting with its title, time, place and room for decisions.",
                w -> {
                    Token events = w.add(
                            "filter.calendarevents",
                            "WFContentItemFilter",
                            filter(
                                    true,
                                    rule("Start Date", 1000, "Number", "1", "Unit", 16),
                                    rule("Is All Day", 4, "Bool", false)),
                            "WFContentItemSortProperty",
                            "Start Date",
                            "WFContentItemSortOrder",
                            "Oldest First",
                            "WFContentItemLimitEnabled",
                            true,
                            "WFContentItemLimitNumber",
                            1);
                    w.when(
                            some(events),
                            () -> {
                                Token place = w.add(
                                        "properties.calendarevents",
                                        "WFInput",
                                        events,
                                        "WFContentItemPropertyName",
                                        "Location");
                                Token note = w.text(
                                        "# ",
                                        events.name(),
                                        "\n🗓 ",
                                        events.property("Start Date").dated("Medium", "Short"),
                                        "\n📍 ",
                                        place,
                                        "\n\n## Decisions\n\n## Next steps\n");
                                w.add(
                                        "com.apple.mobilenotes.SharingExtension",
                                        "WFCreateNoteInput",
                                        text(note),
                                        "OpenWhenRun",
                                        false);
                                w.notify("Meeting notes", "A note for ", events.name(), " is ready.");
                            },
                            () -> w.notify("Meeting notes", "There is no meeting in the next hours."));
                });
    }

    private static Draft weeklyReview() {
        return Draft.of(
                "weekly-review.shortcut",
                "Weekly Review",
                CATEGORY,
                "List the reminders I finished since the start of the week in a new note.",
                w -> {
                    Token start = w.add("adjustdate", "WFDate", text(now()), "WFAdjustOperation", "Get Start of Week");
                    Token done = w.add(
                            "filter.reminders",
                            "WFContentItemFilter",
                            filter(true, rule("Is Completed", 4, "Bool", true)),
                            "WFContentItemSortProperty",
                            "Title",
                            "WFContentItemSortOrder",
                            "A to Z");
                    w.each(
                            done,
                            () -> w.when(
                                    before(start, repeatItem().property("Due Date")),
                                    () -> w.append(
                                            "Lines",
                                            w.text(
                                                    "✅ ",
                                                    repeatItem().property("Title"),
                                                    " (",
                                                    repeatItem().property("List"),
                                                    ")"))));
                    Token list = w.add("text.combine", "text", variable("Lines"));
                    Token count = w.add("count", "Input", variable("Lines"));
                    w.add(
                            "com.apple.mobilenotes.SharingExtension",
                            "WFCreateNoteInput",
                            text("Week of ", start.dated("d MMMM yyyy"), "\n", count, " done\n\n", list));
                });
    }

    private static Draft birthdays() {
        return Draft.of(
                "birthdays.shortcut",
                "Birthdays",
                "Lifestyle",
                "List whose birthday it is this month and offer to send each of them a message.",
                w -> {
                    Token people = w.add(
                            "filter.contacts",
                            "WFContentItemFilter",
                            filter(true, rule("Birthday", 100)),
                            "WFContentItemSortProperty",
                            "Last Name",
                            "WFContentItemSortOrder",
                            "A to Z");
                    Token month = w.text(now().dated("MM"));
                    w.each(
                            people,
                            () -> w.when(
                                    is(
                                            month,
                                            text(repeatItem()
                                                    .property("Birthday")
                                                    .dated("MM"))),
                                    () -> {
                                        w.append("Names", repeatItem().property("First Name"));
                                        w.menu(
                                                text("Write to ", repeatItem().name(), "?"),
                                                choice(
                                                        "Send a message",
                                                        () -> w.add(
                                                                "sendmessage",
                                                                "WFSendMessageActionRecipients",
                                                                repeatItem(),
                                                                "WFSendMessageContent",
                                                                text(
                                                                        "Happy birthday, ",
                                                                        repeatItem()
                                                                                .property("First Name"),
                                                                        "! 🎂"))),
                                                choice("Not now", () -> {}));
                                    }));
                    w.when(
                            none(variable("Names")),
                            () -> w.show("No birthdays this month."),
                            () -> w.show(variable("Names")));
                });
    }

    private static Draft eventFromText() {
        return Draft.of(
                "event-from-text.shortcut",
                "Event from Text",
                CATEGORY,
                "Find a date in the text I share and add an event of one hour to my calendar.",
                w -> {
                    w.accepts("String", "RichText").offeredIn("ActionExtension").withoutInput("GetClipboard");
                    Token dates = w.add("detect.date", "WFInput", shortcutInput());
                    Token start = w.add("getitemfromlist", "WFInput", dates);
                    w.when(none(start), () -> {
                        w.add(
                                "alert",
                                "WFAlertActionTitle",
                                "No date",
                                "WFAlertActionMessage",
                                "There is no date in this text.",
                                "WFAlertActionCancelButtonShown",
                                false);
                        w.add("exit");
                    });
                    Token end = w.add(
                            "adjustdate",
                            "WFDate",
                            text(start),
                            "WFAdjustOperation",
                            "Add",
                            "WFDuration",
                            quantity("1", "hr"));
                    Token name = w.add(
                            "ask",
                            "WFAskActionPrompt",
                            "Name of the event",
                            "WFAskActionDefaultAnswer",
                            text(shortcutInput()));
                    w.add(
                            "addnewevent",
                            "WFCalendarItemTitle",
                            text(name),
                            "WFCalendarItemStartDate",
                            text(start),
                            "WFCalendarItemEndDate",
                            text(end),
                            "WFCalendarItemCalendar",
                            "Home",
                            "WFCalendarItemDates",
                            true);
                    w.notify("Calendar", name, " on ", start.dated("Short", "Short"));
                });
    }

    private static Draft morningBriefing() {
        return Draft.of(
                "morning-briefing.shortcut",
                "Morning Briefing",
                "News",
                "In the morning read out the date, the weather, today's events, open reminders and the battery level.",
                w -> {
                    w.comment("Everything is collected in one variable and read out at the end.");
                    w.append("Briefing", w.text("Good morning. It is ", now().dated("EEEE, d MMMM"), "."));
                    Token weather = w.add("weather.currentconditions");
                    Token temperature = w.add(
                            "properties.weather.conditions",
                            "WFInput",
                            weather,
                            "WFContentItemPropertyName",
                            "Temperature");
                    w.append(
                            "Briefing",
                            w.text(
                                    "It is ",
                                    weather.property("Condition"),
                                    " with ",
                                    temperature.unit("Temperature", "°C"),
                                    "."));
                    w.when(
                            any(
                                    contains(weather.property("Condition"), "Rain"),
                                    contains(weather.property("Condition"), "Snow")),
                            () -> w.append("Briefing", w.text("☔️ Take a coat.")));
                    Token events = w.add(
                            "filter.calendarevents",
                            "WFContentItemFilter",
                            filter(true, rule("Start Date", 1002)),
                            "WFContentItemSortProperty",
                            "Start Date",
                            "WFContentItemSortOrder",
                            "Oldest First");
                    Token count = w.add("count", "Input", events);
                    w.when(
                            equalTo(count, 0),
                            () -> w.append("Briefing", w.text("Your calendar is empty today.")),
                            () -> {
                                w.append("Briefing", w.text("You have ", count, " events."));
                                w.each(
                                        events,
                                        () -> w.append(
                                                "Briefing",
                                                w.text(
                                                        repeatItem()
                                                                .property("Start Date")
                                                                .dated("HH:mm"),
                                                        " ",
                                                        repeatItem().name())));
                            });
                    Token open = w.add(
                            "filter.reminders",
                            "WFContentItemFilter",
                            filter(true, rule("Is Completed", 4, "Bool", false)),
                            "WFContentItemLimitEnabled",
                            true,
                            "WFContentItemLimitNumber",
                            3);
                    w.when(some(open), () -> w.append("Briefing", w.text("Do not forget: ", open)));
                    Token level = w.add("getbatterylevel");
                    w.when(
                            less(level, 30),
                            () -> w.append("Briefing", w.text("Charge your phone: ", level, " per cent.")));
                    Token briefing = w.add("text.combine", "text", variable("Briefing"));
                    w.menu(
                            "How do you want it?",
                            choice("Read it", () -> w.add("speaktext", "WFText", text(briefing))),
                            choice("Show it", () -> w.show(briefing)));
                });
    }

    private static Draft standup() {
        return Draft.of(
                "daily-standup.shortcut",
                "Daily Standup",
                "Business",
                "Ask me the three standup questions and share the answers as a message to my team.",
                w -> {
                    w.question("WFItems", "Which questions does your team ask?", "Yesterday, today, blockers");
                    Token questions = w.add(
                            "list",
                            "WFItems",
                            items(List.of(
                                    "What did you do yesterday?", "What will you do today?", "What is in your way?")));
                    Token answers = w.each(questions, () -> {
                        Token answer = w.add("ask", "WFAskActionPrompt", text(repeatItem()));
                        w.text("*", repeatItem(), "*\n", answer);
                    });
                    Token message = w.add(
                            "text.combine",
                            "text",
                            answers,
                            "WFTextSeparator",
                            "Custom",
                            "WFTextCustomSeparator",
                            "\n\n");
                    w.add("share", "WFInput", message);
                });
    }

    private static Draft comingUp() {
        return Draft.of(
                "coming-up.shortcut",
                "Coming Up",
                CATEGORY,
                "Go through my open reminders of the next seven days and let me finish, postpone or delete each.",
                w -> {
                    Token open = w.add(
                            "filter.reminders",
                            "WFContentItemFilter",
                            filter(true, rule("Is Completed", 4, "Bool", false)));
                    w.each(
                            open,
                            () -> w.when(
                                    inNext(repeatItem().property("Due Date"), 7, "days"),
                                    () -> w.menu(
                                            text(
                                                    repeatItem().name(),
                                                    ", ",
                                                    repeatItem()
                                                            .property("Due Date")
                                                            .relativeDate()),
                                            choice(
                                                    "Done",
                                                    () -> w.add(
                                                            "setters.reminders",
                                                            "WFInput",
                                                            repeatItem(),
                                                            "Mode",
                                                            "Set",
                                                            "WFContentItemPropertyName",
                                                            "Is Completed",
                                                            "WFReminderContentItemIsCompleted",
                                                            true)),
                                            choice(
                                                    "Tomorrow",
                                                    () -> w.add(
                                                            "setters.reminders",
                                                            "WFInput",
                                                            repeatItem(),
                                                            "Mode",
                                                            "Set",
                                                            "WFContentItemPropertyName",
                                                            "Due Date",
                                                            "WFReminderContentItemDueDate",
                                                            "tomorrow at 9am")),
                                            choice(
                                                    "Delete",
                                                    () -> w.add(
                                                            "removereminders", "WFInputReminders", repeatItem())))));
                });
    }
}
