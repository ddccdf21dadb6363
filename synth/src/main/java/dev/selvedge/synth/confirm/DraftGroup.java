package dev.selvedge.synth.confirm;

import dev.selvedge.core.run.StageResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of one query, after the gates.
 *
 * @param query id of the query
 * @param drafts how many there are
 * @param passing those that passed the gates, in the order of their numbers
 */
public record DraftGroup(String query, int drafts, List<Drafted> passing) {
    public DraftGroup {
        passing = List.copyOf(passing);
    }

    /**
     * A group for every query of two stages, in their order; read as it is asked for. Close the stream.
     *
     * @param drafts of all queries, those of one query together
     * @param passed those of them that passed the gates, in the same order
     */
    public static Stream<DraftGroup> of(StageResult drafts, StageResult passed) {
        return of(drafts.stream(Drafted.class), passed.stream(Drafted.class));
    }

    static Stream<DraftGroup> of(Stream<Drafted> drafts, Stream<Drafted> passed) {
        Groups groups = new Groups(new Peeking(drafts.iterator()), new Peeking(passed.iterator()));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(groups, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(drafts::close)
                .onClose(passed::close);
    }

    private record Groups(Peeking drafts, Peeking passed) implements Iterator<DraftGroup> {
        @Override
        public boolean hasNext() {
            return drafts.next != null;
        }

        @Override
        public DraftGroup next() {
            Drafted first = drafts.next;
            if (first == null) {
                throw new NoSuchElementException();
            }
            String query = first.query().id();
            List<Drafted> passing = new ArrayList<>();
            int count = 0;
            for (Drafted draft = drafts.take(query); draft != null; draft = drafts.take(query)) {
                count++;
            }
            for (Drafted draft = passed.take(query); draft != null; draft = passed.take(query)) {
                passing.add(draft);
            }
            return new DraftGroup(query, count, passing);
        }
    }

    /** Drafts of which the next one is known. */
    private static final class Peeking {
        private final Iterator<Drafted> all;
        private @Nullable Drafted next;

        Peeking(Iterator<Drafted> all) {
            this.all = all;
            next = all.hasNext() ? all.next() : null;
        }

        /** The next draft, if it is one of this query. */
        @Nullable
        Drafted take(String query) {
            Drafted taken = next;
            if (taken == null || !taken.query().id().equals(query)) {
                return null;
            }
            next = all.hasNext() ? all.next() : null;
            return taken;
        }
    }
}
