package dev.selvedge.model.merge;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.core.measure.Estimate;
import dev.selvedge.model.merge.MergeConfig.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The same merge at several points, each scored on two sets of tasks, and the point that is chosen: the one with the
 * greatest weighted mean of both scores, of equal ones the first.
 *
 * @param parameter what is varied
 * @param share of the first set in the weighted mean, 0 to 1
 * @param points in the order given
 * @param chosen index of the chosen point
 */
public record Sweep(String parameter, double share, List<Point> points, int chosen) {
    /** The parameter that means: the last model has this weight, and the others share the rest. */
    public static final String BALANCE = "balance";

    public Sweep {
        points = List.copyOf(points);
    }

    /**
     * A merge and what it scores.
     *
     * @param value of the parameter
     * @param first on the first set
     * @param second on the second set
     */
    public record Point(double value, Estimate first, Estimate second) {}

    /** What a model directory scores on two sets. */
    public record Scorers(Function<Path, Estimate> first, Function<Path, Estimate> second) {}

    /**
     * Merges at every point, scores it, and drops it again; one merged model is on disk at a time.
     *
     * @param config what is merged
     * @param parameter a parameter of the method, or {@link #BALANCE}
     * @param values of the parameter
     * @param share of the first set in the choice
     * @param directory where merged models come and go; nothing is left there
     * @throws UserException if a point cannot be merged, or has no score on either set
     */
    public static Sweep run(
            MergeConfig config,
            Places places,
            long seed,
            Merge merge,
            String parameter,
            List<Double> values,
            Scorers scorers,
            double share,
            Path directory) {
        if (values.isEmpty() || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(values.size() + " values, share " + share);
        }
        List<Point> points = new ArrayList<>();
        for (double value : values) {
            try (MergePlan plan = MergePlan.of(at(config, parameter, value), places, seed)) {
                merge.write(plan, directory);
                points.add(new Point(
                        value,
                        scorers.first().apply(directory),
                        scorers.second().apply(directory)));
            } finally {
                drop(directory);
            }
        }
        int chosen = -1;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.first().value() == null || point.second().value() == null) {
                throw new UserException("At " + parameter + " " + point.value()
                        + " nothing could be scored on one of the task sets, so no point can be chosen.");
            }
            if (chosen < 0 || score(point, share) > score(points.get(chosen), share)) {
                chosen = i;
            }
        }
        return new Sweep(parameter, share, points, chosen);
    }

    private static void drop(Path directory) {
        try {
            MergedDirectory.delete(directory);
        } catch (IOException e) {
            throw UserException.writing(directory, e);
        }
    }

    private static double score(Point point, double share) {
        Double first = point.first().value();
        Double second = point.second().value();
        return first == null || second == null ? Double.NaN : share * first + (1 - share) * second;
    }

    /** What to vary where nobody says: {@code t}, {@code lambda}, or the balance of weights. */
    public static String usualParameter(MergeMethod method) {
        if (method.common().containsKey("t")) {
            return "t";
        }
        return method.common().containsKey("lambda") ? "lambda" : BALANCE;
    }

    /** The configuration at a point: a parameter everywhere the same, or the weights in another balance. */
    public static MergeConfig at(MergeConfig config, String parameter, double value) {
        if (parameter.equals(BALANCE)) {
            return balanced(config, value);
        }
        if (!config.method().parameterNames().contains(parameter)) {
            throw new UserException(config.method().configName() + " has no parameter " + parameter + "; it has "
                    + String.join(", ", config.method().parameterNames()) + ".");
        }
        Map<String, Setting> all = new HashMap<>(config.parameters());
        all.put(parameter, new Setting.Constant(value));
        return config.withModels(config.models().stream()
                        .map(source -> new Source(
                                source.model(), source.from(), source.to(), without(source.parameters(), parameter)))
                        .toList())
                .withParameters(all);
    }

    private static Map<String, Setting> without(Map<String, Setting> parameters, String parameter) {
        Map<String, Setting> left = new HashMap<>(parameters);
        left.remove(parameter);
        return left;
    }

    private static MergeConfig balanced(MergeConfig config, double value) {
        List<Source> models = config.models();
        if (models.size() < 2 || !config.method().ofModels().containsKey("weight")) {
            throw new UserException("A sweep over the balance needs models with weights, at least two; "
                    + config.method().configName() + " with " + models.size() + " models has none. Name a parameter.");
        }
        double sum = 0;
        for (Source source : models.subList(0, models.size() - 1)) {
            sum += weight(source);
        }
        List<Source> balanced = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Source source = models.get(i);
            double weight = i == models.size() - 1
                    ? value
                    : (1 - value) * (sum == 0 ? 1.0 / (models.size() - 1) : weight(source) / sum);
            Map<String, Setting> parameters = new HashMap<>(source.parameters());
            parameters.put("weight", new Setting.Constant(weight));
            balanced.add(new Source(source.model(), source.from(), source.to(), parameters));
        }
        return config.withModels(balanced);
    }

    private static double weight(Source source) {
        return source.parameters().get("weight") instanceof Setting.Constant(double value) ? value : 1;
    }

    /** The chosen point. */
    public Point best() {
        return points.get(chosen);
    }

    /** One JSON value. */
    public String toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("parameter", parameter);
        all.put("share", share);
        all.put("points", points);
        all.put("chosen", best().value());
        return Json.pretty(all);
    }

    /** For a person: a line for each point, the chosen one marked. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%s %s %-8s first %s; second %s; together %.2f %%%n",
                    i == chosen ? "*" : " ",
                    parameter,
                    point.value(),
                    point.first().percent(),
                    point.second().percent(),
                    100 * score(point, share)));
        }
        return text.toString();
    }
}
