package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every kind of content as every type. */
class CoercionTest {
    private static final Coercion AS = new Coercion(World.FIXED, new Meter(Limits.STANDARD));

    private static Map<String, Item> sources() {
        Map<String, Item> items = new LinkedHashMap<>();
        items.put("text", new Text("12 apples"));
        items.put("duration text", new Text("5 min"));
        items.put("JSON text", new Text("{\"a\": 1}"));
        items.put("address text", new Text("https://example.com/"));
        items.put("date text", new Text("2024-05-01 10:00"));
        items.put("yes", new Text("Yes"));
        items.put("number", new Num(new BigDecimal("2.50")));
        items.put("boolean", new Bool(true));
        items.put("date", new Moment(World.NOW));
        items.put("quantity", new Measure(BigDecimal.TEN, "km"));
        items.put("page", new Link("https://example.com/"));
        items.put("data", new Link("https://example.com/a.json"));
        items.put("unknown page", new Link("https://unknown.example"));
        items.put("rich text", new Rich("<b>3</b> cats"));
        items.put("dictionary", Dict.of(Map.of("k", Num.of(4))));
        items.put("list", Many.of(List.of(new Text("7"), new Text("x"))));
        items.put("nothing", Item.nothing());
        items.put("text file", Document.of("a.txt", "/a.txt", new Text("8 lines")));
        items.put("html file", Document.of("a.html", "", new Text("<i>h</i>")));
        for (Scenario.Thing thing : World.FIXED.things()) {
            items.putIfAbsent(
                    thing.kind().label(), new Entity(thing.kind(), thing.name(), State.facts(thing.properties())));
        }
        items.put("place", new Entity(ContentType.LOCATION, "5 Main Street\nBerlin", Map.of()));
        items.put("picture", new Opaque(ContentType.IMAGE, "image", "0123456789ab"));
        return items;
    }

    private static String shown(Item item) {
        String text = AS.seen(item).replace("\n", "\\n");
        return Coercion.type(item) == ContentType.LIST
                ? item.items().stream().map(CoercionTest::shown).collect(Collectors.joining(", ", "[", "]"))
                : text.replaceAll("\\b[0-9a-f]{12}\\b", "#");
    }

    @Test
    void everyPairIsAsTheTableSays() {
        List<String> lines = new ArrayList<>();
        sources().forEach((name, item) -> {
            StringBuilder line = new StringBuilder(name).append(':');
            for (ContentType type : ContentType.values()) {
                Item made = AS.to(type, item);
                boolean opaque =
                        !(item instanceof Opaque) && made.items().stream().allMatch(Opaque.class::isInstance);
                if (!opaque && !made.isNothing() && type != ContentType.ANY) {
                    line.append(' ').append(type.label()).append('=').append(shown(made));
                }
            }
            lines.add(line.toString());
        });
        assertThat(String.join("\n", lines) + "\n").isEqualTo(TABLE);
    }

