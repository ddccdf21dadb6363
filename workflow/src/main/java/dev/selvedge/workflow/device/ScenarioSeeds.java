package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Scenario.Content;
import dev.selvedge.workflow.device.Scenario.Thing;
import dev.selvedge.workflow.device.Scenario.Web;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws everyday worlds. */
final class ScenarioSeeds {
    private static final List<String> TEXTS = List.of(
            "Buy milk and bread",
            "https://example.com/articles/42?ref=home",
            "Meeting with Ana on Friday at 10:30",
            "The quick brown fox\njumps over the lazy dog",
            "42",
            "{\"name\": \"Mira\", \"age\": 31, \"tags\": [\"a\", \"b\"]}",
            "call 555-0134 about the 3 invoices",
            "Grüße aus Köln",
            "alpha, beta, gamma",
            "");
    private static final List<String> WORDS =
            List.of("apple", "river", "Monday", "yes", "blue", "Ana", "train", "paper", "no", "seven");
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC", "Australia/Sydney");
    private static final List<String> CITIES = List.of(
            "Berlin,Germany,52.52,13.405",
            "New York,United States,40.7128,-74.006",
            "Tokyo,Japan,35.6762,139.6503",
            "London,United Kingdom,51.5074,-0.1278",
            "Sydney,Australia,-33.8688,151.2093");

    private final SplittableRandom random;
    private final long seed;
    private final Instant now;

    private ScenarioSeeds(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(Seeds.mix(seed, "scenario"));
        // Whole minutes of the years 2023 to 2025.
        this.now = Instant.parse("2023-01-01T00:00:00Z").plus(random.nextInt(1_576_800), ChronoUnit.MINUTES);
    }

    static Scenario seeded(long seed) {
        return new ScenarioSeeds(seed).draw();
    }

    private Scenario draw() {
        String[] city = pick(CITIES).split(",", -1);
        return new Scenario(
                seed,
                now,
                pick(ZONES),
                pick(TEXTS),
                input(),
                device(),
                settings(),
                network(),
                location(city),
                weather(),
                files(),
                things(),
                new Web(List.of(), List.of(), List.of()),
                Map.of(),
                answers(),
                List.of());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private List<Content> input() {
        return switch (random.nextInt(5)) {
            case 0 -> List.of();
            case 1 -> List.of(new Content(ContentType.URL, "https://example.com/page/" + random.nextInt(100)));
            case 2 -> List.of(new Content(ContentType.FILE, "report " + random.nextInt(9) + ".txt\n" + pick(TEXTS)));
            case 3 -> List.of(new Content(ContentType.TEXT, pick(TEXTS)), new Content(ContentType.TEXT, pick(WORDS)));
            default -> List.of(new Content(ContentType.TEXT, pick(TEXTS)));
        };
    }

    private Map<String, String> device() {
        String model = pick(List.of("iPhone", "iPad", "Mac"));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Device Name", pick(List.of("Ana", "Ben", "Chris")) + "'s " + model);
        facts.put("Device Hostname", model.toLowerCase(Locale.ROOT) + ".local");
        facts.put("Device Model", model);
        facts.put("Device Type", model);
        facts.put("Device Is Watch", "No");
        facts.put("System Version", pick(List.of("15.4", "16.2", "17.0.1", "18.1")));
        facts.put("System Build Number", "2" + random.nextInt(10) + "A" + (100 + random.nextInt(800)));
        facts.put("OS", model.equals("Mac") ? "macOS" : model.equals("iPad") ? "iPadOS" : "iOS");
        facts.put("Screen Width", pick(List.of("390", "834", "1440")));
        facts.put("Screen Height", pick(List.of("844", "1194", "900")));
        facts.put("Current Volume", "0." + random.nextInt(10));
        facts.put("Current Brightness", "0." + random.nextInt(10));
        facts.put("Current Appearance", pick(List.of("Light", "Dark")));
        return facts;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Battery Level", String.valueOf(1 + random.nextInt(100)));
        settings.put("Is Charging", pick(List.of("Yes", "No")));
        settings.put("Is Connected to Charger", pick(List.of("Yes", "No")));
        settings.put("Brightness", "0." + random.nextInt(1, 10));
        settings.put("Volume", "0." + random.nextInt(1, 10));
        for (String name : List.of(
                "Wi-Fi",
                "Bluetooth",
                "Cellular Data",
                "Airplane Mode",
                "Low Power Mode",
                "Flashlight",
                "Do Not Disturb")) {
            settings.put(name, pick(List.of("On", "Off")));
        }
        settings.put("Appearance", pick(List.of("Light", "Dark")));
        return settings;
    }

    private Map<String, String> network() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Network Name", pick(List.of("Home", "Office", "Cafe Guest", "eduroam")));
        facts.put("BSSID", "02:00:00:00:00:0" + random.nextInt(10));
        facts.put("Wi-Fi Standard", pick(List.of("802.11ac", "802.11ax")));
        facts.put("RX Rate", String.valueOf(100 + random.nextInt(800)));
        facts.put("TX Rate", String.valueOf(100 + random.nextInt(800)));
        facts.put("RSSI", String.valueOf(-80 + random.nextInt(50)));
        facts.put("Noise", String.valueOf(-95 + random.nextInt(10)));
        facts.put("Channel Number", String.valueOf(1 + random.nextInt(11)));
        facts.put("Carrier Name", pick(List.of("Blue Mobile", "Red Telecom")));
        facts.put("Radio Technology", pick(List.of("LTE", "5G")));
        facts.put("Country Code", pick(List.of("262", "310", "440")));
        facts.put("Is Roaming Abroad", pick(List.of("Yes", "No")));
        facts.put("Number of Signal Bars", String.valueOf(random.nextInt(5)));
        facts.put("Local IP Address", "192.0.2." + (1 + random.nextInt(250)));
        facts.put("External IP Address", "203.0.113." + (1 + random.nextInt(250)));
        return facts;
    }

