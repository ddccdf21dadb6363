package dev.selvedge.model.merge;

import dev.selvedge.core.UserException;
import dev.selvedge.model.SafeTensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Safetensors files that stay mapped while their tensors are read. */
final class OpenFiles implements AutoCloseable {
    private final List<SafeTensors> files = new ArrayList<>();
    private @Nullable LoraFolder adapter;

    /** Adds the tensors of a file to others. */
    void add(Path file, Map<String, TensorSource> tensors) {
        SafeTensors stored = SafeTensors.open(file);
        files.add(stored);
        for (String name : stored.names()) {
            if (name.endsWith("rotary_emb.inv_freq")) {
                continue; // old checkpoints hold these constants, and nothing reads them
            }
            SafeTensors.Entry entry = stored.entry(name);
            Precision precision = Precision.ofFile(entry.type());
            if (precision == null) {
                throw new UserException(file + " holds " + name + " as " + entry.type()
                        + "; tensors that can be merged are F32, F16 or BF16.");
            }
            if (tensors.put(name, new Stored(entry.shape(), precision, stored.bytes(name))) != null) {
                throw new UserException(file + " holds " + name + ", which another file of the model holds, too.");
            }
        }
    }

    /** Keeps an adapter open as long as the files. */
    LoraFolder keep(LoraFolder opened) {
        adapter = opened;
        return opened;
    }

    private record Stored(List<Long> shape, Precision precision, MemorySegment bytes) implements TensorSource {
        @Override
        public void read(long from, float[] target, int length) {
            precision.decode(bytes, from, target, length);
        }
    }

    @Override
    public void close() {
        files.forEach(SafeTensors::close);
        if (adapter != null) {
            adapter.close();
        }
    }
}
