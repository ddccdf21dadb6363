package dev.selvedge.train;

import dev.selvedge.core.ContentHash;
import dev.selvedge.model.Packed;
import dev.selvedge.model.Transformer;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Supervised learning: the negative log-probability of every supervised token given the tokens before it. Logits are
 * computed only where a supervised token follows.
 */
public final class NextToken implements Objective<Example> {
    @Override
    public String name() {
        return "next-token";
    }

    @Override
    public String id(Example example) {
        return example.id();
    }

    @Override
    public int tokens(Example example) {
        return example.ids().length;
    }

    @Override
    public double weight(Example example) {
        return example.supervisedCount();
    }

    @Override
    public ContentHash fingerprint(List<Example> examples) {
        long ints = examples.stream().mapToLong(e -> e.ids().length + 1L).sum();
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(ints * Integer.BYTES));
        for (Example example : examples) {
            all.putInt(example.ids().length);
            for (int i = 0; i < example.ids().length; i++) {
                all.putInt(example.supervised()[i] ? example.ids()[i] : ~example.ids()[i]);
            }
        }
        return ContentHash.of(all.array());
    }

    @Override
    public Tensor loss(Transformer transformer, List<Example> examples, Measures measures) {
        int tokens = examples.stream().mapToInt(e -> e.ids().length).sum();
        int predicted = examples.stream().mapToInt(Example::supervisedCount).sum();
        int[] ids = new int[tokens];
        int[] lengths = new int[examples.size()];
        int[] rows = new int[predicted];
        int[] targets = new int[predicted];
        int at = 0;
        int next = 0;
        for (int e = 0; e < lengths.length; e++) {
            Example example = examples.get(e);
            lengths[e] = example.ids().length;
            for (int i = 0; i < lengths[e]; i++) {
                if (i > 0 && example.supervised()[i]) {
                    rows[next] = at - 1;
                    targets[next++] = example.ids()[i];
                }
                ids[at++] = example.ids()[i];
            }
        }
        return Readout.loss(
                transformer,
                new Packed(ids, lengths, rows),
                1,
                Readout.logProbs(targets),
                logProbs -> logProbs.sum().neg());
    }
}
