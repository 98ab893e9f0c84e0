package dev.millrace.curation.similarity;

import java.util.Arrays;

/** A growing list of numbers, to be used again and again. For one thread. */
final class IntList {
    private int[] numbers = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    int size() {
        return size;
    }

    int at(int index) {
        return numbers[index];
    }

    void sort() {
        Arrays.sort(numbers, 0, size);
    }
}
