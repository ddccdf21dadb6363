package dev.selvedge.cluster;

import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import dev.selvedge.core.run.RecordStage;
import dev.selvedge.synth.export.Form;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Runs record stages on Apache Spark. The driver writes the result in the order of the input, byte for byte what one
 * machine writes: {@code records.jsonl}, {@code rejected.jsonl}, and last {@code summary.json}.
 *
 * <p>A line is read by one task as a whole, so its length is bounded by that task's memory; longer than {@link
 * Line#LONGEST} it is rejected. One at a time in a process, as Spark has it.
 */
public final class SparkRecords implements AutoCloseable {
    /** Splits of a file are at most so long, and not much shorter where there is work for all. */
    private static final long MOST_SPLIT_BYTES = 64L << 20;

    private static final long LEAST_SPLIT_BYTES = 64L << 10;

    /** Beginnings of the names of jars that no record stage needs: the weight half's and Parquet's, most of the bytes. */
    private static final List<String> NOT_FOR_WORKERS =
            List.of("pytorch", "openblas", "javacpp", "cuda", "tokenizers", "duckdb", "train", "serve", "cli");

    private final JavaSparkContext spark;
    private final Path scratch;

    private SparkRecords(JavaSparkContext spark, Path scratch) {
        this.spark = spark;
        this.scratch = scratch;
    }

