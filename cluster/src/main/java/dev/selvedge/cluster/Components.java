package dev.selvedge.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Connected components over edges that no machine holds alone: large-star and small-star in turn (Kiveris and others,
 * Connected Components in MapReduce and Beyond, 2014, algorithm 3) until every node hangs on the smallest of its
 * component. Takes a number of rounds that grows with the logarithm of the longest path, not with the path.
 */
final class Components {
    private Components() {}

    /** What two sets of edges are compared by: their number and a sum over them. */
    private record Footprint(long edges, long sum) {}

    /**
     * The component of every node that has an edge, but for the smallest nodes themselves.
     *
     * @param edges in any direction, none of a node to itself
     * @return pairs of a node and the smallest node of its component, each node once
     */
    static JavaPairRDD<Long, Long> of(JavaPairRDD<Long, Long> edges) {
        JavaPairRDD<Long, Long> current =
                kept(edges.mapToPair(Components::downward).distinct());
        Footprint footprint = footprint(current);
        while (true) {
            JavaPairRDD<Long, Long> next = kept(smallStar(largeStar(current)).distinct());
            Footprint after = footprint(next);
            current.unpersist(false);
            current = next;
            if (after.equals(footprint)) {
                return current;
            }
            footprint = after;
        }
    }

    private static JavaPairRDD<Long, Long> kept(JavaPairRDD<Long, Long> edges) {
        return edges.persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static Tuple2<Long, Long> downward(Tuple2<Long, Long> edge) {
        return edge._1 > edge._2 ? edge : edge.swap();
    }

    /** Hangs every larger neighbour of a node on the smallest one. */
    private static JavaPairRDD<Long, Long> largeStar(JavaPairRDD<Long, Long> edges) {
        return edges.flatMapToPair(edge -> List.of(edge, edge.swap()).iterator())
                .groupByKey()
                .flatMapToPair(node -> {
                    long least = least(node._2, node._1);
                    List<Tuple2<Long, Long>> stars = new ArrayList<>();
                    for (long neighbour : node._2) {
                        if (neighbour > node._1) {
                            stars.add(new Tuple2<>(neighbour, least));
                        }
                    }
                    return stars.iterator();
                });
    }

    /** Hangs a node and every smaller neighbour of it on the smallest one. */
    private static JavaPairRDD<Long, Long> smallStar(JavaPairRDD<Long, Long> edges) {
        return edges.mapToPair(Components::downward).groupByKey().flatMapToPair(node -> {
            long least = least(node._2, node._1);
            Set<Long> hung = new HashSet<>();
            node._2.forEach(hung::add);
            hung.add(node._1);
            hung.remove(least);
            return hung.stream().map(each -> new Tuple2<>(each, least)).iterator();
        });
    }

    private static long least(Iterable<Long> neighbours, long own) {
        long least = own;
        for (long neighbour : neighbours) {
            least = Math.min(least, neighbour);
        }
        return least;
    }

    private static Footprint footprint(JavaPairRDD<Long, Long> edges) {
        Tuple2<Long, Long> sums = edges.map(edge -> new Tuple2<>(1L, mixed(edge._1 * 0x9E3779B97F4A7C15L + edge._2)))
                .fold(new Tuple2<>(0L, 0L), (a, b) -> new Tuple2<>(a._1 + b._1, a._2 + b._2));
        return new Footprint(sums._1, sums._2);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 27;
    }
}
