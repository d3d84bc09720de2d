package io.github.argusglue.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the values of {@code type} can be, and which record each of them is configured by. */
public interface AdapterTypes {

    /** Returns the types, sorted. */
    List<String> types();

    /** Returns the record of a type; empty if there is no such type. */
    Optional<Class<? extends Record>> configType(String type);

    /** Returns why a type is not there although somebody may expect it; for the end of a message. */
    default Optional<String> whyMissing(String type) {
        return Optional.empty();
    }

    static AdapterTypes of(Map<String, Class<? extends Record>> records) {
        Map<String, Class<? extends Record>> sorted = new TreeMap<>(records);
        return new AdapterTypes() {
            @Override
            public List<String> types() {
                return List.copyOf(sorted.keySet());
            }

            @Override
            public Optional<Class<? extends Record>> configType(String type) {
                return Optional.ofNullable(sorted.get(type));
            }
        };
    }
}
