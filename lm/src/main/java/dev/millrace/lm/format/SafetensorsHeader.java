package dev.millrace.lm.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A parsed and checked header: tensors in the order of the file, none past its end, none over another. */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int MAX_DIMENSIONS = 8;

    /** Offsets count from the end of the header. */
    record Entry(TensorInfo info, long begin) {
        long end() {
            return begin + info.bytes();
        }
    }

    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Json.parse(file, json).node().forEachEntry((name, value) -> {
            if (name.equals(METADATA)) {
                value.forEachEntry((key, text) -> metadata.put(key, text.asText()));
            } else {
                tensors.put(name, new Reader(file, name, value).entry(dataBytes));
            }
        });
        refuseOverlap(file, tensors);
        return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private static void refuseOverlap(Path file, Map<String, Entry> tensors) {
        List<Entry> inOrder = new ArrayList<>(tensors.values());
        inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        for (int i = 1; i < inOrder.size(); i++) {
            Entry before = inOrder.get(i - 1);
            Entry after = inOrder.get(i);
            if (after.begin() < before.end()) {
                throw new FormatException(file + ": " + after.info() + " begins at " + after.begin() + " inside "
                        + before.info() + ", which ends at " + before.end());
            }
        }
    }

    /** Reads one tensor's description. */
    private record Reader(Path file, String name, JsonNode node) {
        Entry entry(long dataBytes) {
            ElementType type = type();
            long[] shape = shape();
            JsonNode offsets = node.path("data_offsets");
            if (!offsets.isArray() || offsets.size() != 2 || !whole(offsets.get(0)) || !whole(offsets.get(1))) {
                throw wrong("data_offsets", "[begin, end]");
            }
            long begin = offsets.get(0).longValue();
            long end = offsets.get(1).longValue();
            if (begin > end || end > dataBytes) {
                throw wrong("data_offsets", "0 <= begin <= end <= " + dataBytes + ", the size of the data");
            }
            if (end - begin != bytes(type, shape)) {
                throw wrong("data_offsets", bytes(type, shape) + " bytes for its type and shape");
            }
            return new Entry(new TensorInfo(name, type, shape, end - begin), begin);
        }

        private ElementType type() {
            String dtype = node.path("dtype").asText("");
            try {
                return ElementType.valueOf(dtype.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw wrong("dtype", "one of " + List.of(ElementType.values()));
            }
        }

        private long[] shape() {
            JsonNode sizes = node.path("shape");
            if (!sizes.isArray() || sizes.size() > MAX_DIMENSIONS) {
                throw wrong("shape", "a list of at most " + MAX_DIMENSIONS + " sizes");
            }
            long[] shape = new long[sizes.size()];
            for (int i = 0; i < shape.length; i++) {
                if (!whole(sizes.get(i))) {
                    throw wrong("shape", "sizes of 0 or more");
                }
                shape[i] = sizes.get(i).longValue();
            }
            return shape;
        }

        private long bytes(ElementType type, long[] shape) {
            try {
                long bytes = type.bytes();
                for (long size : shape) {
                    bytes = Math.multiplyExact(bytes, size);
                }
                return bytes;
            } catch (ArithmeticException e) {
                throw wrong("shape", "sizes whose product fits in 63 bits");
            }
        }

        private static boolean whole(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
        }

        private FormatException wrong(String key, String expected) {
            JsonNode found = node.path(key);
            return new FormatException(file + ": tensor " + name + ": " + key + " is "
                    + (found.isMissingNode() ? "missing" : Json.abbreviate(found.toString())) + ", expected "
                    + expected);
        }
    }
}
