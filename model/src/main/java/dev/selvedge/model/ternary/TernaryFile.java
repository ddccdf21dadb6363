package dev.selvedge.model.ternary;

import dev.selvedge.core.Json;
import dev.selvedge.core.UserException;
import dev.selvedge.model.FullWeights;
import dev.selvedge.model.ModelConfig;
import dev.selvedge.model.ParameterBuffer;
import dev.selvedge.model.ParameterBuffer.Parameter;
import dev.selvedge.model.SafeTensors;
import dev.selvedge.model.Torch;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ternary weights in a safetensors file. A ternary matrix {@code X.weight} of {@code [out, in]} is stored as
 * {@code X.weight.scales}, F32 {@code [out, ⌈in/group⌉]}, and {@code X.weight.codes}, U8 {@code [out, ⌈in/4⌉]}: four
 * values a byte, the first in the lowest two bits, each value plus one. All else is F32 under its own name. The group is
 * the one value of {@code ternary.group}, I64.
 */
public final class TernaryFile {
    private static final String GROUP = "ternary.group";
    private static final String CODES = ".codes";
    private static final String SCALES = ".scales";
    private static final int VALUES_PER_BYTE = 4;
    private static final int BITS = 2;
    private static final int MASK = 3;
    private static final int MAX_GROUP = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 24;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TernaryFile() {}

