package dev.selvedge.synth.collect;

import java.util.List;
import java.util.Map;

/**
 * The same figures as WorkflowLLM publishes them of its data (arXiv 2411.05451, section 3 and appendix, and the badges of
 * its repository), to stand beside ours. How it counts actions is not told.
 *
 * @param name of the set
 * @param actions mean of a workflow
 * @param ifs mean of a workflow
 * @param loops mean of a workflow
 * @param depth mean of a workflow
 * @param byActions shares of the ranges of {@link WorkflowStatistics#byActions}, in their order
 * @param byCategory shares of categories as far as they are told
 * @param builtIn share of the actions that are built in
 */
public record Published(
        String name,
        int applications,
        int apis,
        int categories,
        double actions,
        double ifs,
        double loops,
        double depth,
        List<Double> byActions,
        Map<Category, Double> byCategory,
        double builtIn) {
    /** The workflows that were collected: 14,771. */
    public static final Published COLLECTED = new Published(
            "WorkflowBench, collected",
            71,
            584,
            28,
            70.4,
            12.0,
            0.7,
            2.6,
            List.of(0.311, 0.193, 0.112, 0.075, 0.053, 0.042, 0.030, 0.185),
            Map.of(
                    Category.UTILITIES, 0.403,
                    Category.PRODUCTIVITY, 0.087,
                    Category.GAMES, 0.060,
                    Category.ENTERTAINMENT, 0.051,
                    Category.DEVELOPMENT_TOOLS, 0.043,
                    Category.REFERENCE, 0.041,
                    Category.LIFESTYLE, 0.036,
                    Category.SOCIAL_NETWORKING, 0.028,
                    Category.PHOTO_AND_VIDEO, 0.027,
                    Category.MUSIC, 0.023),
            0.990);

    /** What they were grown to: 105,573 for training. The distributions are told of training and test together. */
    public static final Published TRAINING = new Published(
            "WorkflowBench, training",
            83,
            1503,
            28,
            78.5,
            7.4,
            0.5,
            2.7,
            List.of(0.005, 0.050, 0.129, 0.198, 0.205, 0.158, 0.101, 0.155),
            Map.of(),
            0.563);

    public Published {
        byActions = List.copyOf(byActions);
        byCategory = Map.copyOf(byCategory);
    }
}
