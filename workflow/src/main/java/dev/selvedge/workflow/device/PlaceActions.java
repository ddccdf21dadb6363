package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Places, maps and weather. */
final class PlaceActions {
    private static final double EARTH_RADIUS_KM = 6_371.0088;

    private PlaceActions() {}

    static void define(Meanings to) {
        to.add("getcurrentlocation", PlaceActions::here);
        to.add("location", PlaceActions::fixed);
        to.add("address", PlaceActions::address);
        to.add("detect.address", PlaceActions::detect);
        to.add("getmapslink", call -> call.each("WFInput", item -> new Item.Link(link(call, item))));
        to.add("searchmaps", PlaceActions::search);
        to.add("getdirections", PlaceActions::directions);
        to.add("getdistance", PlaceActions::distance);
        to.add("weather.currentconditions", PlaceActions::weather);
        to.add("weather.forecast", PlaceActions::forecast);
    }

    private static Item here(Invocation call) {
        Map<String, Item> facts = State.facts(call.machine().scenario().location());
        return place(facts, call);
    }

    /** A place; its name in text is its address, line by line. */
    private static Entity place(Map<String, Item> facts, Invocation call) {
        List<String> lines = new ArrayList<>();
        for (String part : List.of("Street", "City", "ZIP Code", "Country")) {
            Item value = facts.get(part);
            if (value != null && Conditions.hasValue(value)) {
                lines.add(call.as().text(value));
            }
        }
        return new Entity(ContentType.LOCATION, call.meter().join(lines, "\n"), facts);
    }

    /** The current place, or the one that the file describes. */
    private static Item fixed(Invocation call) {
        Item given = call.item("WFLocation");
        if (given instanceof Entity
                || Boolean.TRUE.equals(call.as().truth(call.as().at(given, "isCurrentLocation")))) {
            return given instanceof Entity ? given : here(call);
        }
        return given.isNothing()
                ? here(call)
                : call.unknown(ContentType.LOCATION, "location", call.as().seen(given));
    }

    private static Item address(Invocation call) {
        SequencedMap<String, String> keys = new LinkedHashMap<>();
        keys.put("Street", "WFAddressLine1");
        keys.put("City", "WFCity");
        keys.put("State", "WFState");
        keys.put("ZIP Code", "WFPostalCode");
        keys.put("Country", "WFCountry");
        Map<String, Item> facts = new LinkedHashMap<>();
        keys.forEach((name, key) -> {
            if (Conditions.hasValue(call.item(key))) {
                facts.put(name, new Text(call.text(key)));
            }
        });
        return place(facts, call);
    }

    private static Item detect(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            if (Coercion.type(item) == ContentType.LOCATION) {
                found.add(item);
            }
        }
        return Item.from(found);
    }

    private static String link(Invocation call, Item item) {
        return link(call.as().text(item));
    }

    /** Of a place by its name or address. */
    static String link(String place) {
        return "https://maps.apple.com/?q=" + WebActions.encoded(place.replace('\n', ','));
    }

    private static Item search(Invocation call) {
        call.shows("query", call.seen("WFInput"), "app", call.text("WFSearchMapsActionApp", "Maps"));
        return Item.nothing();
    }

    private static Item directions(Invocation call) {
        call.shows(
                "to", call.seen("WFDestination"),
                "mode", call.text("WFGetDirectionsActionMode", "Driving"),
                "app", call.text("WFGetDirectionsActionApp", "Maps"));
        return Item.nothing();
    }

    /** Straight over the ground between places with coordinates; unknown for others. Haversine formula. */
    private static Item distance(Invocation call) {
        Item to = call.item("WFGetDistanceDestination");
        Item from = call.has("WFGetDirectionsCustomLocation") ? call.item("WFGetDirectionsCustomLocation") : here(call);
        String unit = call.text("WFDistanceUnit", "Kilometers").equals("Miles") ? "mi" : "km";
        if (!(located(to) && located(from))) {
            return call.unknown(
                    ContentType.QUANTITY,
                    "distance",
                    call.as().seen(to),
                    call.as().seen(from),
                    unit);
        }
        double a = angle(from, "Latitude");
        double b = angle(to, "Latitude");
        double latitudes = StrictMath.sin((b - a) / 2);
        double longitudes = StrictMath.sin((angle(to, "Longitude") - angle(from, "Longitude")) / 2);
        double h = latitudes * latitudes + StrictMath.cos(a) * StrictMath.cos(b) * longitudes * longitudes;
        double km = 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
        BigDecimal rounded = BigDecimal.valueOf(km).setScale(3, RoundingMode.HALF_EVEN);
        Measure measure = new Measure(rounded, "km");
        Measure converted = Units.convert(measure, unit);
        return converted == null ? measure : converted;
    }

    private static boolean located(Item item) {
        return item instanceof Entity place
                && place.properties().get("Latitude") instanceof Num
                && place.properties().get("Longitude") instanceof Num;
    }

    private static double angle(Item place, String name) {
        Item value = place instanceof Entity entity ? entity.properties().get(name) : null;
        return value instanceof Num number ? Math.toRadians(number.value().doubleValue()) : 0;
    }

    private static Item weather(Invocation call) {
        return weather(call, 0);
    }

    private static Item forecast(Invocation call) {
        List<Item> days = new ArrayList<>();
        for (int day = 1; day <= 3; day++) {
            days.add(weather(call, day));
        }
        return Item.from(days);
    }

    /** Days ahead differ from today by their temperatures alone. */
    private static Entity weather(Invocation call, int day) {
        Map<String, Item> facts = State.facts(call.machine().scenario().weather());
        facts.replaceAll((name, value) -> value instanceof Num number
                        && List.of("Temperature", "High", "Low", "Feels Like").contains(name)
                ? new Measure(number.value().add(BigDecimal.valueOf(day)), "°C")
                : value);
        facts.put("Date", new Moment(call.as().now().plus(day, ChronoUnit.DAYS)));
        Item condition = facts.getOrDefault("Condition", Item.nothing());
        Item temperature = facts.getOrDefault("Temperature", Item.nothing());
        String name = call.as().text(condition) + ", " + call.as().text(temperature);
        return new Entity(ContentType.WEATHER, name, facts);
    }
}
