package dev.selvedge.recipes.bundled;

import java.util.List;
import java.util.stream.Stream;

/** All workflows that ship. */
final class Drafts {
    private Drafts() {}

    static List<Draft> drafts() {
        return Stream.of(
                        DeviceDrafts.drafts(),
                        TextDrafts.drafts(),
                        MoneyDrafts.drafts(),
                        HomeDrafts.drafts(),
                        GameDrafts.drafts(),
                        DateDrafts.drafts(),
                        CalendarDrafts.drafts(),
                        WebDrafts.drafts(),
                        ReadingDrafts.drafts(),
                        MediaDrafts.drafts())
                .flatMap(List::stream)
                .toList();
    }
}
