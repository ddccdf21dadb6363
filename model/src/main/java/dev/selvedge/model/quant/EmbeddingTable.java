package dev.selvedge.model.quant;

import dev.selvedge.model.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Rows of an embedding in fewer bits: float16, or whole numbers with a scale for each row. */
sealed interface EmbeddingTable extends AutoCloseable {
    /** Float32 rows, {@code [ids, width]}. */
    Tensor rows(Tensor ids);

    EmbeddingTable sharing();

    @Override
    void close();

    /** @param table {@code [ids, width]} float16 */
    record Halves(Tensor table) implements EmbeddingTable {
        @Override
        public Tensor rows(Tensor ids) {
            return table.index_select(0, ids).to(ScalarType.Float);
        }

        @Override
        public Halves sharing() {
            return new Halves(Torch.keep(table));
        }

        @Override
        public void close() {
            table.close();
        }
    }

    record Bytes(ByteMatrix matrix) implements EmbeddingTable {
        @Override
        public Tensor rows(Tensor ids) {
            return matrix.rows(ids);
        }

        @Override
        public Bytes sharing() {
            return new Bytes(matrix.sharing());
        }

        @Override
        public void close() {
            matrix.close();
        }
    }
}