    private static final String TABLE = """
            text: text=12 apples number=12 list=[12 apples] url=12 apples file=file 12 apples.txt: 12 apples \
            rich_text=12 apples
            duration text: text=5 min number=5 duration=5 min quantity=5 min list=[5 min] url=5 min file=file 5 \
            min.txt: 5 min rich_text=5 min
            JSON text: text={"a": 1} number=1 dictionary={"a":1} list=[{"a": 1}] url={"a": 1} file=file {"a": \
            1}.txt: {"a": 1} rich_text={"a": 1}
            address text: text=https://example.com/ list=[https://example.com/] url=https://example.com/ \
            file=file https://example.com/.txt: https://example.com/ rich_text=https://example.com/
            date text: text=2024-05-01 10:00 number=2024 date=May 1, 2024 at 10:00 AM list=[2024-05-01 10:00] \
            url=2024-05-01 10:00 file=file 2024-05-01 10:00.txt: 2024-05-01 10:00 rich_text=2024-05-01 10:00
            yes: text=Yes boolean=Yes list=[Yes] url=Yes file=file Yes.txt: Yes rich_text=Yes
            number: text=2.5 number=2.5 boolean=Yes list=[2.5] file=file 2.5.txt: 2.5 rich_text=2.5
            boolean: text=Yes number=1 boolean=Yes list=[Yes] file=file Yes.txt: Yes rich_text=Yes
            date: text=Mar 5, 2024 at 2:30 PM date=Mar 5, 2024 at 2:30 PM list=[Mar 5, 2024 at 2:30 PM] \
            file=file Mar 5, 2024 at 2:30 PM.txt: Mar 5, 2024 at 2:30 PM rich_text=Mar 5, 2024 at 2:30 PM
            quantity: text=10 km number=10 quantity=10 km list=[10 km] file=file 10 km.txt: 10 km rich_text=10 \
            km
            page: text=https://example.com/ list=[https://example.com/] url=https://example.com/ file=file \
            https://example.com/.txt: https://example.com/ rich_text=Hello you
            data: text=https://example.com/a.json dictionary={"list":[1,2],"n":7} \
            list=[https://example.com/a.json] url=https://example.com/a.json file=file \
            https://example.com/a.json.txt: https://example.com/a.json rich_text=https://example.com/a.json
            unknown page: text=https://unknown.example list=[https://unknown.example] \
            url=https://unknown.example file=file https://unknown.example.txt: https://unknown.example \
            rich_text=https://unknown.example
            rich text: text=3 cats number=3 list=[3 cats] url=3 cats file=file 3 cats.html: 3 cats rich_text=3 \
            cats
            dictionary: text={"k":4} dictionary={"k":4} list=[{"k":4}] file=file Dictionary.json: {"k":4} \
            rich_text={"k":4}
            list: text=7\\nx number=7 list=[7, x] url=[7, x] file=[file 7.txt: 7, file x.txt: x] rich_text=[7, \
            x]
            nothing:
            text file: text=8 lines number=8 list=[file a.txt: 8 lines] url=8 lines file=file a.txt: 8 lines \
            rich_text=8 lines
            html file: text=<i>h</i> list=[file a.html: <i>h</i>] url=<i>h</i> file=file a.html: <i>h</i> \
            rich_text=h
            note: text=one date=Jan 1, 2024 at 12:00 AM list=[one] file=file Ideas.txt: one rich_text=one \
            note=one
            reminder: text=Water plants date=Mar 6, 2024 at 8:00 AM list=[Water plants] file=file Water \
            plants.ics: Water plants rich_text=Water plants reminder=Water plants
            event: text=Lunch date=Mar 6, 2024 at 12:00 PM list=[Lunch] file=file Lunch.ics: Lunch \
            rich_text=Lunch event=Lunch
            contact: text=Ana Ortiz list=[Ana Ortiz] file=file Ana Ortiz.vcf: Ana Ortiz rich_text=Ana Ortiz \
            contact=Ana Ortiz
            photo: text=IMG_1 date=Mar 1, 2024 at 12:00 AM list=[IMG_1] file=file IMG_1.jpg: IMG_1 \
            rich_text=IMG_1 photo=IMG_1
            workflow: text=Log Water list=[Log Water] file=file Log Water.shortcut: Log Water rich_text=Log \
            Water workflow=Log Water
            app: text=Maps list=[Maps] file=file Maps.txt: Maps rich_text=Maps app=Maps
            place: text=5 Main Street\\nBerlin list=[5 Main Street\\nBerlin] \
            url=https://maps.apple.com/?q=5%20Main%20Street%2CBerlin file=file 5 Main Street\\nBerlin.vcf: 5 \
            Main Street\\nBerlin rich_text=5 Main Street\\nBerlin location=5 Main Street\\nBerlin
            picture: text=⟨image #⟩ number=11.51 boolean=Yes date=Mar 3, 2024 at 9:41 PM duration=⟨duration #⟩ \
            quantity=⟨quantity #⟩ dictionary=⟨dictionary #⟩ list=[⟨image #⟩] url=⟨image #⟩ file=file image \
            #.png: ⟨image #⟩ folder=⟨folder #⟩ image=⟨image #⟩ media=⟨media #⟩ rich_text=⟨image #⟩ \
            web_page=⟨web_page #⟩ article=⟨article #⟩ contact=⟨contact #⟩ location=⟨location #⟩ event=⟨event #⟩ \
            reminder=⟨reminder #⟩ note=⟨note #⟩ photo=⟨photo #⟩ app=⟨app #⟩ workflow=⟨workflow #⟩ health=⟨health\
             #⟩ weather=⟨weather #⟩ other=⟨other #⟩
            """;
}
