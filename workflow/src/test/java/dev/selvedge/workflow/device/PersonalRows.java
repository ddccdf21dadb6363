package dev.selvedge.workflow.device;

import static dev.selvedge.workflow.device.Row.from;
import static dev.selvedge.workflow.device.Row.quantity;
import static dev.selvedge.workflow.device.Row.row;
import static dev.selvedge.workflow.device.Row.struct;

import dev.selvedge.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calendars, reminders, notes, contacts, settings, places, photos, dates. */
final class PersonalRows {
    private PersonalRows() {}

    static List<Row> personal() {
        return List.of(
                row("com.apple.mobilenotes.SharingExtension", "first\nrest", "WFCreateNoteInput", "first\nrest")
                        .does("note:first body=first\nrest"),
                row("appendnote", "one\ntwo", "WFNote", "Ideas", "WFInput", "two")
                        .does("note:Ideas appended=two"),
                row("shownote", "", "WFInput", from("filter.notes")).does("screen note=one"),
                row("addnewreminder", "Buy", "WFCalendarItemTitle", "Buy", "WFCalendarItemCalendar", "Home")
                        .does("reminder:Buy title=Buy details=List: Home\nIs Completed: No"),
                row("getupcomingreminders", "Pay rent\nWater plants", "WFGetUpcomingItemCount", 2),
                row("removereminders", "", "WFInputReminders", from("getupcomingreminders"))
                        .does("reminder:Pay rent removed=Yes"),
                row(
                                "setters.reminders",
                                "Pay rent",
                                "WFInput",
                                from("getupcomingreminders"),
                                "WFContentItemPropertyName",
                                "Is Completed",
                                "WFReminderContentItemIsCompleted",
                                true)
                        .does("reminder:Pay rent Is Completed=Yes"),
                row("showlist", "", "WFList", "Home").does("screen list=Home"),
                row(
                                "addnewevent",
                                "Party",
                                "WFCalendarItemTitle",
                                "Party",
                                "WFCalendarItemStartDate",
                                "tomorrow at 8pm")
                        .does("event:Party title=Party details=Start Date: Mar 6, 2024 at 8:00 PM\n"
                                + "End Date: Mar 6, 2024 at 9:00 PM\nIs All Day: No"),
                row("getupcomingevents", "Lunch"),
                row("removeevents", "", "WFInputEvents", from("getupcomingevents"))
                        .does("event:Lunch removed=Yes"),
                row(
                                "setters.calendarevents",
                                "Brunch",
                                "WFInput",
                                from("getupcomingevents"),
                                "WFContentItemPropertyName",
                                "Title",
                                "WFCalendarEventContentItemTitle",
                                "Brunch")
                        .does("event:Lunch Title=Brunch"),
                row("showincalendar", "", "WFEvent", from("getupcomingevents")).does("screen event=Lunch"),
                row("alarm.create", "alarm", "WFTime", "7:00", "WFLabel", "Up").does("alarm time=7:00 label=Up"),
                row(
                                "com.apple.mobiletimer-framework.MobileTimerIntents.MTCreateAlarmIntent",
                                "alarm",
                                "dateComponents",
                                "7:00",
                                "label",
                                "Up")
                        .does("alarm time=7:00 label=Up"),
                row("timer.start", "timer", "WFDuration", quantity(5, "min")).does("timer time=5 min label="));
    }

    static List<Row> people() {
        Value ana = struct("x", "WFContactFieldValues", List.of("Ana Ortiz", "555-9999"));
        return List.of(
                row("contacts", "Ana Ortiz\n555-9999", "WFContact", ana),
                row("phonenumber", "555-1", "WFPhoneNumber", struct("x", "WFContactFieldValues", List.of("555-1"))),
                row("email", "a@b.c", "WFEmailAddress", "a@b.c"),
                row("selectcontacts", "Ana Ortiz").does("screen picker=Contacts"),
                row("selectphone", "555-0134").does("screen picker=Phone Number"),
                row("selectemail", "ana@example.com").does("screen picker=Email Address"),
                row("addnewcontact", "Bo Li", "WFContactFirstName", "Bo", "WFContactLastName", "Li")
                        .does("contact:Bo Li details={\"First Name\":\"Bo\",\"Last Name\":\"Li\"}"),
                row("detect.contacts", "Ana Ortiz", "WFInput", "call Ana Ortiz"),
                row("detect.phonenumber", "+49 30 123456", "WFInput", "call +49 30 123456 at 5"),
                row("detect.emailaddress", "a@b.co", "WFInput", "mail <a@b.co>, not a@b"),
                row("com.apple.mobilephone.call", "", "WFCallContact", "Ana").does("screen to=Ana type=Voice"),
                row("com.apple.facetime.facetime", "", "WFFaceTimeContact", "Ana", "WFFaceTimeType", "Video")
                        .does("screen to=Ana type=Video"));
    }

