package dev.selvedge.workflow.device;

import java.util.ArrayList;
import java.util.List;

/** What a person sees, hears and answers, and where the device takes them. */
final class ScreenActions {
    private ScreenActions() {}

    static void define(Meanings to) {
        to.add("showresult", call -> shown(call, "text", "Text"));
        to.add("viewresult", call -> shown(call, "content", "WFInput"));
        to.add("previewdocument", call -> shown(call, "content", "WFInput"));
        to.add("alert", ScreenActions::alert);
        to.add("notification", ScreenActions::notification);
        to.add("ask", ScreenActions::ask);
        to.add("dictatetext", call -> call.ask("Text", "", ""));
        to.add("speaktext", call -> shown(call, "text", "WFText", "WFInput"));
        to.add("showwebpage", call -> shown(call, "url", "WFURL"));
        to.add("showdefinition", call -> shown(call, "word", "Word"));
        to.add("share", call -> shown(call, "content", "WFInput"));
        to.add("airdropdocument", call -> shown(call, "content", "WFInput"));
        to.add("print", call -> shown(call, "content", "WFInput"));
        to.add("openurl", call -> shown(call, "url", "WFInput", "WFURL"));
        to.add("openxcallbackurl", call -> shown(call, "url", "WFXCallbackURL"));
        to.add("openapp", ScreenActions::openApp);
        to.add("openin", ScreenActions::openIn);
        to.add("searchweb", ScreenActions::searchWeb);
        to.add("vibrate", call -> shown(call));
        to.add("playsound", call -> shown(call, "sound", "WFInput"));
        to.add("handoff", call -> shown(call, "device", "WFHandoffDevice"));
        to.add("tweet", call -> shown(call, "text", "TweetInput"));
        to.add("sendmessage", ScreenActions::message);
        to.add("sendemail", ScreenActions::email);
        to.add("readinglist", call -> shown(call, "url", "WFURL"));
    }

    /** Shows the first of the arguments that is there, and passes it on. */
    private static Item shown(Invocation call, String name, String... keys) {
        for (String key : keys) {
            if (call.has(key)) {
                call.shows(name, call.seen(key));
                return call.item(key);
            }
        }
        call.shows(name, "");
        return Item.nothing();
    }

    private static Item shown(Invocation call) {
        call.shows();
        return Item.nothing();
    }

    private static Item alert(Invocation call) {
        call.shows(
                "message",
                        call.has("WFAlertActionMessage")
                                ? call.text("WFAlertActionMessage")
                                : "Do you want to continue?",
                "title", call.text("WFAlertActionTitle"),
                "cancel", call.flag("WFAlertActionCancelButtonShown", true) ? "Yes" : "No");
        return Item.nothing();
    }

    private static Item notification(Invocation call) {
        String body = call.text(call.has("WFNotificationActionBody") ? "WFNotificationActionBody" : "WFInput");
        call.shows("text", body, "title", call.text("WFNotificationActionTitle"));
        return Item.nothing();
    }

    private static Item ask(Invocation call) {
        String type = call.text("WFInputType", "Text");
        String suggested = switch (type) {
            case "Number" -> "WFAskActionDefaultAnswerNumber";
            case "URL" -> "WFAskActionDefaultAnswerURL";
            case "Date" -> "WFAskActionDefaultAnswerDate";
            case "Time" -> "WFAskActionDefaultAnswerTime";
            case "Date and Time" -> "WFAskActionDefaultAnswerDateAndTime";
            default -> "WFAskActionDefaultAnswer";
        };
        String key = call.has(suggested) ? suggested : "WFAskActionDefaultAnswer";
        return call.ask(type, call.text("WFAskActionPrompt"), call.text(key));
    }

    private static Item openApp(Invocation call) {
        call.shows("app", app(call, "WFAppIdentifier", "WFSelectedApp"));
        return Item.nothing();
    }

    /** The app's bundle identifier, its name where there is none. */
    static String app(Invocation call, String idKey, String appKey) {
        String id = call.text(idKey);
        if (!id.isEmpty()) {
            return id;
        }
        Item app = call.item(appKey);
        for (String key : List.of("BundleIdentifier", "Name")) {
            Item named = app instanceof Item.Dict ? call.as().at(app, key) : Item.nothing();
            if (!named.isNothing()) {
                return call.as().text(named);
            }
        }
        return call.as().text(app);
    }

    private static Item openIn(Invocation call) {
        call.shows("content", call.seen("WFInput"), "app", app(call, "WFOpenInAppIdentifier", "WFSelectedApp"));
        return Item.nothing();
    }

    private static Item searchWeb(Invocation call) {
        call.shows("query", call.text("WFInputText"), "site", call.text("WFSearchWebDestination", "Google"));
        return Item.nothing();
    }

    private static Item message(Invocation call) {
        call.shows("text", call.text("WFSendMessageContent"), "to", people(call, "WFSendMessageActionRecipients"));
        return Item.nothing();
    }

    private static Item email(Invocation call) {
        call.shows(
                "body", call.seen("WFSendEmailActionInputAttachments"),
                "subject", call.text("WFSendEmailActionSubject"),
                "to", people(call, "WFSendEmailActionToRecipients"));
        return Item.nothing();
    }

    private static String people(Invocation call, String key) {
        List<String> names = new ArrayList<>();
        for (Item item : call.items(key)) {
            names.add(call.as().seen(item));
        }
        return call.meter().join(names, ", ");
    }
}
