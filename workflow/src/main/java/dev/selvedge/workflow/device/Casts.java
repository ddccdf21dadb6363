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
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes an item of another type. An address that is wanted as content is what it leads to. */
final class Casts {
    /** Types as which an address is what it leads to. */
    private static final Set<ContentType> FETCHED =
            EnumSet.of(ContentType.IMAGE, ContentType.MEDIA, ContentType.PHOTO, ContentType.ARTICLE);

    private final Coercion as;
    private final Scenario.Web web;

    Casts(Coercion as, Scenario.Web web) {
        this.as = as;
        this.web = web;
    }

    /** One item as this type; nothing where it cannot be. */
    Item to(ContentType type, Item item) {
        return switch (type) {
            case NUMBER -> made(as.number(item), Num::new);
            case BOOLEAN -> made(as.truth(item), Bool::new);
            case DATE -> made(as.moment(item), Moment::new);
            case DICTIONARY -> {
                Dict dict = as.dictionary(item instanceof Link link ? contents(link) : item);
                yield dict == null ? opaqueOr(type, item instanceof Link link ? contents(link) : item) : dict;
            }
            case URL -> made(as.url(item), Link::new);
            case FILE -> as.file(item);
            case RICH_TEXT -> rich(item);
            case DURATION, QUANTITY -> measure(type, item);
            default -> opaqueOr(type, item);
        };
    }

    /** What is at an address: the recorded page, else a value that the address names. */
    Item contents(Link link) {
        Scenario.Page page = web.page("GET", link.url());
        if (page == null) {
            return new Opaque(ContentType.FILE, "Contents of URL", Seeds.digest(link.url() + "\n"));
        }
        return contents(page);
    }

    /** JSON as what it holds, HTML as rich text, else a text file; an answer without a body is nothing. */
    Item contents(Scenario.Page page) {
        String body = page.body();
        as.meter().produce(body.length());
        if (body.isEmpty()) {
            return Item.nothing();
        }
        Item structure = as.structure(body);
        if (structure != null) {
            return structure;
        }
        String name = page.url().substring(page.url().lastIndexOf('/') + 1);
        return body.stripLeading().startsWith("<")
                ? new Rich(body)
                : Document.of(name.isEmpty() ? "page.txt" : name, "", new Text(body));
    }

    private Item rich(Item item) {
        return switch (item) {
            case Rich rich -> rich;
            case Link link -> contents(link) instanceof Rich page ? page : new Rich(Markup.escape(link.url()));
            case Document document
            when document.extension().equalsIgnoreCase("html") && document.content() instanceof Text html ->
                new Rich(html.text());
            case Document document when document.content() instanceof Rich rich -> rich;
            default -> new Rich(Markup.escape(as.text(item)));
        };
    }

    /** A number and a unit in text is a quantity; an opaque value stays one. */
    private Item measure(ContentType type, Item item) {
        return switch (item) {
            case Measure measure -> fits(type, measure) ? measure : Item.nothing();
            case Opaque opaque -> opaqueOr(type, opaque);
            case Text text -> {
                String plain = as.text(text).strip();
                int end = Decimal.end(plain, 0);
                BigDecimal number = end > 0 ? Decimal.parse(plain.substring(0, end)) : null;
                String unit = plain.substring(end).strip();
                if (number == null || !Units.known(unit)) {
                    yield Item.nothing();
                }
                yield measure(type, new Measure(number, unit));
            }
            default -> Item.nothing();
        };
    }

    private static boolean fits(ContentType type, Measure measure) {
        return type == ContentType.QUANTITY || Units.convert(measure, "s") != null;
    }

    private static <T> Item made(@Nullable T value, Function<T, Item> maker) {
        return value == null ? Item.nothing() : maker.apply(value);
    }

    /** An opaque value keeps its origin under another type; content that has no such form gives a value named by it. */
    private Item opaqueOr(ContentType type, Item item) {
        return switch (item) {
            case Opaque opaque when opaque.type() == type -> opaque;
            case Opaque opaque -> new Opaque(type, type.label(), Seeds.digest(opaque.digest() + " as " + type.label()));
            case Entity entity when entity.type() == type -> entity;
            case Document document -> opaqueOr(type, document.content());
            case Link link when FETCHED.contains(type) -> opaqueOr(type, contents(link));
            case Many many when many.isNothing() -> Item.nothing();
            default ->
                type == ContentType.DICTIONARY
                        ? Item.nothing()
                        : new Opaque(type, type.label(), Seeds.digest(as.seen(item) + " as " + type.label()));
        };
    }
}
