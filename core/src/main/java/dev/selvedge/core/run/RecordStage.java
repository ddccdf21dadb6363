package dev.selvedge.core.run;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record stage being described. Items are worked on one by one, or in batches, by one or more threads; records come
 * out in the order of the items. Every finished item is written to disk at once: after a {@code kill -9} it is not
 * worked on again.
 *
 * @param <I> type of the items
 */
public final class RecordStage<I> {
    private final Stage.Blueprint blueprint;
    private final Function<Workspace, Stream<I>> items;
    private @Nullable Function<I, String> place;
    private int batch = 1;
    private int threads = 1;
    private boolean virtual;
    private double rejectedShareLimit = 1;

    RecordStage(Stage.Blueprint blueprint, Function<Workspace, Stream<I>> items) {
        this.blueprint = blueprint;
        this.items = items;
    }

    /** Names the origin of an item, for rejects and errors; without it, items are known by their number. */
    public RecordStage<I> place(Function<I, String> place) {
        this.place = place;
        return this;
    }

    /** Works on so many items at a time, the last batch perhaps fewer. */
    public RecordStage<I> batches(int items) {
        this.batch = positive(items);
        return this;
    }

    /** Works on so many batches at once on platform threads, for arithmetic. */
    public RecordStage<I> threads(int count) {
        this.threads = positive(count);
        this.virtual = false;
        return this;
    }

    /** Works on so many batches at once on virtual threads, for waiting. */
    public RecordStage<I> virtualThreads(int count) {
        this.threads = positive(count);
        this.virtual = true;
        return this;
    }

    /** The stage fails where a greater share of the items than this is rejected; 1 without it. */
    public RecordStage<I> rejectedShareLimit(double share) {
        this.rejectedShareLimit = share;
        return this;
    }

    /** The stage that does this with each item. */
    public <R> Stage each(Work<I, R> work) {
        return worker(workspace -> batch -> {
            List<Outcome<R>> outcomes = new ArrayList<>();
            for (I item : batch) {
                outcomes.add(work.on(item));
            }
            return outcomes;
        });
    }

    /** The stage that opens a worker and gives it each batch. */
    public <R> Stage worker(Function<Workspace, Worker<I, R>> open) {
        return new Stage(blueprint, new Body<>(this, open));
    }

    /** What is done with one item. */
    @FunctionalInterface
    public interface Work<I, R> {
        Outcome<R> on(I item) throws Exception;
    }

    private static int positive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least 1, not " + count);
        }
        return count;
    }

    /** The stage's body once it is described. */
    static final class Body<I, R> implements StageBody {
        private final Function<Workspace, Stream<I>> items;
        private final @Nullable Function<I, String> place;
        private final int batch;
        private final int threads;
        private final boolean virtual;
        private final double rejectedShareLimit;
        private final Function<Workspace, Worker<I, R>> open;

        private Body(RecordStage<I> stage, Function<Workspace, Worker<I, R>> open) {
            this.items = stage.items;
            this.place = stage.place;
            this.batch = stage.batch;
            this.threads = stage.threads;
            this.virtual = stage.virtual;
            this.rejectedShareLimit = stage.rejectedShareLimit;
            this.open = open;
        }

        @Override
        public Tally make(Workspace workspace) throws IOException, InterruptedException {
            try (ItemLog log = ItemLog.open(workspace.directory().resolve(ItemLog.FILE), workspace::log);
                    Stream<I> stream = items.apply(workspace)) {
                Spliterator<I> source = stream.spliterator();
                long total = source.getExactSizeIfKnown();
                try (Progress progress = workspace.progress(workspace.stage(), total);
                        Crew<I, R> crew = new Crew<>(log, progress, workspace, open, threads, virtual)) {
                    long count = walk(Spliterators.iterator(source), log, progress, crew);
                    crew.finish();
                    log.expect(count);
                }
                return publish(log, workspace);
            }
        }

        /** Gives every batch that is not finished to the crew. */
        private long walk(Iterator<I> source, ItemLog log, Progress progress, Crew<I, R> crew)
                throws InterruptedException {
            long first = 0;
            while (source.hasNext()) {
                List<I> members = new ArrayList<>(batch);
                List<String> places = new ArrayList<>(batch);
                boolean finished = true;
                while (members.size() < batch && source.hasNext()) {
                    long number = first + members.size();
                    I item = source.next();
                    String origin = place == null ? "item " + number : place.apply(item);
                    finished &= log.finished(number, origin);
                    members.add(item);
                    places.add(origin);
                }
                if (finished) {
                    progress.skip(members.size());
                } else {
                    crew.give(new Crew.Batch<>(first, members, places));
                }
                first += members.size();
            }
            return first;
        }

        private Tally publish(ItemLog log, Workspace workspace) throws IOException {
            Tally tally = log.publish(workspace.directory());
            long rejected = tally.items() - tally.kept();
            if (rejected > rejectedShareLimit * tally.items()) {
                throw new UserException(String.format(
                        Locale.ROOT,
                        "Stage '%s' rejected %d of %d items %s, more than the allowed share of %s; the reasons are in %s.",
                        workspace.stage(),
                        rejected,
                        tally.items(),
                        tally.rejected(),
                        rejectedShareLimit,
                        workspace.directory().resolve(StageResult.REJECTED)));
            }
            return tally;
        }
    }
}
