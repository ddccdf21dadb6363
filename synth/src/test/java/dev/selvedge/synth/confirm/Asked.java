package dev.selvedge.synth.confirm;

import dev.selvedge.synth.expand.ExpandedQuery;
import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.device.Device;
import dev.selvedge.workflow.device.Limits;
import java.util.List;
import java.util.stream.Stream;

/** Questions and drafts for the tests of this package. */
final class Asked {
    static final Catalog CATALOG = Catalog.bundled();
    static final Device DEVICE = new Device(CATALOG, Limits.STANDARD);
    static final String GOOD = "copied = get_clipboard()\nshow_notification(text=copied)\n";
    static final List<String> GIVEN = actions("getclipboard", "notification");

    private Asked() {}

    static List<String> actions(String... names) {
        return Stream.of(names).map(name -> "is.workflow.actions." + name).toList();
    }

    static ExpandedQuery query(String id, List<String> actions) {
        return new ExpandedQuery(
                id,
                "Please show what I copied last as a notification.",
                actions,
                "Utilities",
                List.of(),
                "template",
                7);
    }

    static Drafted draft(int number, String code) {
        return new Drafted(query("q1", GIVEN), number, "1. Do it.", code, "");
    }

    static Gates gates() {
        return new Gates(CATALOG, DEVICE, Gates.Rules.STANDARD);
    }
}