    /** Writes weights as they are used. Not atomic. */
    public static void write(Path file, TernaryWeights weights) {
        ParameterBuffer parameters = weights.trained();
        byte[] header = header(parameters, weights.group());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(littleEndian(header.length));
            out.write(header);
            out.write(littleEndian(weights.group()));
            for (Parameter parameter : parameters.list()) {
                if (TernaryWeights.isTernary(parameter.name())) {
                    try (var scope = Torch.scope()) {
                        write(
                                out,
                                Torch.memory(matrix(parameters, parameter, weights.group())
                                        .scales()));
                    }
                } else {
                    write(out, parameters.memory(parameter));
                }
            }
            for (Parameter parameter : parameters.list()) {
                if (TernaryWeights.isTernary(parameter.name())) {
                    try (var scope = Torch.scope()) {
                        Tensor codes =
                                matrix(parameters, parameter, weights.group()).codes();
                        writeCodes(out, Torch.memory(codes.contiguous()), parameter.shape());
                    }
                }
            }
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static TernaryMatrix matrix(ParameterBuffer parameters, Parameter parameter, int group) {
        Tensor weight = parameters
                .flat()
                .narrow(0, parameter.offset(), parameter.size())
                .view(parameter.shape().get(0), parameter.shape().get(1));
        return TernaryMatrix.of(weight, group);
    }

    private static byte[] header(ParameterBuffer parameters, int group) {
        ObjectNode header = Json.object();
        header.putObject("__metadata__").put("format", "pt");
        long end = entry(header, GROUP, "I64", List.of(1L), Long.BYTES, 0);
        for (Parameter parameter : parameters.list()) {
            List<Long> shape = parameter.shape();
            end = TernaryWeights.isTernary(parameter.name())
                    ? entry(header, parameter.name() + SCALES, "F32", scales(shape, group), Float.BYTES, end)
                    : entry(header, parameter.name(), "F32", shape, Float.BYTES, end);
        }
        for (Parameter parameter : parameters.list()) {
            if (TernaryWeights.isTernary(parameter.name())) {
                end = entry(header, parameter.name() + CODES, "U8", codes(parameter.shape()), 1, end);
            }
        }
        String text = Json.write(header);
        return (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Long> scales(List<Long> matrix, int group) {
        return List.of(matrix.get(0), TernaryMatrix.groups(matrix.get(1), group));
    }

    private static List<Long> codes(List<Long> matrix) {
        return List.of(matrix.get(0), (matrix.get(1) + VALUES_PER_BYTE - 1) / VALUES_PER_BYTE);
    }

    private static long entry(ObjectNode header, String name, String type, List<Long> shape, long width, long begin) {
        long end = begin + width * shape.stream().reduce(1L, Math::multiplyExact);
        ObjectNode node = header.putObject(name).put("dtype", type);
        shape.forEach(node.putArray("shape")::add);
        node.putArray("data_offsets").add(begin).add(end);
        return end;
    }

    private static void writeCodes(OutputStream out, MemorySegment codes, List<Long> shape) throws IOException {
        long in = shape.get(1);
        for (long row = 0; row < shape.get(0); row++) {
            byte[] packed = new byte[Math.toIntExact(codes(shape).get(1))];
            for (int k = 0; k < in; k++) {
                int code = (int) codes.getAtIndex(ValueLayout.JAVA_FLOAT, row * in + k) + 1;
                packed[k / VALUES_PER_BYTE] |= (byte) (code << BITS * (k % VALUES_PER_BYTE));
            }
            out.write(packed);
        }
    }

    private static void write(OutputStream out, MemorySegment values) throws IOException {
        for (long at = 0; at < values.byteSize(); at += CHUNK_BYTES) {
            long size = Math.min(CHUNK_BYTES, values.byteSize() - at);
            out.write(values.asSlice(at, size).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /**
     * Reads a file into float32 weights of the same values.
     *
     * @throws UserException if it is damaged or of another model
     */
    public static FullWeights read(Path file, ModelConfig config) {
        var weights = new FullWeights(config);
        try (SafeTensors tensors = SafeTensors.open(file)) {
            require(file, tensors, GROUP, "I64", List.of(1L));
            long group = tensors.bytes(GROUP).get(LONG, 0);
            if (group < 1 || group > MAX_GROUP) {
                throw new UserException(
                        file + " has groups of " + group + " values; expected are 1 to " + MAX_GROUP + ".");
            }
            ParameterBuffer parameters = weights.trained();
            for (Parameter parameter : parameters.list()) {
                if (TernaryWeights.isTernary(parameter.name())) {
                    read(file, tensors, parameter, parameters.memory(parameter), (int) group);
                } else {
                    require(file, tensors, parameter.name(), "F32", parameter.shape());
                    tensors.copy(parameter.name(), parameters.memory(parameter));
                }
            }
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static void read(Path file, SafeTensors tensors, Parameter parameter, MemorySegment values, int group) {
        List<Long> shape = parameter.shape();
        require(file, tensors, parameter.name() + SCALES, "F32", scales(shape, group));
        require(file, tensors, parameter.name() + CODES, "U8", codes(shape));
        MemorySegment scales = tensors.bytes(parameter.name() + SCALES);
        MemorySegment codes = tensors.bytes(parameter.name() + CODES);
        long in = shape.get(1);
        for (long row = 0; row < shape.get(0); row++) {
            for (long k = 0; k < in; k++) {
                int packed = codes.get(ValueLayout.JAVA_BYTE, row * codes(shape).get(1) + k / VALUES_PER_BYTE);
                int code = (packed >> BITS * (int) (k % VALUES_PER_BYTE) & MASK) - 1;
                if (code > 1) {
                    throw new UserException(
                            file + " holds a code in " + parameter.name() + " that stands for no value.");
                }
                long scale = row * TernaryMatrix.groups(in, group) + k / group;
                float value = code * scales.get(FLOAT, scale * Float.BYTES);
                values.setAtIndex(ValueLayout.JAVA_FLOAT, row * in + k, value);
            }
        }
    }

    private static void require(Path file, SafeTensors tensors, String name, String type, List<Long> shape) {
        SafeTensors.Entry entry = tensors.entry(name);
        if (!entry.type().equals(type) || !entry.shape().equals(shape)) {
            throw new UserException(file + " holds " + name + " as " + entry.type() + " " + entry.shape() + ", but "
                    + type + " " + shape + " is expected.");
        }
    }
}
