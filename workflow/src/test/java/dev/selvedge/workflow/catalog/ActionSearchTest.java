package dev.selvedge.workflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.Catalog.Action;
import dev.selvedge.workflow.catalog.ActionSearch.Filter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionSearchTest {
    private final Catalog catalog = Catalog.bundled();

    @Test
    void findsActionsForAQuery() {
        try (ActionSearch search = new ActionSearch(catalog)) {
            assertThat(names(search.find("show me a notification with my battery level", Filter.NONE, 8)))
                    .contains("show_notification", "get_battery_level");
            assertThat(names(search.find("ask what to do and copy the text to the clipboard", Filter.NONE, 8)))
                    .contains("set_clipboard");
            assertThat(search.find("zzzz", Filter.NONE, 8)).isEmpty();
        }
    }

    @Test
    void findsOnlyWhatTheFilterLetsThroughAndNotLess() {
        try (ActionSearch search = new ActionSearch(catalog)) {
            Filter music = new Filter(Set.of("MUSIC", "Overcast"), Set.of());
            assertThat(search.find("play the next", music, 100))
                    .isNotEmpty()
                    .allMatch(action -> Set.of("Music", "Overcast").contains(action.app()));
            List<Action> all = search.find("play the next", Filter.NONE, 1000);
            assertThat(search.find("play the next", music, 1000))
                    .isEqualTo(all.stream().filter(music::permits).toList());
            Filter dates = new Filter(Set.of(), Set.of("dates"));
            assertThat(search.find("", dates, 1000))
                    .isEqualTo(catalog.actions().stream()
                            .filter(action -> action.category().equals("Dates"))
                            .toList());
            assertThat(search.find("date", new Filter(Set.of("Music"), Set.of("Dates")), 10))
                    .isEmpty();
        }
    }

    @Test
    void anEmptyCatalogueHasNothingToFind() {
        try (ActionSearch search = new ActionSearch(new Catalog(List.of()))) {
            assertThat(search.find("battery", Filter.NONE, 5)).isEmpty();
        }
    }

    private static List<String> names(List<Action> actions) {
        return actions.stream().map(Action::function).toList();
    }
}
