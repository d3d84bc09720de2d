package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot has of the devices, or of the alarms.
 *
 * @param leftOut problems that are not shown
 * @param unknown why alerts may be missing; null if all are there
 */
record Part(
        List<Alert> alerts,
        List<Ending> endings,
        LeftOut leftOut,
        @Nullable String unknown) {}
