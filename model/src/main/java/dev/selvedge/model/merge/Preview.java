package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.model.merge.MergePlan.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What is to be merged, looked at before anything is written: how far the models are from their base, how alike their
 * deltas are, and how often their signs disagree. Without a base the same of the weights themselves.
 *
 * @param method the formula
 * @param based whether the rows are of deltas against a base
 * @param rows one for each tensor of the result
 * @param all the same over all tensors
 */
public record Preview(String method, boolean based, List<Row> rows, Row all) {
    private static final String TOTAL = "all tensors";

    public Preview {
        rows = List.copyOf(rows);
    }

    /**
     * One tensor.
     *
     * @param tensor its name in the result
     * @param values how many it has
     * @param baseNorm Euclidean length of the base's; null where there is none
     * @param norms length of each model's delta, or of its values
     * @param cosines between each pair of models, (2,1), (3,1), (3,2) and so on; null where one has no length
     * @param conflicts share of the places with at least two deltas that are not zero, at which not all have one sign;
     *     null where there are no such places
     */
    public record Row(
            String tensor,
            long values,
            @Nullable Double baseNorm,
            List<Double> norms,
            List<@Nullable Double> cosines,
            @Nullable Double conflicts) {}

    /** What sums up over tensors. */
    private static final class Sum {
        private final double[][] products;
        private double baseSquare;
        private long values;
        private long shared;
        private long conflicting;

        Sum(int models) {
            products = new double[models][models];
        }

        void add(Sum other) {
            for (int i = 0; i < products.length; i++) {
                for (int k = 0; k < products.length; k++) {
                    products[i][k] += other.products[i][k];
                }
            }
            baseSquare += other.baseSquare;
            values += other.values;
            shared += other.shared;
            conflicting += other.conflicting;
        }

        Row row(String tensor, boolean based) {
            List<Double> norms = new ArrayList<>();
            List<@Nullable Double> cosines = new ArrayList<>();
            for (int i = 0; i < products.length; i++) {
                norms.add(Math.sqrt(products[i][i]));
                for (int k = 0; k < i; k++) {
                    double lengths = Math.sqrt(products[i][i]) * Math.sqrt(products[k][k]);
                    cosines.add(lengths == 0 ? null : products[i][k] / lengths);
                }
            }
            return new Row(
                    tensor,
                    values,
                    based ? Math.sqrt(baseSquare) : null,
                    norms,
                    cosines,
                    shared == 0 ? null : conflicting / (double) shared);
        }
    }

    /** Looks at every tensor of a plan. */
    public static Preview of(MergePlan plan) {
        List<Output> outputs = plan.outputs();
        List<Sum> sums = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(cores, Thread.ofPlatform().daemon().factory())) {
            List<Future<Sum>> futures = new ArrayList<>();
            for (Output output : outputs) {
                Callable<Sum> task = () -> sum(output.inputs());
                futures.add(executor.submit(task));
            }
            for (Future<Sum> future : futures) {
                sums.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
        boolean based = outputs.stream().allMatch(output -> output.inputs().base() != null);
        int models = outputs.stream().mapToInt(o -> o.inputs().count()).min().orElse(0);
        Sum all = new Sum(models);
        List<Row> rows = new ArrayList<>();
        boolean equal = outputs.stream().allMatch(o -> o.inputs().count() == models);
        for (int i = 0; i < sums.size(); i++) {
            rows.add(sums.get(i).row(outputs.get(i).name(), based));
            if (equal) {
                all.add(sums.get(i));
            }
        }
        return new Preview(plan.config().method().configName(), based, rows, all.row(TOTAL, based));
    }

    private static Sum sum(Inputs inputs) {
        Sum sum = new Sum(inputs.count());
        sum.values = inputs.size();
        double[][] products = inputs.products();
        for (int i = 0; i < products.length; i++) {
            sum.products[i] = products[i];
        }
        if (inputs.base() != null) {
            float[][] deltas = new float[inputs.count()][];
            inputs.scan(chunk -> {
                sum.baseSquare += Sums.product(chunk.base(), chunk.base(), chunk.length());
                for (int i = 0; i < deltas.length; i++) {
                    deltas[i] = deltas[i] == null ? new float[chunk.models()[i].length] : deltas[i];
                    inputs.delta(chunk, i, deltas[i]);
                }
                countSigns(deltas, chunk.length(), sum);
            });
        }
        return sum;
    }

    private static void countSigns(float[][] deltas, int length, Sum sum) {
        for (int k = 0; k < length; k++) {
            int positive = 0;
            int negative = 0;
            for (float[] delta : deltas) {
                positive += delta[k] > 0 ? 1 : 0;
                negative += delta[k] < 0 ? 1 : 0;
            }
            sum.shared += positive + negative > 1 ? 1 : 0;
            sum.conflicting += positive > 0 && negative > 0 ? 1 : 0;
        }
    }

    /** One JSON value. */
    public String toJson() {
        return Json.pretty(this);
    }

    /** For a person: a table with the sum below. */
    public String toText() {
        int width = rows.stream().mapToInt(row -> row.tensor().length()).max().orElse(0);
        int models = all.norms().size();
        StringBuilder text = new StringBuilder(pad("tensor", Math.max(width, TOTAL.length())));
        text.append(based ? "      |base|" : "");
        for (int i = 1; i <= models; i++) {
            text.append(String.format(Locale.ROOT, "%12s", based ? "|d" + i + "|" : "|m" + i + "|"));
        }
        for (int i = 2; i <= models; i++) {
            for (int k = 1; k < i; k++) {
                text.append(String.format(Locale.ROOT, "%10s", "cos " + k + "," + i));
            }
        }
        text.append(based && models > 1 ? "  conflicts\n" : "\n");
        for (Row row : rows) {
            line(row, width, text);
        }
        line(all, width, text);
        return text.toString();
    }

    private void line(Row row, int width, StringBuilder text) {
        text.append(pad(row.tensor(), Math.max(width, TOTAL.length())));
        if (based) {
            text.append(String.format(Locale.ROOT, "%12.5g", Objects.requireNonNull(row.baseNorm())));
        }
        row.norms().forEach(norm -> text.append(String.format(Locale.ROOT, "%12.5g", norm)));
        row.cosines()
                .forEach(cosine ->
                        text.append(cosine == null ? "         -" : String.format(Locale.ROOT, "%10.4f", cosine)));
        if (based && row.norms().size() > 1) {
            text.append(
                    row.conflicts() == null
                            ? "          -"
                            : String.format(Locale.ROOT, "%9.1f %%", 100 * row.conflicts()));
        }
        text.append("\n");
    }

    private static String pad(String name, int width) {
        char[] spaces = new char[Math.max(0, width - name.length())];
        Arrays.fill(spaces, ' ');
        return name + new String(spaces);
    }
}
