package dev.selvedge.cluster;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.Collected;
import dev.selvedge.synth.collect.Duplicates;
import dev.selvedge.synth.collect.Refusal;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Keeps the first of the collected workflows that are the same, with the result of {@link Duplicates}: grouped by a hash
 * of what they do, or of their skeleton.
 */
record DuplicateStage(boolean skeletons) {
    static final String NAME = "duplicates";
    private static final Map<String, String> DEFAULTS = Map.of("same-skeleton", "false");

    /** What groups are told by, and who is kept. */
    private record Seen(long number, String content, String file) implements Serializable {
        static Seen earlier(Seen a, Seen b) {
            return a.number <= b.number ? a : b;
        }
    }

    static DuplicateStage of(Map<String, String> settings) {
        return new DuplicateStage(Settings.flag(Settings.complete(NAME, DEFAULTS, settings), "same-skeleton"));
    }

    JavaRDD<Decided> decide(JavaPairRDD<Long, Item> items) {
        boolean bySkeleton = skeletons;
        JavaPairRDD<String, Seen> seen = items.values().flatMapToPair(item -> {
            if (!(read(item) instanceof Outcome.Kept<Collected>(var workflows))) {
                return Collections.emptyIterator();
            }
            Collected workflow = workflows.getFirst();
            Seen own = new Seen(item.number(), workflow.content(), workflow.file());
            String key = bySkeleton ? workflow.skeleton() : workflow.content();
            return List.of(new Tuple2<>(key, own)).iterator();
        });
        JavaPairRDD<Long, Seen[]> repeated = seen.join(seen.reduceByKey(Seen::earlier))
                .values()
                .filter(pair -> pair._1.number != pair._2.number)
                .mapToPair(pair -> new Tuple2<>(pair._1.number, new Seen[] {pair._1, pair._2}));
        return items.leftOuterJoin(repeated).sortByKey().values().map(joined -> {
            Item item = joined._1;
            if (!joined._2.isPresent()) {
                return Decided.of(item, read(item));
            }
            Seen own = joined._2.get()[0];
            Seen first = joined._2.get()[1];
            boolean same = own.content.equals(first.content);
            return Decided.of(
                    item,
                    same
                            ? Outcome.reject(Refusal.DUPLICATE, "", "duplicate-of " + first.file)
                            : Outcome.reject(Refusal.SAME_SKELETON, "", "skeleton-of " + first.file));
        });
    }

    private static Outcome<Collected> read(Item item) throws Exception {
        return LineStage.records(Collected.class, Outcome::keep).on(item.line());
    }
}
