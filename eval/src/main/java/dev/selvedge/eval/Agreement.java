package dev.selvedge.eval;

import dev.selvedge.core.Score;
import dev.selvedge.core.measure.Bootstrap;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.core.measure.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a judge agrees with execution on the same answers. Published work knows only how judges agree with people; execution
 * is stricter than both, for it asks for the reference's effects.
 *
 * @param bothPass answers that judge and device pass
 * @param judgeAlone answers that only the judge passes
 * @param deviceAlone answers that only the device passes
 * @param bothFail answers that neither passes
 * @param share of answers on which they agree, over those that have both scores
 * @param kappa agreement beyond chance (Cohen 1960), null where one of them always says the same
 * @param kappaInterval bootstrap over clusters, null where there is none
 */
public record Agreement(
        int bothPass,
        int judgeAlone,
        int deviceAlone,
        int bothFail,
        Estimate share,
        @Nullable Double kappa,
        @Nullable Interval kappaInterval) {
    private static final Interval KAPPA = new Interval(-1, 1);

    static Agreement of(List<Grade> grades, long seed) {
        Map<String, double[]> clusters = new LinkedHashMap<>();
        List<Estimate.Clustered> same = new ArrayList<>();
        double[] sum = new double[4];
        for (Grade grade : grades) {
            Score agrees = grade.judgedScore();
            if (agrees instanceof Score.Value(double judge)) {
                agrees = grade.executed();
                if (agrees instanceof Score.Value(double device)) {
                    int cell = (judge == 1 ? 0 : 2) + (device == 1 ? 0 : 1);
                    clusters.computeIfAbsent(grade.cluster(), c -> new double[4])[cell]++;
                    sum[cell]++;
                    agrees = Score.of(judge == device ? 1 : 0);
                }
            }
            same.add(new Estimate.Clustered(grade.cluster(), agrees));
        }
        double kappa = kappa(sum);
        return new Agreement(
                (int) sum[0],
                (int) sum[1],
                (int) sum[2],
                (int) sum[3],
                Estimate.rate(same, seed),
                Double.isNaN(kappa) ? null : kappa,
                Double.isNaN(kappa) ? null : interval(kappa, clusters.values().toArray(double[][]::new), seed));
    }

    private static @Nullable Interval interval(double kappa, double[][] rows, long seed) {
        Bootstrap bootstrap = new Bootstrap(rows.length, seed);
        double[][] sums = bootstrap.sums(rows);
        double[] resampled = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            resampled[i] = kappa(sums[i]);
        }
        return bootstrap.interval(kappa, resampled, KAPPA);
    }

    /** Not a number where one side always says the same. */
    private static double kappa(double[] cells) {
        double all = cells[0] + cells[1] + cells[2] + cells[3];
        double judge = (cells[0] + cells[1]) / all;
        double device = (cells[0] + cells[2]) / all;
        double chance = judge * device + (1 - judge) * (1 - device);
        if (!(judge > 0 && judge < 1 && device > 0 && device < 1)) {
            return Double.NaN;
        }
        return ((cells[0] + cells[3]) / all - chance) / (1 - chance);
    }

    /** For a person: {@code agree on 81.2 % (…), kappa 0.62 (0.50 to 0.71)}. */
    public String sentence() {
        return "agree on " + share.percent() + ", kappa " + kappaText();
    }

    /** For a person: {@code 0.62 (0.50 to 0.71)}. */
    public String kappaText() {
        if (kappa == null) {
            return "unknown";
        }
        return kappaInterval == null
                ? String.format(Locale.ROOT, "%.2f", kappa)
                : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", kappa, kappaInterval.low(), kappaInterval.high());
    }
}
