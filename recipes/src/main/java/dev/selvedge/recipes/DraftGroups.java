package dev.selvedge.recipes;

import dev.selvedge.core.run.StageResult;
import dev.selvedge.synth.confirm.Drafted;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The drafts of each question together; they stand one after the other.
 *
 * @param drafts of all questions
 */
record DraftGroups(StageResult drafts) {
    /** Reads as it is asked for; close the stream. */
    Stream<List<Drafted>> stream() {
        Stream<Drafted> all = drafts.stream(Drafted.class);
        var source = all.spliterator();
        var groups = new Spliterators.AbstractSpliterator<List<Drafted>>(Long.MAX_VALUE, 0) {
            private List<Drafted> group = new ArrayList<>();

            @Override
            public boolean tryAdvance(Consumer<? super List<Drafted>> action) {
                List<Drafted> begun = group;
                List<Drafted> next = new ArrayList<>();
                while (next.isEmpty()
                        && source.tryAdvance(draft -> {
                            boolean same = begun.isEmpty()
                                    || begun.getFirst()
                                            .query()
                                            .id()
                                            .equals(draft.query().id());
                            (same ? begun : next).add(draft);
                        })) {}
                group = next;
                if (begun.isEmpty()) {
                    return false;
                }
                action.accept(begun);
                return true;
            }
        };
        return StreamSupport.stream(groups, false).onClose(all::close);
    }
}
