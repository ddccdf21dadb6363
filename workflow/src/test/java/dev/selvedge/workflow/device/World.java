package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Page;
import dev.selvedge.workflow.device.Scenario.Thing;
import dev.selvedge.workflow.device.Scenario.Web;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small world with known values. */
final class World {
    /** Tuesday. */
    static final Instant NOW = Instant.parse("2024-03-05T14:30:00Z");

    static final Scenario FIXED = new Scenario(
            3,
            NOW,
            "UTC",
            "clip",
            List.of(new Content(ContentType.TEXT, "given")),
            Map.of("Device Name", "Ana's iPhone", "Device Model", "iPhone", "System Version", "17.4"),
            map(
                    "Battery Level",
                    "41",
                    "Is Charging",
                    "No",
                    "Wi-Fi",
                    "On",
                    "Bluetooth",
                    "Off",
                    "Flashlight",
                    "Off",
                    "Appearance",
                    "Light",
                    "Brightness",
                    "0.4"),
            map(
                    "Network Name",
                    "Home",
                    "RSSI",
                    "-50",
                    "Carrier Name",
                    "Blue Mobile",
                    "Local IP Address",
                    "192.0.2.7",
                    "External IP Address",
                    "203.0.113.9"),
            map(
                    "Street",
                    "5 Main Street",
                    "City",
                    "Berlin",
                    "Country",
                    "Germany",
                    "Latitude",
                    "52.52",
                    "Longitude",
                    "13.405"),
            map("Condition", "Sunny", "Temperature", "20", "High", "24"),
            map("/Notes/todo.txt", "milk\nbread", "/Documents/settings.json", "{\"theme\": \"dark\"}"),
            things(),
            new Web(
                    List.of(
                            Page.of("https://example.com/a.json", "{\"n\": 7, \"list\": [1, 2]}"),
                            Page.of("https://example.com/", "<p>Hello <b>you</b></p>"),
                            Page.of(
                                    "https://example.com/feed",
                                    "<rss><item><title>First</title><link>https://example.com/1</link></item>"
                                            + "<item><title><![CDATA[Second]]></title></item></rss>"),
                            Page.of(
                                    "https://example.com/head",
                                    "<head><link rel=\"alternate\" type=\"application/rss+xml\""
                                            + " href=\"https://example.com/feed\"></head>"),
                            new Page("POST", "https://example.com/api", 201, Map.of(), "{\"id\": 5}")),
                    List.of(),
                    List.of()),
            Map.of("uptime", "up 3 days"),
            Map.of(
                    "Text",
                    List.of("typed"),
                    "Number",
                    List.of("12"),
                    "URL",
                    List.of("https://example.com/x"),
                    "Date",
                    List.of("2024-06-01")),
            List.of("b"));

    private World() {}

    private static List<Thing> things() {
        return List.of(
                new Thing(ContentType.NOTE, "Ideas", Map.of("Body", "one", "Creation Date", "2024-01-01T00:00:00Z")),
                new Thing(
                        ContentType.REMINDER,
                        "Water plants",
                        map("List", "Home", "Due Date", "2024-03-06T08:00:00Z", "Is Completed", "No")),
                new Thing(
                        ContentType.REMINDER,
                        "Pay rent",
                        map("List", "Work", "Due Date", "2024-03-05T18:00:00Z", "Is Completed", "No")),
                new Thing(
                        ContentType.REMINDER,
                        "Old one",
                        map("List", "Work", "Due Date", "2024-03-01T18:00:00Z", "Is Completed", "Yes")),
                new Thing(
                        ContentType.EVENT,
                        "Lunch",
                        map(
                                "Start Date",
                                "2024-03-06T12:00:00Z",
                                "End Date",
                                "2024-03-06T13:00:00Z",
                                "Calendar",
                                "Home")),
                new Thing(
                        ContentType.CONTACT,
                        "Ana Ortiz",
                        map("Phone Number", "555-0134", "Email Address", "ana@example.com", "Company", "Example")),
                new Thing(
                        ContentType.PHOTO,
                        "IMG_1",
                        map("Date Taken", "2024-03-01T00:00:00Z", "Is a Screenshot", "No", "Width", "800")),
                new Thing(
                        ContentType.PHOTO,
                        "IMG_2",
                        map("Date Taken", "2024-03-02T00:00:00Z", "Is a Screenshot", "Yes", "Width", "400")),
                new Thing(ContentType.WORKFLOW, "Log Water", Map.of()),
                new Thing(ContentType.APP, "Maps", Map.of("Bundle Identifier", "com.apple.Maps")));
    }

    static Map<String, String> map(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
