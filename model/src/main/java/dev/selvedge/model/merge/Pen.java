package dev.selvedge.model.merge;

import dev.selvedge.model.TensorSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes tensors from their start to their end, many chunks at a time. For one thread. */
final class Pen implements AutoCloseable {
    private static final int BUFFER_VALUES = 1 << 18;

    private final TensorSink sink;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate((long) BUFFER_VALUES * Float.BYTES, Float.BYTES);
    private String name = "";
    private long written;
    private int buffered;

    Pen(TensorSink sink) {
        this.sink = sink;
    }

    /** Begins a tensor. */
    void begin(String tensor) {
        name = tensor;
        written = 0;
        buffered = 0;
    }

    /** Its next values. */
    void write(float[] values, int length) {
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, BUFFER_VALUES - buffered);
            MemorySegment.copy(values, done, buffer, ValueLayout.JAVA_FLOAT, (long) buffered * Float.BYTES, count);
            buffered += count;
            done += count;
            if (buffered == BUFFER_VALUES) {
                flush();
            }
        }
    }

    private void flush() {
        sink.putPart(name, written, buffer.asSlice(0, (long) buffered * Float.BYTES));
        written += buffered;
        buffered = 0;
    }

    /** Ends a tensor. */
    void end() {
        if (buffered > 0 || written == 0) {
            flush();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
