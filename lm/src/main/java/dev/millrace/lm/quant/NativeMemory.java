package dev.millrace.lm.quant;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;

/**
 * Direct buffers beside the JVM's own: those count against {@code -XX:MaxDirectMemorySize}, which is the size of the heap by
 * default, and the codes of a model need more than the small heaps that the engine runs with.
 */
final class NativeMemory {

    private NativeMemory() {}

    /** Zeroed; freed once the buffer is unreachable. */
    static ByteBuffer allocate(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory.getByteBuffer(0, bytes);
    }
}
