package io.github.argusglue.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shared state of one pass over the file: its location, the environment, and the faults. */
final class Binding {
    private final String file;
    private final Path folder;
    private final Function<String, @Nullable String> environment;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();
    private final List<Place> plainSecrets = new ArrayList<>();

    Binding(String file, Path folder, Function<String, @Nullable String> environment) {
        this.file = file;
        this.folder = folder;
        this.environment = environment;
    }

    /** Returns the name of the file for messages. */
    String file() {
        return file;
    }

    void fault(Place place, String message) {
        faults.add(new Fault(file, place.line(), place.column(), place.path(), message));
    }

    /** Records what is allowed but should be reviewed. */
    void warning(Place place, String message) {
        warnings.add(new Fault(file, place.line(), place.column(), place.path(), message));
    }

    List<Fault> warnings() {
        return warnings;
    }

    /** Records a secret that is written in the file itself. */
    void plainSecret(Place place) {
        plainSecrets.add(place);
    }

    List<Fault> faults() {
        return faults;
    }

    /** Returns a fault for each secret that is written in the file itself. */
    List<Fault> plainSecrets(String message) {
        return plainSecrets.stream()
                .map(place -> new Fault(file, place.line(), place.column(), place.path(), message))
                .toList();
    }

    /** Resolves a path relative to the configuration file, wherever the process was started. */
    Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    @Nullable
    String environment(String name) {
        return environment.apply(name);
    }
}
