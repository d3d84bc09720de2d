package io.github.argusglue.plugin.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which Secrets contain the values of a source, as its Lease says it in an annotation: {@code 7 down=7 seen=4}.
 *
 * @param last highest number that a value has ever had; it only grows, so that no number is used twice
 * @param numbers number of the Secret, by name of the value
 */
record StoredValues(long last, Map<String, Long> numbers) {
    private static final StoredValues NONE = new StoredValues(0, Map.of());

    StoredValues {
        numbers = Map.copyOf(numbers);
    }

    static StoredValues parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] words = text.split(" ", -1);
        Map<String, Long> numbers = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            numbers.put(words[i].substring(0, equals), Long.parseLong(words[i].substring(equals + 1)));
        }
        return new StoredValues(Long.parseLong(words[0]), numbers);
    }

    StoredValues with(String name, long number) {
        Map<String, Long> next = new TreeMap<>(numbers);
        next.put(name, number);
        return new StoredValues(number, next);
    }

    StoredValues without(String name) {
        Map<String, Long> next = new TreeMap<>(numbers);
        next.remove(name);
        return new StoredValues(last, next);
    }

    @Override
    public String toString() {
        return new TreeMap<>(numbers)
                .entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("", Long.toString(last), ""));
    }
}
