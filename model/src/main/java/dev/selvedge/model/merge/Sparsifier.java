package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Which values of a delta are kept. A mask is a factor for each value, 1 or 0; the pattern of one tensor of one model is
 * always the same.
 */
enum Sparsifier {
    /** All. */
    NONE {
        @Override
        Mask mask(Inputs inputs, int model) {
            return Mask.ALL;
        }
    },
    /** The greatest (Yadav et al. 2023, TIES, section 3). */
    MAGNITUDE {
        @Override
        Mask mask(Inputs inputs, int model) {
            double density = inputs.number("density", model);
            if (density >= 1) {
                return Mask.ALL;
            }
            long size = inputs.size();
            long kept = (long) (density * size);
            if (kept <= 0) {
                throw new UserException("A density of " + density + " keeps none of the " + size + " values of "
                        + inputs.name() + "; take a greater one.");
            }
            return Range.greatest(inputs.only(model), kept);
        }
    },
    /** Each with the same probability (Yu et al. 2024, DARE). */
    RANDOM {
        @Override
        Mask mask(Inputs inputs, int model) {
            double density = inputs.number("density", model);
            if (density >= 1) {
                return Mask.ALL;
            }
            long key = inputs.drawKey(model);
            float chance = (float) density;
            return (from, delta, kept, length) -> {
                for (int i = 0; i < length; i++) {
                    kept[i] = CounterRandom.uniform(key, from + i) < chance ? 1 : 0;
                }
            };
        }
    },
    /** Neither the greatest nor the least (Davari and Belilovsky 2023, Model Breadcrumbs). */
    MAGNITUDE_OUTLIERS {
        @Override
        Mask mask(Inputs inputs, int model) {
            double density = inputs.number("density", model);
            if (density >= 1) {
                return Mask.ALL;
            }
            long size = inputs.size();
            long top = (long) (inputs.number("gamma", model) * size);
            long bottom = size - (long) (density * size) - top;
            if (bottom < 0) {
                top += bottom;
                bottom = 0;
            }
            // mergekit cuts out [bottom : -top], which is empty where top is 0; its results are what is matched here.
            return top <= 0 || bottom + top >= size
                    ? Mask.NOTHING
                    : Range.between(inputs.only(model), bottom, size - top);
        }
    },
    /** Each with a probability that grows with its rank in its row (Deep et al. 2024, DELLA, section 3.1). */
    MAGPRUNE {
        @Override
        Mask mask(Inputs inputs, int model) {
            double density = inputs.number("density", model);
            double epsilon = inputs.number("epsilon", model);
            if (density >= 1) {
                return Mask.ALL;
            }
            if (density <= 0) {
                return Mask.NOTHING;
            }
            if (density + epsilon >= 1 || density - epsilon <= 0) {
                throw new UserException("With a density of " + density + " and an epsilon of " + epsilon
                        + ", DELLA would keep values with probabilities beyond 0 to 1; density - epsilon must be above"
                        + " 0 and density + epsilon below 1.");
            }
            return new Ranked(
                    inputs.drawKey(model), inputs.rowLength(), (float) (density - epsilon), (float) (2 * epsilon));
        }
    };

    /** What is kept of one model. Begin anew for each pass over the tensor. */
    abstract Mask mask(Inputs inputs, int model);

    boolean byRows() {
        return this == MAGPRUNE;
    }

    /** What is kept; chunks come in their order. */
    interface Mask {
        Mask ALL = (from, delta, kept, length) -> Arrays.fill(kept, 0, length, 1);
        Mask NOTHING = (from, delta, kept, length) -> Arrays.fill(kept, 0, length, 0);

        /** Sets the factors of a chunk. */
        void fill(long from, float[] delta, float[] kept, int length);

        /** For another pass from the start. */
        default Mask again() {
            return this;
        }
    }

    /**
     * Values whose magnitude has a rank in a range. Among equal magnitudes those at the front come first in the order
     * that the range counts in.
     */
    private static final class Range implements Mask {
        private static final int ONE = 0x3f800000;

        private final float low;
        private final float high;
        private final long skipLow;
        private final long takeLow;
        private final long takeHigh;
        private int[] bits = new int[0];
        private long seenLow;
        private long seenHigh;

