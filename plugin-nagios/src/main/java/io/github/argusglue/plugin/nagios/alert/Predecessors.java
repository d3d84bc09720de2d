package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.spi.OpenIncident;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Recognizes incidents that an earlier glue service has created. */
@FunctionalInterface
public interface Predecessors {

    /**
     * Returns the object that an incident is about; empty if no earlier glue service has created it, or if the object
     * cannot be told.
     *
     * @param exists whether the daemon has an object
     * @param output what the check of an open problem says; empty if the problem is not open
     */
    Optional<ObjectKey> object(OpenIncident incident, Predicate<ObjectKey> exists, Function<ObjectKey, String> output);
}
