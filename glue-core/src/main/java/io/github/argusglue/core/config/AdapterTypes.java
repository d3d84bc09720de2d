package io.github.argusglue.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The possible values of {@code type}, and the configuration record of each. */
public interface AdapterTypes {

    /** Returns the types, sorted. */
    List<String> types();

    /** Returns the record of a type; empty if the type does not exist. */
    Optional<Class<? extends Record>> configType(String type);

    /** Returns the types of cluster engines, sorted. */
    default List<String> engines() {
        return List.of();
    }

    /** Returns the record of a cluster engine; empty if there is no such engine. */
    default Optional<Class<? extends Record>> engineConfig(String engine) {
        return Optional.empty();
    }

    /** Returns why an expected type is missing; to be appended to a message. */
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
