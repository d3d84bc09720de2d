package io.github.argusglue.plugin.aruba.aos8;

import io.github.argusglue.plugin.aruba.alert.ApAlerts;
import io.github.argusglue.spi.FirstSeen;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;

/** Reports the access points that are down according to a controller with ArubaOS 8. */
public final class Aos8Adapter implements SourceAdapter {
    private final Aos8Api api;
    private final Clock clock;
    private final FirstSeen firstSeen;
    private final ApAlerts alerts;

    /** Creates an adapter. Sends nothing. */
    public Aos8Adapter(Aos8Config config, SourceContext context) {
        this.api = new Aos8Api(config, context);
        this.clock = context.clock();
        this.firstSeen = FirstSeen.in(context.state(), "down");
        this.alerts = new ApAlerts(config.aps(), "aos8", "", firstSeen);
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        return alerts.next(api.accessPoints(), true, clock.instant());
    }

    @Override
    public Health health() {
        return firstSeen.health().problem().isPresent() ? firstSeen.health() : api.health();
    }

    @Override
    public void close() {
        // The core ends the requests.
    }
}
