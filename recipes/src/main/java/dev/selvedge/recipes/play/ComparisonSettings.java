package dev.selvedge.recipes.play;

import dev.selvedge.core.UserException;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What is compared.
 *
 * @param seeds how many worlds, each with its own of everything; they follow each other from DARC's seed on
 * @param darc with all it plays on
 * @param rZero on the same playground: its own {@code play} is replaced by DARC's
 */
public record ComparisonSettings(int seeds, DarcSettings darc, RZeroSettings rZero) {
    public ComparisonSettings {
        if (seeds < 1) {
            throw new UserException("a comparison is over at least one seed, not " + seeds);
        }
        rZero = rZero.on(darc.play());
    }

    /** The defaults of a scale. */
    public static ComparisonSettings of(String scale) {
        return new ComparisonSettings(3, DarcSettings.of(scale), RZeroSettings.toy());
    }

    /** The settings of each seed by itself. */
    List<ComparisonSettings> each() {
        long first = darc.play().seed();
        return LongStream.range(first, first + seeds)
                .mapToObj(seed -> new ComparisonSettings(1, darc.on(darc.play().withSeed(seed)), rZero))
                .toList();
    }
}
