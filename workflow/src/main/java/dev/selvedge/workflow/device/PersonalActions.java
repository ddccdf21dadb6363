package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes, reminders, events, alarms and timers. */
final class PersonalActions {
    private PersonalActions() {}

    static void define(Meanings to) {
        to.addForeign("com.apple.mobilenotes.SharingExtension", PersonalActions::createNote);
        to.add("appendnote", PersonalActions::appendNote);
        to.add("shownote", call -> shown(call, "note", "WFInput"));
        to.add("addnewreminder", PersonalActions::addReminder);
        to.add("getupcomingreminders", call -> upcoming(call, ContentType.REMINDER, "Due Date"));
        to.add("removereminders", call -> removed(call, "WFInputReminders"));
        to.add("setters.reminders", call -> set(call, "WFReminderContentItem"));
        to.add("showlist", call -> shown(call, "list", "WFList"));
        to.add("addnewevent", PersonalActions::addEvent);
        to.add("getupcomingevents", call -> upcoming(call, ContentType.EVENT, "Start Date"));
        to.add("removeevents", call -> removed(call, "WFInputEvents"));
        to.add("setters.calendarevents", call -> set(call, "WFCalendarEventContentItem"));
        to.add("showincalendar", call -> shown(call, "event", "WFEvent"));
        to.add("alarm.create", call -> started(call, "alarm", "WFTime", "WFLabel"));
        to.addForeign(
                "com.apple.mobiletimer-framework.MobileTimerIntents.MTCreateAlarmIntent",
                call -> started(call, "alarm", "dateComponents", "label"));
        to.add("timer.start", call -> started(call, "timer", "WFDuration", ""));
    }

    private static Item shown(Invocation call, String name, String key) {
        call.shows(name, call.seen(key));
        return Item.nothing();
    }

    private static Item started(Invocation call, String what, String timeKey, String labelKey) {
        call.changes(what, "time", call.seen(timeKey), "label", call.text(labelKey));
        return new Entity(ContentType.OTHER, what, Map.of("Time", call.item(timeKey)));
    }

