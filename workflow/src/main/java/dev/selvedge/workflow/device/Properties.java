package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Opaque;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Details of items by their names: Name, File Size, Start Date, ... */
final class Properties {
    private Properties() {}

    /** The detail of every item of a list, together. */
    static Item each(Item item, String name, Coercion as) {
        return as.each(item, one -> of(one, name, as));
    }

    /** A detail that the item has not is a value named by the item and the detail. */
    private static Item of(Item item, String name, Coercion as) {
        Item own = switch (item) {
            case Entity entity -> entity.properties().getOrDefault(name, Item.nothing());
            case Dict dict
            when name.equals("Keys") ->
                Item.Many.texts(List.copyOf(dict.entries().keySet()));
            case Dict dict
            when name.equals("Values") ->
                Item.Many.of(List.copyOf(dict.entries().values()));
            case Document document -> document(document, name, as);
            case Moment moment -> moment(moment, name, as);
            case Item.Link link -> UrlParts.part(link.url(), name);
            case Measure measure when name.equals("Magnitude") -> new Num(measure.magnitude());
            case Measure measure when name.equals("Unit") -> new Text(measure.unit());
            default -> Item.nothing();
        };
        if (!own.isNothing()) {
            return own;
        }
        return switch (name) {
            case "Name", "Title" -> new Text(as.name(item));
            case "File Extension" -> new Text(Coercion.extension(item).replace(".", ""));
            case "File Size" -> size(item, as);
            default ->
                item instanceof Entity
                        ? Item.nothing()
                        : new Opaque(ContentType.OTHER, name, Seeds.digest(as.seen(item) + " its " + name));
        };
    }

    private static Item size(Item item, Coercion as) {
        int bytes = as.text(item).getBytes(StandardCharsets.UTF_8).length;
        return new Measure(BigDecimal.valueOf(bytes), "bytes");
    }

    private static Item document(Document document, String name, Coercion as) {
        return switch (name) {
            case "Name" -> new Text(document.stem());
            case "File Extension" -> new Text(document.extension());
            case "File Size" -> size(document, as);
            case "File Path" -> new Text(document.path().isEmpty() ? "/" + document.name() : document.path());
            case "Creation Date", "Last Modified Date" -> {
                long minutes = Seeds.below(500_000, 0, document.path() + document.name());
                yield new Moment(as.now().minus(minutes, ChronoUnit.MINUTES));
            }
            default -> document.content() instanceof Entity entity ? of(entity, name, as) : Item.nothing();
        };
    }

    private static Item moment(Moment moment, String name, Coercion as) {
        String pattern = switch (name.toLowerCase(Locale.ROOT)) {
            case "day" -> "d";
            case "month" -> "M";
            case "year" -> "yyyy";
            case "hour" -> "H";
            case "minute" -> "m";
            case "second" -> "s";
            case "week day", "weekday" -> "EEEE";
            default -> "";
        };
        return pattern.isEmpty() ? Item.nothing() : new Text(DateText.pattern(moment.instant(), as.zone(), pattern));
    }
}
