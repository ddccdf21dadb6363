package dev.selvedge.synth.grow;

import java.util.SplittableRandom;

/** How long grown workflows are. */
public enum Scale {
    /** Two to six statements, mostly up to five: for models of a million parameters. */
    TOY(2, 6),
    /** Up to nine statements, blocks within blocks. */
    SMALL(2, 9);

    private final int fewest;
    private final int most;

    Scale(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    boolean allows(int statements) {
        return statements >= fewest && statements <= most;
    }

    /** A number of statements to aim at. */
    int aim(SplittableRandom random) {
        return switch (this) {
            case TOY -> 2 + Math.min(random.nextInt(4), random.nextInt(5));
            case SMALL -> 3 + random.nextInt(7);
        };
    }
}
