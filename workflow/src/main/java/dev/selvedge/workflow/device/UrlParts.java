package dev.selvedge.workflow.device;

import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;

/** The parts of an address, by their names in Get Component of URL. */
final class UrlParts {
    private UrlParts() {}

    /** The part, nothing if the address has none. */
    static Item part(String url, String name) {
        String rest = url;
        String fragment = "";
        String query = "";
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            fragment = rest.substring(hash + 1);
            rest = rest.substring(0, hash);
        }
        int mark = rest.indexOf('?');
        if (mark >= 0) {
            query = rest.substring(mark + 1);
            rest = rest.substring(0, mark);
        }
        int colon = rest.indexOf(':');
        String scheme = colon > 0 ? rest.substring(0, colon) : "";
        boolean host = rest.startsWith("//", colon + 1);
        String authority = "";
        String path = rest.substring(colon + 1);
        if (host) {
            int slash = rest.indexOf('/', colon + 3);
            authority = slash < 0 ? rest.substring(colon + 3) : rest.substring(colon + 3, slash);
            path = slash < 0 ? "" : rest.substring(slash);
        }
        return switch (name) {
            case "Scheme" -> text(scheme);
            case "Path" -> text(path);
            case "Query" -> text(query);
            case "Fragment" -> text(fragment);
            default -> authority(authority, name);
        };
    }

    private static Item authority(String authority, String name) {
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int colon = user.indexOf(':');
        int port = place.lastIndexOf(':');
        BigDecimal number = port >= 0 ? Decimal.parse(place.substring(port + 1)) : null;
        return switch (name) {
            case "Host" -> text(number == null ? place : place.substring(0, port));
            case "Port" -> number == null ? Item.nothing() : new Num(number);
            case "User" -> text(colon < 0 ? user : user.substring(0, colon));
            case "Password" -> text(colon < 0 ? "" : user.substring(colon + 1));
            default -> Item.nothing();
        };
    }

    private static Item text(String text) {
        return text.isEmpty() ? Item.nothing() : new Text(text);
    }
}
