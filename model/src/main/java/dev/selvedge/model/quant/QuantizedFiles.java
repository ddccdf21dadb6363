package dev.selvedge.model.quant;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.SafeTensors;
import dev.selvedge.model.TensorFiles;
import dev.selvedge.model.Torch;
import dev.selvedge.model.Weights;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/**
 * Quantised matrices in a safetensors file. A matrix of eight bits is NAME (I8, {@code [out, in]}) and NAME.scales (BF16,
 * {@code [out, 1]}). One of four bits is NAME (U8, {@code [out, in / 2]}: two integers a byte, each 8 greater than it is,
 * the earlier in the low half), NAME.scales and NAME.middles (BF16, {@code [out, groups]}). Vectors are F32.
 */
public final class QuantizedFiles {
    private static final String SCALES = ".scales";
    private static final String MIDDLES = ".middles";

    /** A tensor of the file, before there are any values. */
    private record Planned(String name, String type, long[] shape, long bytes) {
        static Planned of(String name, String type, int width, long... shape) {
            return new Planned(name, type, shape, Arrays.stream(shape).reduce(width, Math::multiplyExact));
        }
    }

    private QuantizedFiles() {}

    /** Whether the tensors of a model are quantised in this way. */
    public static boolean are(TensorFiles files) {
        return files.names().contains("model.embed_tokens.weight" + SCALES);
    }

    /**
     * Weights that were quantised.
     *
     * @param files owned from now on, also if this fails
     * @throws UserException if a tensor is missing or of another type or shape
     */
    public static PackedWeights read(ModelConfig config, TensorFiles files) {
        Map<String, long[]> shapes = FullWeights.shapes(config);
        try (files) {
            boolean four = files.names().stream().anyMatch(name -> name.endsWith(MIDDLES));
            return PackedWeights.of(config, four ? Packing.INT4 : Packing.INT8, new PackedWeights.Source() {
                @Override
                public Tensor floats(String name) {
                    return tensor(files, name, "F32", ScalarType.Float, PackedWeights.shape(shapes, name));
                }

                @Override
                public QuantizedRows quantized(String name, int bits) {
                    return rows(files, name, bits, PackedWeights.shape(shapes, name));
                }
            });
        }
    }

    private static QuantizedRows rows(TensorFiles files, String name, int bits, long[] shape) {
        long out = shape[0];
        long groups = bits == 8 ? 1 : shape[1] / QuantizedRows.GROUP;
        Tensor scales = tensor(files, name + SCALES, "BF16", ScalarType.BFloat16, out, groups);
        if (bits == 8) {
            Tensor integers = tensor(files, name, "I8", ScalarType.Char, shape);
            return new QuantizedRows(8, integers, scales, torch.zeros_like(scales));
        }
        Tensor pairs = tensor(files, name, "U8", ScalarType.Byte, out, shape[1] / 2);
        Tensor low = pairs.bitwise_and(new Scalar(15));
        Tensor high = pairs.__rshift__(new Scalar(4));
        Tensor integers = torch.stack(new TensorVector(low, high), 2)
                .to(ScalarType.Char)
                .sub_(new Scalar(8))
                .view(shape);
        Tensor middles = tensor(files, name + MIDDLES, "BF16", ScalarType.BFloat16, out, groups);
        return new QuantizedRows(4, integers, scales, middles);
    }

    /** A copy in the scope of the caller. */
    private static Tensor tensor(TensorFiles files, String name, String type, ScalarType as, long... shape) {
        SafeTensors.Entry entry = files.entry(name);
        List<Long> sizes = Arrays.stream(shape).boxed().toList();
        if (!entry.type().equals(type) || !entry.shape().equals(sizes)) {
            throw new UserException(files.file(name) + " holds " + name + " as " + entry.type() + " of the shape "
                    + entry.shape() + ", but a quantised model of this kind has it as " + type + " of " + sizes + ".");
        }
        return Torch.over(files.bytes(name), as, shape).clone();
    }

    /** Writes the weights quantised, one matrix at a time. Not atomic. */
    static void write(Path file, Weights weights, int bits) {
        ModelConfig config = weights.config();
        Map<String, Integer> bitsOf = PackedWeights.bits(config, bits);
        Map<String, long[]> shapes = FullWeights.shapes(config);
        var planned = new ArrayList<Planned>();
        shapes.forEach((name, shape) -> planned.addAll(plan(name, shape, bitsOf.getOrDefault(name, 32))));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, header(planned));
            for (Map.Entry<String, long[]> each : shapes.entrySet()) {
                try (var scope = Torch.scope()) {
                    Tensor floats = Torch.zeros(each.getValue());
                    weights.copy(each.getKey(), Torch.memory(floats));
                    for (Tensor tensor : tensors(floats, bitsOf.getOrDefault(each.getKey(), 32))) {
                        write(channel, tensor.contiguous());
                    }
                }
            }
            channel.force(true);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private static List<Planned> plan(String name, long[] shape, int bits) {
        return switch (bits) {
            case 32 -> List.of(Planned.of(name, "F32", 4, shape));
            case 8 -> List.of(Planned.of(name, "I8", 1, shape), Planned.of(name + SCALES, "BF16", 2, shape[0], 1));
            default -> {
                long groups = shape[1] / QuantizedRows.GROUP;
                yield List.of(
                        Planned.of(name, "U8", 1, shape[0], shape[1] / 2),
                        Planned.of(name + SCALES, "BF16", 2, shape[0], groups),
                        Planned.of(name + MIDDLES, "BF16", 2, shape[0], groups));
            }
        };
    }

    private static List<Tensor> tensors(Tensor floats, int bits) {
        if (bits == 32) {
            return List.of(floats);
        }
        QuantizedRows rows = QuantizedRows.of(floats, bits);
        if (bits == 8) {
            return List.of(rows.integers(), rows.scales());
        }
        TensorVector pairs = rows.integers()
                .add(new Scalar(8))
                .to(ScalarType.Byte)
                .view(floats.size(0), -1, 2)
                .unbind(2);
        Tensor bytes = pairs.get(0).add(pairs.get(1), new Scalar(16));
        return List.of(bytes, rows.scales(), rows.middles());
    }

    private static ByteBuffer header(List<Planned> tensors) {
        ObjectNode header = Json.object();
        header.putObject("__metadata__").put("format", "pt");
        long end = 0;
        for (Planned tensor : tensors) {
            ObjectNode node = header.putObject(tensor.name()).put("dtype", tensor.type());
            Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(end).add(end + tensor.bytes());
            end += tensor.bytes();
        }
        byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return ByteBuffer.allocate(8 + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static void write(FileChannel channel, Tensor tensor) throws IOException {
        long size = tensor.numel() * tensor.element_size();
        MemorySegment bytes =
                MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(size);
        for (long at = 0; at < size; at += 1 << 28) {
            write(channel, bytes.asSlice(at, Math.min(1 << 28, size - at)).asByteBuffer());
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
