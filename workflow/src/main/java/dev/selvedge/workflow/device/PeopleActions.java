package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contacts, their numbers and addresses, calls. */
final class PeopleActions {
    private PeopleActions() {}

    static void define(Meanings to) {
        to.add("contacts", call -> people(call, "WFContact"));
        to.add("phonenumber", call -> people(call, "WFPhoneNumber"));
        to.add("email", call -> people(call, "WFEmailAddress"));
        to.add("selectcontacts", call -> selected(call, ""));
        to.add("selectphone", call -> selected(call, "Phone Number"));
        to.add("selectemail", call -> selected(call, "Email Address"));
        to.add("addnewcontact", PeopleActions::add);
        to.add("detect.contacts", PeopleActions::detect);
        to.add("detect.phonenumber", PeopleActions::phoneNumbers);
        to.add("detect.emailaddress", PeopleActions::emailAddresses);
        to.addForeign("com.apple.mobilephone.call", call -> called(call, "WFCallContact"));
        to.addForeign("com.apple.facetime.facetime", call -> called(call, "WFFaceTimeContact"));
    }

    /** The people that a contact field names: contacts of the device where they are, else texts. */
    private static Item people(Invocation call, String key) {
        Item field = call.item(key);
        if (!(field instanceof Dict)) {
            return field;
        }
        List<Item> people = new ArrayList<>();
        for (Item entry : call.as().at(field, "WFContactFieldValues").items()) {
            Item name = entry instanceof Dict ? call.as().at(entry, "SerializedEntry") : entry;
            people.add(
                    name instanceof Dict
                            ? new Item.Opaque(
                                    ContentType.CONTACT,
                                    "contact",
                                    Seeds.digest(call.as().seen(name)))
                            : known(call, name));
        }
        return Item.from(people);
    }

    private static Item known(Invocation call, Item name) {
        String text = call.as().text(name);
        for (Entity contact : call.state().things(ContentType.CONTACT)) {
            if (contact.name().equalsIgnoreCase(text)) {
                return contact;
            }
        }
        return name instanceof Item.Document document
                ? new Item.Opaque(ContentType.CONTACT, "contact", Seeds.digest(document.name()))
                : new Text(text);
    }

    /** The user picks contacts; a detail of them where one is named. */
    private static Item selected(Invocation call, String detail) {
        List<Entity> contacts = call.state().things(ContentType.CONTACT);
        call.shows("picker", detail.isEmpty() ? "Contacts" : detail);
        if (contacts.isEmpty()) {
            return Item.nothing();
        }
        List<String> names = contacts.stream().map(Entity::name).toList();
        Answers answers = call.machine().answers();
        boolean several = call.flag("WFSelectMultiple", false);
        List<Item> chosen = new ArrayList<>();
        for (int index : several ? answers.chooseSome(names) : List.of(answers.choose(names))) {
            Entity contact = contacts.get(index);
            chosen.add(detail.isEmpty() ? contact : contact.properties().getOrDefault(detail, Item.nothing()));
        }
        return Item.from(chosen);
    }

    private static Item add(Invocation call) {
        String name = (call.text("WFContactFirstName") + " " + call.text("WFContactLastName")).strip();
        Map<String, Item> details = new LinkedHashMap<>();
        details.put("First Name", new Text(call.text("WFContactFirstName")));
        details.put("Last Name", new Text(call.text("WFContactLastName")));
        details.put("Phone Number", call.item("WFContactPhoneNumbers"));
        details.put("Email Address", call.item("WFContactEmails"));
        details.put("Company", call.item("WFContactCompany"));
        details.put("Notes", call.item("WFContactNotes"));
        details.values().removeIf(value -> !Conditions.hasValue(value));
        Entity contact = new Entity(ContentType.CONTACT, name, details);
        call.state().add(contact);
        call.changes("contact:" + name, "details", call.as().seen(Dict.of(details)));
        return contact;
    }

    /** Contacts, and those whose names a text mentions. */
    private static Item detect(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            if (Coercion.type(item) == ContentType.CONTACT) {
                found.add(item);
                continue;
            }
            String text = call.as().text(item);
            for (Entity contact : call.state().things(ContentType.CONTACT)) {
                call.meter().hold(1);
                if (text.contains(contact.name())) {
                    found.add(contact);
                }
            }
        }
        return Item.from(found);
    }

    private static Item phoneNumbers(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            if (item instanceof Entity contact) {
                found.addAll(contact.properties()
                        .getOrDefault("Phone Number", Item.nothing())
                        .items());
                continue;
            }
            String text = call.as().text(item);
            int start = 0;
            while (start < text.length()) {
                int end = start;
                int digits = 0;
                while (end < text.length() && "+0123456789-() .".indexOf(text.charAt(end)) >= 0) {
                    digits += Character.isDigit(text.charAt(end)) ? 1 : 0;
                    end++;
                }
                if (digits >= 7 && digits <= 15) {
                    found.add(new Text(text.substring(start, end).strip()));
                }
                start = Math.max(end, start + 1);
            }
        }
        return Item.from(found);
    }

    private static Item emailAddresses(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            if (item instanceof Entity contact) {
                found.addAll(contact.properties()
                        .getOrDefault("Email Address", Item.nothing())
                        .items());
                continue;
            }
            for (String word : call.as().text(item).split("[\\s<>,;()\"]+", -1)) {
                int at = word.indexOf('@');
                boolean address = at > 0 && word.indexOf('.', at) > at + 1 && word.indexOf('@', at + 1) < 0;
                if (address) {
                    found.add(new Text(word.endsWith(".") ? word.substring(0, word.length() - 1) : word));
                }
            }
        }
        return Item.from(found);
    }

    private static Item called(Invocation call, String key) {
        call.shows("to", call.as().seen(people(call, key)), "type", call.text("WFFaceTimeType", "Voice"));
        return Item.nothing();
    }
}
