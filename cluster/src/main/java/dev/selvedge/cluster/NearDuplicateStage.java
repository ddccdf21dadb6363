package dev.selvedge.cluster;

import dev.selvedge.core.UserException;
import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.near.NearDuplicates;
import dev.selvedge.synth.near.Repeat;
import dev.selvedge.synth.near.Repeats;
import dev.selvedge.synth.near.Resemblance;
import dev.selvedge.synth.near.Sketch;
import dev.selvedge.synth.near.Sketcher;
import dev.selvedge.synth.near.TextField;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Removal of near-duplicates over partitions, with the result of {@link NearDuplicates}: sketches where the lines are,
 * texts that share a band brought together by a shuffle, verified links, connected components, and the rule of {@link
 * Repeat#settle} within each. A bucket's numbers and a component's sketches must fit into the memory of one machine.
 */
record NearDuplicateStage(TextField text, Resemblance resemblance) {
    static final String NAME = "near-duplicates";
    private static final Map<String, String> DEFAULTS = Map.of("field", "text", "as", "documents", "threshold", "0.75");

    static NearDuplicateStage of(Map<String, String> settings) {
        Map<String, String> complete = Settings.complete(NAME, DEFAULTS, settings);
        Resemblance standard = switch (Settings.text(complete, "as")) {
            case "documents" -> Resemblance.DOCUMENTS;
            case "queries" -> Resemblance.QUERIES;
            case String other ->
                throw new UserException("The setting as is documents or queries, not '" + other + "'.");
        };
        double threshold = Settings.real(complete, "threshold");
        if (!(threshold > 0 && threshold <= 1)) {
            throw new UserException("The setting threshold lies above 0 and is at most 1, not " + threshold + ".");
        }
        return new NearDuplicateStage(
                new TextField(Settings.text(complete, "field")), standard.withThreshold(threshold));
    }

    JavaRDD<Decided> decide(JavaPairRDD<Long, Item> items) {
        TextField field = text;
        JavaPairRDD<Long, Sketch> sketches = sketches(items).persist(StorageLevel.MEMORY_AND_DISK());
        JavaPairRDD<Long, Tuple2<String, Double>> repeats = named(repeats(sketches), items);
        return items.leftOuterJoin(repeats).sortByKey().values().map(joined -> {
            Item item = joined._1;
            Outcome<String> read = field.on(item.line());
            if (!(read instanceof Outcome.Kept<String>)) {
                return Decided.of(item, read);
            }
            return joined._2.isPresent()
                    ? Decided.of(item, rejected(joined._2.get()))
                    : Decided.of(item, Outcome.keep(item.line()));
        });
    }

    private static Outcome<String> rejected(Tuple2<String, Double> repeat) {
        return Outcome.reject(Repeats.REASON, Repeats.sentence(new Repeat(0, repeat._2), repeat._1));
    }

    private JavaPairRDD<Long, Sketch> sketches(JavaPairRDD<Long, Item> items) {
        TextField field = text;
        Resemblance how = resemblance;
        return items.mapPartitionsToPair(part -> {
            Sketcher sketcher = new Sketcher(how);
            Iterable<Tuple2<Long, Item>> all = () -> part;
            return StreamSupport.stream(all.spliterator(), false)
                    .flatMap(item -> field.on(item._2.line()) instanceof Outcome.Kept<String>(List<String> texts)
                            ? Stream.of(new Tuple2<>(item._1, sketcher.sketch(texts.getFirst())))
                            : Stream.empty())
                    .iterator();
        });
    }

    /** By number, the kept text that it repeats and their resemblance. */
    private JavaPairRDD<Long, Tuple2<Long, Double>> repeats(JavaPairRDD<Long, Sketch> sketches) {
        Resemblance how = resemblance;
        JavaPairRDD<Long, Long> members = Components.of(links(sketches));
        JavaPairRDD<Long, Long> withFirst =
                members.union(members.values().distinct().mapToPair(first -> new Tuple2<>(first, first)));
        return withFirst
                .join(sketches)
                .mapToPair(member -> new Tuple2<>(member._2._1, new Tuple2<>(member._1, member._2._2)))
                .groupByKey()
                .flatMapToPair(cluster -> settle(cluster._2, how));
    }

    private static Iterator<Tuple2<Long, Tuple2<Long, Double>>> settle(
            Iterable<Tuple2<Long, Sketch>> members, Resemblance how) {
        List<Tuple2<Long, Sketch>> sorted = StreamSupport.stream(members.spliterator(), false)
                .sorted((a, b) -> Long.compare(a._1, b._1))
                .toList();
        List<Optional<Repeat>> settled =
                Repeat.settle(sorted.stream().map(Tuple2::_2).toList(), how);
        List<Tuple2<Long, Tuple2<Long, Double>>> repeats = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Optional<Repeat> repeat = settled.get(i);
            if (repeat.isPresent()) {
                long kept = sorted.get(repeat.get().kept())._1;
                repeats.add(new Tuple2<>(
                        sorted.get(i)._1, new Tuple2<>(kept, repeat.get().resemblance())));
            }
        }
        return repeats.iterator();
    }

    /** Pairs that share a band and resemble each other enough. */
    private JavaPairRDD<Long, Long> links(JavaPairRDD<Long, Sketch> sketches) {
        Resemblance how = resemblance;
        return sketches.flatMapToPair(NearDuplicateStage::bands)
                .groupByKey()
                .flatMapToPair(bucket -> pairs(bucket._2))
                .distinct()
                .join(sketches)
                .mapToPair(pair -> new Tuple2<>(pair._2._1, new Tuple2<>(pair._1, pair._2._2)))
                .join(sketches)
                .filter(pair -> pair._2._1._2.resembles(pair._2._2, how.threshold()))
                .mapToPair(pair -> new Tuple2<>(pair._1, pair._2._1._1));
    }

    private static Iterator<Tuple2<Long, Long>> bands(Tuple2<Long, Sketch> text) {
        List<Tuple2<Long, Long>> bands = new ArrayList<>();
        for (long band : text._2.bands()) {
            bands.add(new Tuple2<>(band, text._1));
        }
        return bands.iterator();
    }

    /** Each text of a bucket with the first ones before it, as {@link NearDuplicates} compares them. */
    private static Iterator<Tuple2<Long, Long>> pairs(Iterable<Long> bucket) {
        long[] numbers = StreamSupport.stream(bucket.spliterator(), false)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return IntStream.range(1, numbers.length)
                .boxed()
                .flatMap(later -> IntStream.range(0, Math.min(later, NearDuplicates.MOST_COMPARED))
                        .mapToObj(first -> new Tuple2<>(numbers[later], numbers[first])))
                .iterator();
    }

    /** Names the kept texts by their places. */
    private static JavaPairRDD<Long, Tuple2<String, Double>> named(
            JavaPairRDD<Long, Tuple2<Long, Double>> repeats, JavaPairRDD<Long, Item> items) {
        return repeats.mapToPair(repeat -> new Tuple2<>(repeat._2._1, new Tuple2<>(repeat._1, repeat._2._2)))
                .join(items.mapValues(Item::place))
                .mapToPair(kept -> new Tuple2<>(kept._2._1._1, new Tuple2<>(kept._2._2, kept._2._1._2)));
    }
}
