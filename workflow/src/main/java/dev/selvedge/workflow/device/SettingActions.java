package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings and facts of the device, and its apps and workflows. */
final class SettingActions {
    private static final Map<String, String> SWITCHES = Map.ofEntries(
            Map.entry("wifi.set", "Wi-Fi"),
            Map.entry("bluetooth.set", "Bluetooth"),
            Map.entry("cellulardata.set", "Cellular Data"),
            Map.entry("airplanemode.set", "Airplane Mode"),
            Map.entry("lowpowermode.set", "Low Power Mode"),
            Map.entry("orientationlock.set", "Orientation Lock"),
            Map.entry("personalhotspot.set", "Personal Hotspot"),
            Map.entry("nightshift.set", "Night Shift"),
            Map.entry("truetone.set", "True Tone"),
            Map.entry("stagemanager.set", "Stage Manager"),
            Map.entry("announcenotifications.set", "Announce Notifications"));

    private SettingActions() {}

    static void define(Meanings to) {
        SWITCHES.forEach((id, name) -> to.add(id, call -> switched(call, name, "OnValue", "operation")));
        to.add("dnd.set", call -> switched(call, "Do Not Disturb", "Enabled", "Operation"));
        to.add("flashlight", SettingActions::flashlight);
        to.add("appearance", SettingActions::appearance);
        to.add("setbrightness", call -> level(call, "Brightness", "WFBrightness"));
        to.add("setvolume", call -> level(call, "Volume", "WFVolume"));
        to.add("getbatterylevel", SettingActions::battery);
        to.add("getdevicedetails", call -> call.state().deviceFact(call.text("WFDeviceDetail", "Device Name")));
        to.add("getwifi", SettingActions::network);
        to.add("getipaddress", SettingActions::address);
        to.add("dnd.getfocus", SettingActions::focus);
        to.add("getmyworkflows", SettingActions::workflows);
        to.add("searchappstore", SettingActions::store);
        to.add("openworkflow", call -> shown(call, "workflow", "WFWorkflow"));
        to.add("lockscreen", call -> shown(call, "device", ""));
        to.add("returntohomescreen", call -> shown(call, "device", ""));
        to.add("quit.app", call -> app(call, "WFApp"));
        to.add("hide.app", call -> app(call, "WFApp"));
    }

    /** Names of the settings that actions change. */
    static Collection<String> names() {
        return SWITCHES.values();
    }

    private static Item shown(Invocation call, String name, String key) {
        call.shows(name, call.seen(key));
        return Item.nothing();
    }

    private static Item app(Invocation call, String key) {
        call.shows("app", ScreenActions.app(call, "", key));
        return Item.nothing();
    }

    private static Item switched(Invocation call, String name, String valueKey, String operationKey) {
        boolean toggle = call.text(operationKey).equalsIgnoreCase("toggle");
        boolean on = toggle ? !"On".equals(call.state().setting(name)) : call.flag(valueKey, true);
        return changed(call, name, on ? "On" : "Off");
    }

    private static Item changed(Invocation call, String name, String value) {
        call.state().setting(name, value);
        call.changes("setting:" + name, "value", value);
        return Item.nothing();
    }

    private static Item flashlight(Invocation call) {
        String asked =
                call.text("state", call.text("WFFlashlightSetting", "Toggle")).toLowerCase(Locale.ROOT);
        boolean toggle = call.text("operation").equalsIgnoreCase("toggle") || asked.equals("toggle");
        boolean on = toggle
                ? !"On".equals(call.state().setting("Flashlight"))
                : !(asked.equals("off") || asked.equals("no") || asked.equals("0"));
        return changed(call, "Flashlight", on ? "On" : "Off");
    }

    private static Item appearance(Invocation call) {
        String style = call.text("style");
        boolean toggle = style.isEmpty() || call.text("operation").equalsIgnoreCase("toggle");
        boolean dark = toggle
                ? !"Dark".equals(call.state().setting("Appearance"))
                : style.toLowerCase(Locale.ROOT).startsWith("dark");
        return changed(call, "Appearance", dark ? "Dark" : "Light");
    }

    /** From 0 to 1; 0.5 where the file does not say. */
    private static Item level(Invocation call, String name, String key) {
        String value = call.has(key) ? Decimal.print(call.number(key, 0)) : "0.5";
        return changed(call, name, value);
    }

    private static Item battery(Invocation call) {
        String subject = call.text("Subject", "Battery Level");
        String value = call.state().setting(subject);
        return value == null ? Item.nothing() : State.fact(subject, value);
    }

    private static Item network(Invocation call) {
        boolean cellular = call.text("WFNetworkDetailsNetwork", "Wi-Fi").equals("Cellular");
        String fact =
                cellular ? call.text("WFCellularDetail", "Carrier Name") : call.text("WFWiFiDetail", "Network Name");
        boolean off = "Off".equals(call.state().setting(cellular ? "Cellular Data" : "Wi-Fi"));
        String value = off ? null : call.machine().scenario().network().get(fact);
        return value == null ? Item.nothing() : State.fact(fact, value);
    }

    private static Item address(Invocation call) {
        String source = call.text("WFIPAddressSourceOption", "External");
        String type = call.text("WFIPAddressTypeOption", "IPv4");
        String value = call.machine().scenario().network().get(source + " IP Address");
        if (value == null) {
            return Item.nothing();
        }
        return new Item.Text(
                type.equals("IPv6") ? "2001:db8::" + Seeds.digest(value).substring(0, 4) : value);
    }

    private static Item focus(Invocation call) {
        boolean on = "On".equals(call.state().setting("Do Not Disturb"));
        return on ? new Entity(ContentType.OTHER, "Do Not Disturb", Map.of()) : Item.nothing();
    }

    /** Apps that the scenario knows by this name; else one that only the search is known of. */
    private static Item store(Invocation call) {
        String wanted = call.text("WFSearchTerm");
        List<Entity> found = new ArrayList<>();
        for (Entity app : call.state().things(ContentType.APP)) {
            if (app.name().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT))) {
                found.add(app);
            }
        }
        int most = Math.clamp(call.count("WFItemLimit", 25), 0, found.size());
        return found.isEmpty()
                ? call.unknown(ContentType.APP, "app", wanted, call.seen("WFEntity"))
                : Item.from(found.subList(0, most));
    }

    /** The workflows of the scenario and of the device's library, by name. */
    private static Item workflows(Invocation call) {
        List<Entity> all = new ArrayList<>(call.state().things(ContentType.WORKFLOW));
        for (String name : call.machine().library()) {
            all.add(new Entity(ContentType.WORKFLOW, name, Map.of()));
        }
        all.sort(Comparator.comparing(Entity::name));
        return Item.from(all);
    }
}