        /**
         * @param low magnitudes above are kept, if not above {@code high}
         * @param skipLow so many of those equal to {@code low} are passed over
         * @param takeLow and so many then kept
         * @param takeHigh so many of those equal to {@code high} are kept
         */
        private Range(float low, float high, long skipLow, long takeLow, long takeHigh) {
            this.low = low;
            this.high = high;
            this.skipLow = skipLow;
            this.takeLow = takeLow;
            this.takeHigh = takeHigh;
        }

        /** The greatest; of equal ones the first. */
        static Range greatest(Inputs inputs, long kept) {
            long size = inputs.size();
            Selection.Found found = Selection.at(magnitudes(inputs), size - kept)[0];
            long above = size - found.below() - found.equal();
            return new Range(found.value(), Float.POSITIVE_INFINITY, 0, kept - above, Long.MAX_VALUE);
        }

        /** Ranks from the least, {@code first} to {@code end - 1}; of equal ones the first have the lower ranks. */
        static Range between(Inputs inputs, long first, long end) {
            Selection.Found[] ends = Selection.at(magnitudes(inputs), first, end - 1);
            Selection.Found low = ends[0];
            Selection.Found high = ends[1];
            long skip = first - low.below();
            boolean one = low.value() == high.value();
            long ofLow = one ? end - first : low.equal() - skip;
            return new Range(low.value(), high.value(), skip, ofLow, one ? 0 : end - high.below());
        }

        private static Selection.Values magnitudes(Inputs inputs) {
            float[][] room = {new float[0]};
            return taker -> inputs.scan(chunk -> {
                if (room[0].length < chunk.length()) {
                    room[0] = new float[chunk.length()];
                }
                float[] delta = room[0];
                inputs.delta(chunk, 0, delta);
                for (int i = 0; i < chunk.length(); i++) {
                    delta[i] = Math.abs(delta[i]);
                }
                taker.take(delta, chunk.length());
            });
        }

        @Override
        public Mask again() {
            return new Range(low, high, skipLow, takeLow, takeHigh);
        }

        /** Magnitudes are in the order of their bits, so integers are compared, and vector instructions do it. */
        @Override
        public void fill(long from, float[] delta, float[] kept, int length) {
            if (bits.length < length) {
                bits = new int[length];
            }
            MemorySegment.copy(MemorySegment.ofArray(delta), ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, length);
            int least = Float.floatToRawIntBits(low);
            int most = Float.floatToRawIntBits(high);
            int equal = 0;
            for (int i = 0; i < length; i++) {
                int magnitude = bits[i] & 0x7fffffff;
                int toLow = magnitude ^ least;
                int toHigh = magnitude ^ most;
                equal |= (toLow - 1) & ~toLow | (toHigh - 1) & ~toHigh;
                bits[i] = (least - magnitude) >> 31 & (magnitude - most) >> 31 & ONE;
            }
            MemorySegment.copy(bits, 0, MemorySegment.ofArray(kept), ValueLayout.JAVA_INT_UNALIGNED, 0, length);
            if (equal < 0) {
                atEnds(delta, kept, length);
            }
        }

        private void atEnds(float[] delta, float[] kept, int length) {
            for (int i = 0; i < length; i++) {
                float magnitude = Math.abs(delta[i]);
                if (magnitude == low) {
                    kept[i] = seenLow >= skipLow && seenLow < skipLow + takeLow ? 1 : 0;
                    seenLow++;
                } else if (magnitude == high) {
                    kept[i] = seenHigh++ < takeHigh ? 1 : 0;
                }
            }
        }
    }

    /** See {@link #MAGPRUNE}. */
    private record Ranked(long key, int width, float least, float spread) implements Mask {
        @Override
        public void fill(long from, float[] delta, float[] kept, int length) {
            long[] order = new long[width];
            for (int row = 0; row < length; row += width) {
                for (int i = 0; i < width; i++) {
                    order[i] = (long) Float.floatToRawIntBits(Math.abs(delta[row + i])) << 32 | i;
                }
                Arrays.sort(order);
                for (int rank = 0; rank < width; rank++) {
                    int place = row + (int) order[rank];
                    float share = width == 1 ? 0 : rank / (float) (width - 1);
                    float chance = least + share * spread;
                    kept[place] = CounterRandom.uniform(key, from + place) < chance ? 1 : 0;
                }
            }
        }
    }
}
