package dev.selvedge.model.merge;

import dev.selvedge.model.merge.Inputs.Chunk;

/** The merge of one tensor, from its inputs to a run of values in their order. */
record TensorMerge(Inputs inputs, Kernel kernel) {
    /** Sees merged values. The array is used again. */
    @FunctionalInterface
    interface Merged {
        void take(Chunk chunk, float[] out);
    }

    static TensorMerge of(MergePlan.Output output, MergeMethod method) {
        return new TensorMerge(output.inputs(), method.prepare(output.inputs()));
    }

    void run(Merged merged) {
        float[][] room = {new float[0]};
        Inputs.Visitor visitor = chunk -> {
            if (room[0].length < chunk.length()) {
                room[0] = new float[chunk.length()];
            }
            kernel.merge(chunk, room[0]);
            merged.take(chunk, room[0]);
        };
        if (kernel.byRows()) {
            inputs.scanRows(visitor);
        } else {
            inputs.scan(visitor);
        }
    }
}
