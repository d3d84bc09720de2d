package io.github.argusglue.core.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Contains all faults, in the order of the file. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    public ConfigException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("no faults");
        }
        this.faults = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                .toList();
    }

    public static ConfigException of(Fault fault) {
        return new ConfigException(List.of(fault));
    }

    /** Returns the faults; never empty. */
    public List<Fault> faults() {
        return faults;
    }
}
