package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Dict;
import dev.selvedge.workflow.device.Item.Document;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Link;
import dev.selvedge.workflow.device.Item.Many;
import dev.selvedge.workflow.device.Item.Measure;
import dev.selvedge.workflow.device.Item.Moment;
import dev.selvedge.workflow.device.Item.Num;
import dev.selvedge.workflow.device.Item.Opaque;
import dev.selvedge.workflow.device.Item.Rich;
import dev.selvedge.workflow.device.Item.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How content of one type is taken for another, in one execution. Text of a list is its lines; a number of text is the
 * number in it; a dictionary of text is its JSON. An opaque value that has to be a number, a date or a truth value
 * becomes one that depends on its digest and the scenario's seed alone.
 */
final class Coercion {
    private final ZoneId zone;
    private final Instant now;
    private final long seed;
    private final Meter meter;
    private final Casts casts;

    Coercion(Scenario scenario, Meter meter) {
        this.zone = scenario.zoneId();
        this.now = scenario.now();
        this.seed = scenario.seed();
        this.meter = meter;
        this.casts = new Casts(this, scenario.web());
    }

    ZoneId zone() {
        return zone;
    }

    Instant now() {
        return now;
    }

    Meter meter() {
        return meter;
    }

    String text(Item item) {
        return switch (item) {
            case Text text -> read(text.text());
            case Num number -> Decimal.print(number.value());
            case Bool bool -> bool.value() ? "Yes" : "No";
            case Moment moment -> DateText.styled(moment.instant(), zone, "Medium", "Short");
            case Measure measure -> Decimal.print(measure.magnitude()) + " " + measure.unit();
            case Link link -> link.url();
            case Rich rich -> Markup.text(rich.html(), meter);
            case Dict dict -> JsonText.print(dict, this, false);
            case Many many -> lines(many.list());
            case Document document -> text(document.content());
            case Entity entity -> text(entity);
            case Opaque opaque -> "⟨" + opaque.label() + " " + opaque.digest() + "⟩";
        };
    }

    /** A note is its body, everything else its name. */
    private String text(Entity entity) {
        Item body = entity.type() == ContentType.NOTE ? entity.properties().get("Body") : null;
        return body == null ? entity.name() : text(body);
    }

    private String read(String text) {
        meter.read(text.length());
        return text;
    }

