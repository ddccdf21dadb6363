package dev.selvedge.train.objective;

import dev.selvedge.model.Packed;
import dev.selvedge.model.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Sequences as they go through a model together: a row for each token of the policy, all rows of a sequence beside each
 * other.
 *
 * @param packed the sequences; the output is wanted where a token of the policy follows
 * @param targets the token that follows, for each row
 * @param owners index of the sequence, for each row
 * @param counts number of rows, for each sequence
 */
record Pack(Packed packed, int[] targets, int[] owners, int[] counts) {
    static Pack of(List<Sequence> sequences) {
        int rows = sequences.stream().mapToInt(Sequence::count).sum();
        int[] ids = sequences.stream().flatMapToInt(s -> Arrays.stream(s.ids())).toArray();
        int[] lengths = sequences.stream().mapToInt(s -> s.ids().length).toArray();
        int[] counts = sequences.stream().mapToInt(Sequence::count).toArray();
        int[] at = new int[rows];
        int[] targets = new int[rows];
        int[] owners = new int[rows];
        int row = 0;
        int start = 0;
        for (int s = 0; s < lengths.length; s++) {
            for (int place : sequences.get(s).places()) {
                at[row] = start + place - 1;
                targets[row] = ids[start + place];
                owners[row++] = s;
            }
            start += lengths[s];
        }
        return new Pack(new Packed(ids, lengths, at), targets, owners, counts);
    }

    int rows() {
        return targets.length;
    }

    /** What the loss of each row is multiplied by. */
    Tensor scales(Aggregation aggregation) {
        float[] scales = new float[rows()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) aggregation.scale(counts[owners[i]]);
        }
        return Tensor.create(scales);
    }

    /** The sums of a sequence's rows: {@code [rows]} to {@code [sequences]}. */
    Tensor sums(Tensor perRow) {
        return Torch.zeros(counts.length).index_add(0, Torch.indices(owners), perRow);
    }

    /** The means of a sequence's rows: {@code [rows]} to {@code [sequences]}; 0 for a sequence without rows. */
    Tensor means(Tensor perRow) {
        float[] parts = new float[counts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = counts[i] == 0 ? 0 : 1f / counts[i];
        }
        return sums(perRow).mul(Tensor.create(parts));
    }

    /** Each row's value of its sequence: {@code [sequences]} to {@code [rows]}. */
    Tensor spread(Tensor perSequence) {
        return perSequence.index_select(0, Torch.indices(owners));
    }
}
