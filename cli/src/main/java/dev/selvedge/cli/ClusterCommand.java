package dev.selvedge.cli;

import dev.selvedge.cluster.SparkRecords;
import dev.selvedge.cluster.Summary;
import dev.selvedge.core.Json;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A stage of records on Apache Spark. */
@Command(
        name = "cluster",
        description = {
            "Runs a stage of records on Apache Spark, with the result of one machine: records.jsonl, rejected.jsonl and"
                    + " summary.json in the folder OUT; of export also records.parquet or dataset_info.json where the"
                    + " form is read by that.",
            "Spark comes from SPARK_HOME (4.2, Scala 2.13), else from what the build fetched. Workers need Java 25."
        },
        mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "STAGE",
            description = "collect: workflow files, a folder or an archive of them, to code and what is known of it;"
                    + " transcribe: the same to code with sidecars; duplicates (same-skeleton); filter"
                    + " (min-actions, max-actions, binary, unknown-actions); near-duplicates (field, as,"
                    + " threshold); export (to, paper); score: {task, system, answer} to grades (scenarios).")
    private String stage = "";

    @Parameters(
            index = "1",
            paramLabel = "IN",
            description = "JSON Lines: a path, or an address such as hdfs://...; a folder where files are read.")
    private String in = "";

    @Parameters(index = "2", paramLabel = "OUT", description = "Folder of the result, on this machine.")
    private Path out = Path.of("");

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Spark's master: spark://HOST:7077, yarn, k8s://...; default ${DEFAULT-VALUE}, all cores here.")
    private String master = "local[*]";

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the stage, such as field=query.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(names = "--json", description = "One JSON line on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        SparkRecords.check(stage, settings, in);
        Summary summary;
        try (SparkRecords spark = SparkRecords.open(master)) {
            summary = spark.run(stage, settings, in, out);
        }
        if (json) {
            System.out.println(Json.write(summary));
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "kept %,d of %,d items, %,d records: %s%n",
                    summary.kept(),
                    summary.items(),
                    summary.records(),
                    out);
            summary.rejected().forEach((reason, count) -> System.out.printf(Locale.ROOT, "%,9d %s%n", count, reason));
        }
        return 0;
    }
}