    private String lines(List<Item> items) {
        if (items.size() == 1) {
            return text(items.getFirst());
        }
        Meter.Builder out = meter.builder();
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.add('\n');
            }
            out.add(text(items.get(i)));
        }
        return out.toString();
    }

    /** As a person sees it: like text, but a dictionary's keys are sorted, since their order means nothing. */
    String seen(Item item) {
        return switch (item) {
            case Dict dict -> JsonText.print(dict, this, true);
            case Many many -> {
                List<String> parts = new ArrayList<>(many.list().size());
                for (Item each : many.list()) {
                    parts.add(seen(each));
                }
                yield meter.join(parts, "\n");
            }
            case Document document -> "file " + document.name() + ": " + seen(document.content());
            default -> text(item);
        };
    }

    /** The number it is or holds, null without one. */
    @Nullable
    BigDecimal number(Item item) {
        return switch (item) {
            case Num number -> number.value();
            case Bool bool -> bool.value() ? BigDecimal.ONE : BigDecimal.ZERO;
            case Measure measure -> measure.magnitude();
            case Text text -> number(read(text.text()));
            case Document document -> number(document.content());
            case Many many -> many.list().isEmpty() ? null : number(many.list().getFirst());
            case Opaque opaque -> witness(opaque.digest());
            case Rich rich -> number(text(rich));
            case Moment _, Link _, Dict _, Entity _ -> null;
        };
    }

    private static @Nullable BigDecimal number(String text) {
        BigDecimal whole = Decimal.parse(text);
        return whole == null ? Decimal.first(text) : whole;
    }

    /** The number that the whole item is, null if it only holds one or none. */
    @Nullable
    BigDecimal exactNumber(Item item) {
        return switch (item) {
            case Num number -> number.value();
            case Text text -> Decimal.parse(read(text.text()));
            case Document document -> exactNumber(document.content());
            case Many many -> many.list().size() == 1 ? exactNumber(many.list().getFirst()) : null;
            case Bool _, Measure _, Moment _, Link _, Rich _, Dict _, Entity _, Opaque _ -> null;
        };
    }

    BigDecimal witness(String digest) {
        return BigDecimal.valueOf(Math.floorMod(Seeds.mix(seed, digest), 100_000L), 2);
    }

    Instant witnessMoment(String digest) {
        return now.plusSeconds(Math.floorMod(Seeds.mix(seed, digest), 7_200L) * 60 - 216_000);
    }

    @Nullable
    Instant moment(Item item) {
        return switch (item) {
            case Moment moment -> moment.instant();
            case Text text -> DateReading.parse(text.text(), zone, now);
            case Document document -> moment(document.content());
            case Rich rich -> DateReading.parse(text(rich), zone, now);
            case Many many -> many.list().isEmpty() ? null : moment(many.list().getFirst());
            case Opaque opaque -> witnessMoment(opaque.digest());
            case Entity entity -> {
                for (Item value : entity.properties().values()) {
                    if (value instanceof Moment moment) {
                        yield moment.instant();
                    }
                }
                yield null;
            }
            case Num _, Bool _, Measure _, Link _, Dict _ -> null;
        };
    }

    @Nullable
    Boolean truth(Item item) {
        return switch (item) {
            case Bool bool -> bool.value();
            case Num number -> number.value().signum() != 0;
            case Text text -> truth(text.text());
            case Document document -> truth(document.content());
            case Many many -> many.list().isEmpty() ? null : truth(many.list().getFirst());
            case Opaque opaque -> (Seeds.mix(seed, opaque.digest()) & 1) == 1;
            case Moment _, Measure _, Link _, Rich _, Dict _, Entity _ -> null;
        };
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> true;
            case "no", "false", "off", "0" -> false;
            default -> null;
        };
    }

    /** The dictionary it is or whose JSON it is, null without one. */
    @Nullable
    Dict dictionary(Item item) {
        return switch (item) {
            case Dict dict -> dict;
            case Text text -> structure(text.text()) instanceof Dict dict ? dict : null;
            case Document document -> dictionary(document.content());
            case Rich rich -> structure(text(rich)) instanceof Dict dict ? dict : null;
            case Many many ->
                many.list().isEmpty() ? null : dictionary(many.list().getFirst());
            case Entity entity -> entity.type() == ContentType.OTHER ? Dict.of(entity.properties()) : null;
            case Num _, Bool _, Moment _, Measure _, Link _, Opaque _ -> null;
        };
    }

    /** The JSON object or list that the text is; null if it is none. */
    @Nullable
    Item structure(String text) {
        String plain = read(text).strip();
        boolean likely = plain.startsWith("{") || plain.startsWith("[");
        return likely ? JsonText.parse(plain, meter) : null;
    }

    /** The address, null if the item holds none. */
    @Nullable
    String url(Item item) {
        return switch (item) {
            case Link link -> link.url();
            case Many many -> many.list().isEmpty() ? null : url(many.list().getFirst());
            case Entity entity
            when entity.properties().containsKey("URL") ->
                url(entity.properties().getOrDefault("URL", Item.nothing()));
            case Entity place when place.type() == ContentType.LOCATION -> PlaceActions.link(place.name());
            case Entity _, Num _, Bool _, Moment _, Measure _, Dict _ -> null;
            default -> {
                String text = text(item).strip();
                yield text.isEmpty() ? null : text;
            }
        };
    }

    /** Item by item for a list. */
    Item each(Item item, UnaryOperator<Item> function) {
        List<Item> items = item.items();
        if (items.size() == 1) {
            return function.apply(items.getFirst());
        }
        List<Item> results = new ArrayList<>(items.size());
        meter.hold(items.size());
        for (Item one : items) {
            results.addAll(function.apply(one).items());
        }
        return Item.from(results);
    }

    /** The item as this type, one by one for a list; nothing where it cannot be. */
    Item to(ContentType type, Item item) {
        return switch (type) {
            case ANY -> item;
            case LIST -> item instanceof Many ? item : Many.of(List.of(item));
            case TEXT -> item.isNothing() ? Item.nothing() : new Text(text(item));
            default -> each(item, one -> casts.to(type, one));
        };
    }

    /** What is at an address. */
    Item contents(Link link) {
        return casts.contents(link);
    }

    /** What a recorded page holds. */
    Item contents(Scenario.Page page) {
        return casts.contents(page);
    }

    Item file(Item item) {
        if (item instanceof Document || item.isNothing()) {
            return item;
        }
        return Document.of(name(item) + extension(item), "", item);
    }

    /** The name that an item has by itself. */
    String name(Item item) {
        return switch (item) {
            case Document document -> document.stem();
            case Entity entity -> entity.name();
            case Dict _ -> "Dictionary";
            case Many many -> many.list().isEmpty() ? "" : name(many.list().getFirst());
            case Opaque opaque -> opaque.label() + " " + opaque.digest();
            default -> {
                String line = text(item).lines().findFirst().orElse("").strip();
                yield line.length() > 64 ? line.substring(0, 64) : line;
            }
        };
    }

    static String extension(Item item) {
        return switch (item) {
            case Dict _, Many _ -> ".json";
            case Rich _ -> ".html";
            case Opaque opaque -> opaque.type() == ContentType.IMAGE ? ".png" : "";
            case Document document -> "." + document.extension();
            case Entity entity ->
                switch (entity.type()) {
                    case PHOTO -> ".jpg";
                    case CONTACT, LOCATION -> ".vcf";
                    case EVENT, REMINDER -> ".ics";
                    case WORKFLOW -> ".shortcut";
                    default -> ".txt";
                };
            default -> ".txt";
        };
    }

    /** The type of content it is. */
    static ContentType type(Item item) {
        return switch (item) {
            case Text _ -> ContentType.TEXT;
            case Num _ -> ContentType.NUMBER;
            case Bool _ -> ContentType.BOOLEAN;
            case Moment _ -> ContentType.DATE;
            case Measure _ -> ContentType.QUANTITY;
            case Link _ -> ContentType.URL;
            case Rich _ -> ContentType.RICH_TEXT;
            case Dict _ -> ContentType.DICTIONARY;
            case Many _ -> ContentType.LIST;
            case Document _ -> ContentType.FILE;
            case Entity entity -> entity.type();
            case Opaque opaque -> opaque.type();
        };
    }

    /** A list without inner lists; dictionaries and files stay whole. */
    List<Item> flat(Item item) {
        List<Item> items = item.items();
        boolean nested = false;
        for (Item each : items) {
            nested |= each instanceof Many;
        }
        if (!nested) {
            return items;
        }
        List<Item> flat = new ArrayList<>(items.size());
        for (Item each : items) {
            flat.addAll(each instanceof Many ? flat(each) : List.of(each));
        }
        meter.hold(flat.size());
        return flat;
    }

    /** The value at a key, a dotted path where no such key exists; the parts of a list's dictionaries together. */
    Item at(Item item, String key) {
        return switch (item) {
            case Many many
            when many.list().size() != 1 -> {
                List<Item> found = new ArrayList<>();
                for (Item each : many.list()) {
                    found.addAll(at(each, key).items());
                }
                meter.hold(found.size());
                yield Item.from(found);
            }
            case Many many -> at(many.list().getFirst(), key);
            case Opaque opaque -> new Opaque(ContentType.OTHER, key, Seeds.digest(opaque.digest() + "." + key));
            case Document document when document.content() instanceof Opaque opaque -> at(opaque, key);
            default -> {
                Dict dict = dictionary(item);
                yield dict == null ? inner(item, key) : path(dict.entries(), key);
            }
        };
    }

    private Item inner(Item item, String key) {
        boolean texty = item instanceof Text || item instanceof Document || item instanceof Rich;
        return texty && structure(text(item)) instanceof Many many ? at(many, key) : Item.nothing();
    }

    private Item path(Map<String, Item> entries, String key) {
        Item value = entries.get(key);
        int dot = key.indexOf('.');
        while (value == null && dot >= 0) {
            Item head = entries.get(key.substring(0, dot));
            if (head != null) {
                return step(head, key.substring(dot + 1));
            }
            dot = key.indexOf('.', dot + 1);
        }
        return value == null ? Item.nothing() : value;
    }

    /** In a dotted path a number picks from a list, from 1. */
    private Item step(Item head, String rest) {
        int dot = rest.indexOf('.');
        String first = dot < 0 ? rest : rest.substring(0, dot);
        BigDecimal number = head instanceof Many ? Decimal.parse(first) : null;
        if (head instanceof Many many && number != null) {
            int index = Decimal.toInt(number);
            Item picked =
                    index >= 1 && index <= many.list().size() ? many.list().get(index - 1) : Item.nothing();
            return dot < 0 ? picked : at(picked, rest.substring(dot + 1));
        }
        return at(head, rest);
    }
}
