package dev.millrace.lm.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** Writes a safetensors file: the header padded with spaces to a multiple of 8 bytes, then the tensors without gaps. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {
        AtomicFiles.writeFile(file, channel -> {
            AtomicFiles.writeFully(channel, header(tensors, metadata));
            for (Map.Entry<String, TensorData> tensor : tensors.entrySet()) {
                writeTensor(channel, tensor.getKey(), tensor.getValue());
            }
        });
    }

    private static void writeTensor(FileChannel channel, String name, TensorData tensor) throws IOException {
        ByteBuffer bytes = tensor.bytes().get();
        if (bytes.remaining() != tensor.size()) {
            throw new IllegalArgumentException(
                    name + " gave " + bytes.remaining() + " bytes, expected " + tensor.size() + " by its shape");
        }
        AtomicFiles.writeFully(channel, bytes);
    }

    private static ByteBuffer header(Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode root = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject("__metadata__");
            metadata.forEach(strings::put);
        }
        long offset = 0;
        for (Map.Entry<String, TensorData> tensor : tensors.entrySet()) {
            offset = describe(root.putObject(tensor.getKey()), tensor.getValue(), offset);
        }
        byte[] json = Json.MAPPER.writeValueAsBytes(root);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static long describe(ObjectNode node, TensorData tensor, long offset) {
        node.put("dtype", tensor.type().name());
        var shape = node.putArray("shape");
        for (long size : tensor.shape()) {
            shape.add(size);
        }
        long end = offset + tensor.size();
        node.putArray("data_offsets").add(offset).add(end);
        return end;
    }
}