    private Map<String, String> location(String[] city) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Name", (1 + random.nextInt(99)) + " Main Street");
        facts.put("Street", facts.get("Name"));
        facts.put("City", city[0]);
        facts.put("State", city[0]);
        facts.put("ZIP Code", String.valueOf(10_000 + random.nextInt(89_999)));
        facts.put("Region", city[1]);
        facts.put("Country", city[1]);
        facts.put("Latitude", city[2]);
        facts.put("Longitude", city[3]);
        facts.put("Altitude", String.valueOf(random.nextInt(400)));
        return facts;
    }

    private Map<String, String> weather() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Condition", pick(List.of("Sunny", "Cloudy", "Rain", "Snow", "Windy")));
        facts.put("Temperature", String.valueOf(random.nextInt(45) - 10));
        facts.put("High", String.valueOf(random.nextInt(45) - 5));
        facts.put("Low", String.valueOf(random.nextInt(30) - 15));
        facts.put("Feels Like", String.valueOf(random.nextInt(45) - 10));
        facts.put("Humidity", String.valueOf(random.nextInt(100)));
        facts.put("Precipitation Chance", String.valueOf(random.nextInt(100)));
        facts.put("Wind Speed", String.valueOf(random.nextInt(60)));
        facts.put("UV Index", String.valueOf(random.nextInt(11)));
        return facts;
    }

    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("/Notes/todo.txt", "milk\nbread\n" + pick(WORDS));
        files.put("/Notes/ideas.md", "# Ideas\n\n- " + pick(WORDS) + "\n- " + pick(WORDS));
        files.put(
                "/Documents/settings.json",
                "{\"theme\": \"" + pick(WORDS) + "\", \"count\": " + random.nextInt(50) + "}");
        if (random.nextBoolean()) {
            files.put("/Documents/log.txt", pick(TEXTS));
        }
        return files;
    }

    private List<Thing> things() {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            things.add(new Thing(
                    ContentType.NOTE,
                    pick(WORDS) + " list " + i,
                    facts("Body", pick(TEXTS), "Folder", "Notes", "Creation Date", past(60))));
            things.add(reminder(i));
            things.add(event(i));
        }
        things.add(contact("Ana Ortiz", "Ana", "Ortiz"));
        things.add(contact("Ben Okafor", "Ben", "Okafor"));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            String size = String.valueOf(800 + 400 * random.nextInt(5));
            things.add(new Thing(
                    ContentType.PHOTO,
                    "IMG_" + (1000 + random.nextInt(9000)),
                    facts(
                            "Width",
                            size,
                            "Height",
                            "600",
                            "Date Taken",
                            past(300),
                            "Media Type",
                            "Image",
                            "Is a Screenshot",
                            pick(List.of("Yes", "No")),
                            "Is Favorite",
                            "No",
                            "File Extension",
                            "jpg")));
        }
        for (String name : List.of("Log Water", "Morning", "Text Home")) {
            things.add(new Thing(ContentType.WORKFLOW, name, Map.of()));
        }
        for (String name : List.of("Maps", "Notes", "Safari")) {
            things.add(new Thing(ContentType.APP, name, Map.of()));
        }
        return things;
    }

    private Thing reminder(int i) {
        return new Thing(
                ContentType.REMINDER,
                pick(List.of("Water plants", "Pay rent", "Call Ana", "Send report")) + " " + i,
                facts(
                        "List",
                        pick(List.of("Reminders", "Shopping", "Work")),
                        "Due Date",
                        future(14),
                        "Creation Date",
                        past(30),
                        "Is Completed",
                        pick(List.of("Yes", "No")),
                        "Notes",
                        pick(WORDS),
                        "Priority",
                        "None"));
    }

    private Thing event(int i) {
        Instant start = now.plus(random.nextInt(-2_880, 20_160), ChronoUnit.MINUTES);
        return new Thing(
                ContentType.EVENT,
                pick(List.of("Standup", "Dentist", "Lunch", "Review")) + " " + i,
                facts(
                        "Calendar",
                        pick(List.of("Home", "Work")),
                        "Start Date",
                        start.toString(),
                        "End Date",
                        start.plus(30L * random.nextInt(1, 5), ChronoUnit.MINUTES)
                                .toString(),
                        "Location",
                        pick(List.of("", "Room 5", "Main Street 1")),
                        "Is All Day",
                        "No",
                        "Notes",
                        pick(WORDS)));
    }

    private Thing contact(String name, String first, String last) {
        return new Thing(
                ContentType.CONTACT,
                name,
                facts(
                        "First Name",
                        first,
                        "Last Name",
                        last,
                        "Phone Number",
                        "555-01" + random.nextInt(10, 99),
                        "Email Address",
                        first.toLowerCase(Locale.ROOT) + "@example.com",
                        "Company",
                        "Example " + last,
                        "Birthday",
                        "1990-0" + random.nextInt(1, 10) + "-11T00:00:00Z"));
    }

    private String past(int days) {
        return now.minus(random.nextInt(1, days * 1_440), ChronoUnit.MINUTES).toString();
    }

    private String future(int days) {
        return now.plus(random.nextInt(1, days * 1_440), ChronoUnit.MINUTES).toString();
    }

    private static Map<String, String> facts(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private Map<String, List<String>> answers() {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        answers.put("Text", List.of(pick(WORDS), pick(WORDS), pick(TEXTS)));
        answers.put("Number", List.of(number(), number(), number()));
        answers.put("URL", List.of("https://example.com/" + pick(WORDS).toLowerCase(Locale.ROOT)));
        answers.put("Date", List.of(future(30), past(30)));
        return answers;
    }

    private String number() {
        return random.nextInt(4) == 0 ? random.nextInt(100) + ".5" : String.valueOf(random.nextInt(1, 60));
    }
}