    private static Item createNote(Invocation call) {
        String body = call.text("WFCreateNoteInput");
        String name = call.text("WFCreateNoteName", firstLine(body));
        Entity note = new Entity(ContentType.NOTE, name, Map.of("Body", new Text(body)));
        call.state().add(note);
        call.changes("note:" + name, "body", body);
        return note;
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Adds a line to the note that is given or named; makes one where there is none. */
    private static Item appendNote(Invocation call) {
        Item given = call.item("WFNote");
        String name = given instanceof Item.Dict
                ? call.as().text(call.as().at(given, "title"))
                : call.as().name(given);
        String text = call.text("WFInput");
        call.changes("note:" + name, "appended", text);
        for (Entity note : call.state().things(ContentType.NOTE)) {
            if (note.name().equals(name)) {
                Item body = note.properties().getOrDefault("Body", Item.nothing());
                Map<String, Item> properties = new LinkedHashMap<>(note.properties());
                properties.put(
                        "Body", new Text(call.meter().join(List.of(call.as().text(body), text), "\n")));
                Entity changed = new Entity(ContentType.NOTE, name, properties);
                call.state().replace(note, changed);
                return changed;
            }
        }
        Entity note = new Entity(ContentType.NOTE, name, Map.of("Body", new Text(text)));
        call.state().add(note);
        return note;
    }

    private static Item addReminder(Invocation call) {
        Map<String, Item> properties = new LinkedHashMap<>();
        put(properties, "List", call.item("WFCalendarItemCalendar"), call);
        put(properties, "Notes", call.item("WFCalendarItemNotes"), call);
        put(properties, "URL", call.item("WFURL"), call);
        put(properties, "Priority", call.item("WFPriority"), call);
        Instant due = call.as().moment(call.item("WFAlertCustomTime"));
        if (due != null && !call.text("WFAlertEnabled").equals("No Alert")) {
            properties.put("Due Date", new Moment(due));
        }
        if (call.flag("WFFlag", false)) {
            properties.put("Is Flagged", new Item.Bool(true));
        }
        properties.put("Is Completed", new Item.Bool(false));
        return added(call, new Entity(ContentType.REMINDER, call.text("WFCalendarItemTitle"), properties));
    }

    private static void put(Map<String, Item> properties, String name, Item value, Invocation call) {
        if (Conditions.hasValue(value)) {
            properties.put(
                    name, value instanceof Text ? value : new Text(call.as().text(value)));
        }
    }

    private static Item added(Invocation call, Entity thing) {
        call.state().add(thing);
        List<String> details = new ArrayList<>();
        thing.properties()
                .forEach((name, value) -> details.add(name + ": " + call.as().seen(value)));
        String kind = thing.type().label();
        call.changes(
                kind + ":" + thing.name(),
                "title",
                thing.name(),
                "details",
                call.meter().join(details, "\n"));
        return thing;
    }

    private static Item addEvent(Invocation call) {
        Map<String, Item> properties = new LinkedHashMap<>();
        Instant start = call.as().moment(call.item("WFCalendarItemStartDate"));
        Instant begin = start == null ? call.as().now() : start;
        Instant end = call.as().moment(call.item("WFCalendarItemEndDate"));
        properties.put("Start Date", new Moment(begin));
        properties.put("End Date", new Moment(end == null ? begin.plus(1, ChronoUnit.HOURS) : end));
        properties.put("Is All Day", new Item.Bool(call.flag("WFCalendarItemAllDay", false)));
        put(properties, "Calendar", call.item("WFCalendarItemCalendar"), call);
        put(properties, "Location", call.item("WFCalendarItemLocation"), call);
        put(properties, "Notes", call.item("WFCalendarItemNotes"), call);
        return added(call, new Entity(ContentType.EVENT, call.text("WFCalendarItemTitle"), properties));
    }

    /** The next ones from now on, the earliest first. */
    private static Item upcoming(Invocation call, ContentType kind, String dateName) {
        List<Entity> next = new ArrayList<>();
        for (Entity thing : call.state().things(kind)) {
            boolean open = !(thing.properties().get("Is Completed") instanceof Item.Bool done && done.value());
            if (open && !date(thing, dateName).isBefore(call.as().now())) {
                next.add(thing);
            }
        }
        next.sort(Comparator.comparing((Entity thing) -> date(thing, dateName)).thenComparing(Entity::name));
        int count = Math.clamp(call.count("WFGetUpcomingItemCount", 1), 0, next.size());
        return Item.from(next.subList(0, count));
    }

    private static Instant date(Entity thing, String name) {
        return thing.properties().get(name) instanceof Moment moment ? moment.instant() : Instant.MIN;
    }

    private static Item removed(Invocation call, String key) {
        for (Item item : call.items(key)) {
            if (item instanceof Entity thing && call.state().replace(thing, null)) {
                call.changes(thing.type().label() + ":" + thing.name(), "removed", "Yes");
            }
        }
        return Item.nothing();
    }

    /** Changes one detail; the new value is under the prefix and the detail's name without spaces. */
    private static Item set(Invocation call, String prefix) {
        String name = call.text("WFContentItemPropertyName", "Title");
        Item value = call.item(prefix + name.replace(" ", ""));
        return call.each("WFInput", item -> {
            if (!(item instanceof Entity thing)) {
                return item;
            }
            Map<String, Item> properties = new LinkedHashMap<>(thing.properties());
            boolean title = name.equals("Title");
            if (!title) {
                properties.put(name, name.startsWith("Is ") ? call.as().to(ContentType.BOOLEAN, value) : value);
            }
            Entity changed = new Entity(thing.type(), title ? call.as().text(value) : thing.name(), properties);
            call.state().replace(thing, changed);
            call.changes(
                    thing.type().label() + ":" + thing.name(), name, call.as().seen(value));
            return changed;
        });
    }
}