    static List<Row> settings() {
        List<Row> rows = new ArrayList<>(List.of(
                row("dnd.set", "", "Enabled", true).does("setting:Do Not Disturb value=On"),
                row("wifi.set", "", "OnValue", false).does("setting:Wi-Fi value=Off"),
                row("wifi.set", "", "operation", "toggle").does("setting:Wi-Fi value=Off"),
                row("bluetooth.set", "").does("setting:Bluetooth value=On"),
                row("flashlight", "").does("setting:Flashlight value=On"),
                row("appearance", "", "style", "dark").does("setting:Appearance value=Dark"),
                row("setbrightness", "", "WFBrightness", 0.25).does("setting:Brightness value=0.25"),
                row("setvolume", "").does("setting:Volume value=0.5"),
                row("getbatterylevel", "41"),
                row("getbatterylevel", "No", "Subject", "Is Charging"),
                row("getdevicedetails", "iPhone", "WFDeviceDetail", "Device Model"),
                row("getwifi", "Home"),
                row("getwifi", "Blue Mobile", "WFNetworkDetailsNetwork", "Cellular"),
                row("getipaddress", "203.0.113.9"),
                row("getipaddress", "192.0.2.7", "WFIPAddressSourceOption", "Local"),
                row("dnd.getfocus", ""),
                row("getmyworkflows", "Log Water"),
                row("openworkflow", "", "WFWorkflow", "Log Water").does("screen workflow=Log Water"),
                row("lockscreen", "").does("screen device="),
                row("returntohomescreen", "").does("screen device="),
                row("quit.app", "", "WFApp", struct("dict", "Name", "Maps")).does("screen app=Maps"),
                row("hide.app", "", "WFApp", struct("dict", "Name", "Maps")).does("screen app=Maps")));
        Map.of(
                        "cellulardata", "Cellular Data",
                        "airplanemode", "Airplane Mode",
                        "lowpowermode", "Low Power Mode",
                        "orientationlock", "Orientation Lock",
                        "personalhotspot", "Personal Hotspot",
                        "nightshift", "Night Shift",
                        "truetone", "True Tone",
                        "stagemanager", "Stage Manager",
                        "announcenotifications", "Announce Notifications")
                .forEach((id, name) -> rows.add(row(id + ".set", "").does("setting:" + name + " value=On")));
        return rows;
    }

    static List<Row> places() {
        String here = "5 Main Street\nBerlin\nGermany";
        return List.of(
                row("getcurrentlocation", here),
                row("location", here, "WFLocation", struct("dict", "isCurrentLocation", true)),
                row("address", "1 A St\nParis", "WFAddressLine1", "1 A St", "WFCity", "Paris"),
                row("detect.address", here, "WFInput", from("getcurrentlocation")),
                row("getmapslink", "https://maps.apple.com/?q=Big%20Ben", "WFInput", "Big Ben"),
                row("searchmaps", "", "WFInput", "cafe").does("screen query=cafe app=Maps"),
                row("getdirections", "", "WFDestination", "cafe").does("screen to=cafe mode=Driving app=Maps"),
                row("getdistance", "0 km", "WFGetDistanceDestination", from("getcurrentlocation")),
                row("weather.currentconditions", "Sunny, 20 °C"),
                row("weather.forecast", "Sunny, 21 °C\nSunny, 22 °C\nSunny, 23 °C"));
    }

    static List<Row> photos() {
        return List.of(
                row("getlastphoto", "IMG_2"),
                row("getlastphoto", "IMG_1", "WFGetLatestPhotosActionIncludeScreenshots", false),
                row("getlastscreenshot", "IMG_2"),
                row("selectphoto", "IMG_2").does("screen picker=Photos"),
                row("takephoto", "⟨photo #⟩").does("screen camera=Back photos=1"),
                row("takescreenshot", "⟨screenshot #⟩"),
                row("savetocameraroll", "IMG_2", "WFInput", from("getlastphoto"))
                        .does("photos saved=IMG_2 album=Recents"),
                row("deletephotos", "", "photos", from("getlastphoto")).does("photos deleted=IMG_2"),
                row("detect.images", "IMG_2", "WFInput", from("getlastphoto")));
    }

    static List<Row> dates() {
        Value day = struct("WFTimeOffsetValue", "Operation", "Subtract", "Unit", "Hour", "Value", 2);
        return List.of(
                row("date", "Mar 5, 2024 at 2:30 PM"),
                row(
                        "date",
                        "Dec 24, 2024 at 6:00 PM",
                        "WFDateActionMode",
                        "Specified Date",
                        "WFDateActionDate",
                        "Dec 24, 2024 6pm"),
                row("format.date", "3/5/24, 2:30 PM", "WFDate", World.NOW),
                row(
                        "format.date",
                        "2024-03-05",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "Custom",
                        "WFDateFormat",
                        "yyyy-MM-dd"),
                row(
                        "format.date",
                        "Tuesday, 05 Mar 2024 14:30:00",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "Custom",
                        "WFDateFormat",
                        "EEEE, dd MMM yyyy HH:mm:ss"),
                row(
                        "format.date",
                        "2024-03-05T14:30:00+00:00",
                        "WFDate",
                        World.NOW,
                        "WFDateFormatStyle",
                        "ISO 8601",
                        "WFISO8601IncludeTime",
                        true),
                row("format.date", "Today at 2:30 PM", "WFDate", World.NOW, "WFDateFormatStyle", "Relative"),
                row("adjustdate", "Mar 7, 2024 at 2:30 PM", "WFDate", World.NOW, "WFDuration", quantity(2, "days")),
                row("adjustdate", "Mar 5, 2024 at 12:30 PM", "WFDate", World.NOW, "WFAdjustOffsetPicker", day),
                row(
                        "adjustdate",
                        "Mar 1, 2024 at 12:00 AM",
                        "WFDate",
                        World.NOW,
                        "WFAdjustOperation",
                        "Get Start of Month"),
                row("gettimebetweendates", "1440", "WFInput", "2024-03-06T14:30:00Z"),
                row(
                        "gettimebetweendates",
                        "2",
                        "WFTimeUntilFromDate",
                        "2024-03-01",
                        "WFInput",
                        "2024-03-03",
                        "WFTimeUntilUnit",
                        "Days"),
                row(
                        "gettimebetweendates",
                        "26:00:00",
                        "WFTimeUntilFromDate",
                        "2024-03-01",
                        "WFInput",
                        "2024-03-02 02:00",
                        "WFTimeUntilUnit",
                        "Total Time"),
                row("detect.date", "Mar 8, 2024 at 10:30 AM", "WFInput", "Meet on Friday at 10:30, room five"));
    }
}
