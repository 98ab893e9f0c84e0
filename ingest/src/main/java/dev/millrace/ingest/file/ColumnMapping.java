package dev.millrace.ingest.file;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which column of a CSV file holds what.
 *
 * @param columns names of columns; without any, the columns that are named like the fields are taken
 */
public record ColumnMapping(Map<MappedField, String> columns) {

    public ColumnMapping {
        columns = Map.copyOf(columns);
    }

    /** From entries such as {@code question=instruction}. */
    public static ColumnMapping parse(List<String> entries) {
        Map<MappedField, String> columns = new EnumMap<>(MappedField.class);
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1 || equals == entry.length() - 1) {
                throw Refusal.usage(
                        "the mapping holds '" + entry + "'; expected an entry such as question=instruction");
            }
            if (columns.put(MappedField.of(entry.substring(0, equals)), entry.substring(equals + 1)) != null) {
                throw Refusal.usage("the mapping names '" + entry.substring(0, equals) + "' twice");
            }
        }
        return new ColumnMapping(columns);
    }

    /** Position of each mapped field in a file with this header. */
    Map<MappedField, Integer> positions(List<String> header) {
        Map<MappedField, Integer> positions = new EnumMap<>(MappedField.class);
        new TreeMap<>(effective(header)).forEach((field, column) -> positions.put(field, position(column, header)));
        if (!positions.containsKey(MappedField.QUESTION)) {
            throw Refusal.usage(
                    "no column is mapped to 'question'; the file has the columns " + String.join(", ", header));
        }
        return positions;
    }

    private Map<MappedField, String> effective(List<String> header) {
        return columns.isEmpty()
                ? Arrays.stream(MappedField.values())
                        .filter(field -> header.contains(field.label()))
                        .collect(Collectors.toMap(field -> field, MappedField::label))
                : columns;
    }

    private static int position(String column, List<String> header) {
        Set<String> repeated = new TreeSet<>();
        header.stream()
                .filter(name -> !repeated.add(name) && name.equals(column))
                .forEach(name -> {
                    throw Refusal.usage("the file has two columns '" + column + "'; rename one");
                });
        int position = header.indexOf(column);
        if (position < 0) {
            throw Refusal.usage("the file has no column '" + column + "'; it has " + String.join(", ", header));
        }
        return position;
    }
}