    /**
     * Connects to a cluster, or begins one in this process; close it.
     *
     * @param master as Spark names it: {@code local[*]}, {@code spark://host:7077}, {@code yarn}, …
     * @throws UserException if Spark is not on the class path, or the master does not answer
     */
    public static SparkRecords open(String master) {
        try {
            Class.forName("org.apache.spark.SparkConf", false, SparkRecords.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UserException(
                    "Apache Spark is not there. Set SPARK_HOME to a Spark 4.2 for Scala 2.13, or start ./selvedge from"
                            + " a clone, which fetches Spark when it builds.",
                    e);
        }
        Path scratch;
        try {
            scratch = Files.createTempDirectory("selvedge-spark-");
        } catch (IOException e) {
            throw UserException.writing(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
        try {
            return new SparkRecords(new JavaSparkContext(configuration(master, scratch)), scratch);
        } catch (RuntimeException e) {
            delete(scratch);
            throw told(e, "Spark does not start with the master " + master + ": ");
        }
    }

    private static SparkConf configuration(String master, Path scratch) {
        SparkConf configuration = new SparkConf()
                .setMaster(master)
                .setAppName("selvedge")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.local.dir", scratch.toString())
                .setIfMissing("spark.executor.extraJavaOptions", "--enable-native-access=ALL-UNNAMED");
        if (master.startsWith("local")) {
            configuration.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
        } else {
            configuration.setIfMissing("spark.jars", ownJars());
        }
        return configuration;
    }

    /** The jars of the class path that are not Spark's: what a worker needs. */
    private static String ownJars() {
        Path own = Path.of(SparkRecords.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toAbsolutePath();
        return String.join(
                ",",
                Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                        .filter(jar -> Path.of(jar).toAbsolutePath().startsWith(own.getParent()))
                        .filter(jar -> NOT_FOR_WORKERS.stream()
                                .noneMatch(Path.of(jar).getFileName().toString()::startsWith))
                        .toList());
    }

    /**
     * Runs the stage of a name.
     *
     * @param settings of the stage that differ from its defaults
     * @param in JSON Lines: a path, or an address that Hadoop knows, such as {@code hdfs://…}; a folder of workflow files
     *     for a stage that reads those
     * @param out folder of the result
     * @throws UserException if there is no such stage, setting or input, an item cannot be decided, or the cluster fails
     */
    public Summary run(String stage, Map<String, String> settings, String in, Path out) {
        try {
            return write(decisions(stage, settings, in), LineStage.form(stage, settings), out);
        } catch (RuntimeException e) {
            throw told(
                    e,
                    spark.sc().isStopped()
                            ? "The master does not answer, or ended the work; see whether its address is right: "
                            : "The cluster failed: ");
        }
    }

    /**
     * Tells mistakes that can be told without Spark, whose start takes seconds.
     *
     * @throws UserException if there is no such stage, setting or file
     */
    public static void check(String stage, Map<String, String> settings, String in) {
        boolean files = false;
        switch (stage) {
            case NearDuplicateStage.NAME -> NearDuplicateStage.of(settings);
            case DuplicateStage.NAME -> DuplicateStage.of(settings);
            default -> {
                LineStage each = LineStage.named(stage);
                each.open(settings);
                files = each.files();
            }
        }
        Path path = Path.of(in);
        if (!isAddress(in) && !Files.isRegularFile(path) && !(files && Files.isDirectory(path))) {
            throw new UserException("There is no file " + in + ".");
        }
    }

    private static boolean isAddress(String in) {
        return in.contains("://");
    }

    private JavaRDD<Decided> decisions(String stage, Map<String, String> settings, String in) {
        check(stage, settings, in);
        if (stage.equals(NearDuplicateStage.NAME)) {
            NearDuplicateStage near = NearDuplicateStage.of(settings);
            return near.decide(lines(in).persist(StorageLevel.MEMORY_AND_DISK()));
        }
        if (stage.equals(DuplicateStage.NAME)) {
            return DuplicateStage.of(settings).decide(lines(in).persist(StorageLevel.MEMORY_AND_DISK()));
        }
        LineStage each = LineStage.named(stage);
        Map<String, String> complete = Settings.complete(stage, each.defaults(), settings);
        JavaPairRDD<Long, Item> items = each.files() && Files.isDirectory(Path.of(in)) ? files(Path.of(in)) : lines(in);
        return items.values()
                .mapPartitions(part -> mapped(part, LineStage.named(stage).open(complete)));
    }

    private static Iterator<Decided> mapped(Iterator<Item> part, RecordStage.Work<Line, ?> work) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return part.hasNext();
            }

            @Override
            public Decided next() {
                Item item = part.next();
                try {
                    return Decided.of(item, work.on(item.line()));
                } catch (Exception e) {
                    throw new IllegalStateException(item.place() + ": " + e, e);
                }
            }
        };
    }

    /** The workflow files of a folder, which every worker must be able to read under the same path. */
    private JavaPairRDD<Long, Item> files(Path folder) {
        List<Item> items = new ArrayList<>();
        for (Line line : LineStage.workflowFiles(folder)) {
            items.add(Item.of(items.size(), line));
        }
        return spark.parallelize(items).mapToPair(item -> new Tuple2<>(item.number(), item));
    }

    /** The lines that are not blank, with their numbers; split at newlines alone, as {@link Line#all} does. */
    private JavaPairRDD<Long, Item> lines(String in) {
        Configuration hadoop = new Configuration(spark.hadoopConfiguration());
        hadoop.set("textinputformat.record.delimiter", "\n");
        String address = in;
        if (!isAddress(in)) {
            Path file = Path.of(in).toAbsolutePath();
            address = file.toUri().toString();
            long share = file.toFile().length() / Math.max(1, 2L * spark.defaultParallelism());
            long split = Math.clamp(share, LEAST_SPLIT_BYTES, MOST_SPLIT_BYTES);
            hadoop.setLong("mapreduce.input.fileinputformat.split.maxsize", split);
        }
        String name = in.substring(in.lastIndexOf('/') + 1);
        return spark.newAPIHadoopFile(address, TextInputFormat.class, LongWritable.class, Text.class, hadoop)
                .map(line -> line._2.copyBytes())
                .zipWithIndex()
                .map(line -> Line.of(name + ":" + (line._2 + 1), line._1))
                .filter(line -> !line.isBlank())
                .zipWithIndex()
                .mapToPair(line -> new Tuple2<>(line._2, Item.of(line._2, line._1)));
    }

    private Summary write(JavaRDD<Decided> decisions, Form form, Path out) {
        JavaRDD<Decided> decided = decisions.persist(StorageLevel.DISK_ONLY());
        try {
            decided.aggregate(Summary.NONE, Summary::and, Summary::and).requireDecided();
            return Summary.write(decided.toLocalIterator(), form, out);
        } finally {
            decided.unpersist(false);
        }
    }

    /** Tells a user's mistake, or one of the cluster, in a sentence; all else is ours. */
    private static RuntimeException told(RuntimeException thrown, String before) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof UserException user) {
                return user;
            }
            String text = String.valueOf(at.getMessage());
            if (at instanceof UnsupportedClassVersionError || text.contains("UnsupportedClassVersionError")) {
                return new UserException(
                        "The workers of the cluster run an older Java. Selvedge needs Java 25 there too: set JAVA_HOME"
                                + " in their conf/spark-env.sh.",
                        thrown);
            }
        }
        @Nullable
        String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        return new UserException(before + first, thrown);
    }

    @Override
    public void close() {
        spark.close();
        delete(scratch);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw UserException.writing(folder, e);
        }
    }
}
